const NO_RESOURCE = 'AWS knows no resource for this action';

const LAMBDA_IN_VPC =
  "Lambda itself connects the function to its subnets with the function's role, and refuses the function when a statement is narrower (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions)";

const LOAD_BALANCERS_ARE_READ_WHOLE =
  'AWS knows no resource for reading load balancers (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html); what may be changed is one rule, its listener and two target groups';

const OF_CLUSTER = 'a task has no ARN before it runs; a condition limits the statement to the cluster';

const SWITCH_PLAN =
  'AWS documents it for every resource, and evaluates a plan of Region switch by that (https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_execution_blocks.html)';

/** Actions that are allowed on every resource, and why there is no narrower one. Reviewed by hand; unused entries are refused. */
export const WILDCARD_RESOURCES: Readonly<Record<string, string>> = {
  'application-autoscaling:DescribeScalableTargets': SWITCH_PLAN,
  'application-autoscaling:RegisterScalableTarget': SWITCH_PLAN,
  'cloudwatch:GetMetricStatistics': SWITCH_PLAN,
  'cloudwatch:PutMetricData': 'a metric is no resource; a condition names the one namespace that may be written',
  'ec2:AssignPrivateIpAddresses': LAMBDA_IN_VPC,
  'ec2:CreateNetworkInterface': LAMBDA_IN_VPC,
  'ec2:DeleteNetworkInterface': LAMBDA_IN_VPC,
  'ec2:DescribeNetworkInterfaces': LAMBDA_IN_VPC,
  'ec2:DescribeSubnets': LAMBDA_IN_VPC,
  'ec2:UnassignPrivateIpAddresses': LAMBDA_IN_VPC,
  'ecr:GetAuthorizationToken':
    'the login of a registry is that of the whole account; what may be pulled with it is limited to one repository',
  'ecs:DescribeTasks': OF_CLUSTER,
  'ecs:ListServices': SWITCH_PLAN,
  'ecs:StopTask': OF_CLUSTER,
  'elasticloadbalancing:DescribeListeners': LOAD_BALANCERS_ARE_READ_WHOLE,
  'elasticloadbalancing:DescribeRules': LOAD_BALANCERS_ARE_READ_WHOLE,
  'elasticloadbalancing:DescribeTargetGroups': LOAD_BALANCERS_ARE_READ_WHOLE,
  'elasticloadbalancing:DescribeTargetHealth': LOAD_BALANCERS_ARE_READ_WHOLE,
  'logs:DescribeLogGroups': 'the agent of a remote shell looks for its audit log with it; names only, no contents',
  'rds:DescribeDBClusters': SWITCH_PLAN,
  'rds:DescribeDBInstances': SWITCH_PLAN,
  'rds:DescribeGlobalClusters': SWITCH_PLAN,
  'ssmmessages:CreateControlChannel': NO_RESOURCE,
  'ssmmessages:CreateDataChannel': NO_RESOURCE,
  'ssmmessages:OpenControlChannel': NO_RESOURCE,
  'ssmmessages:OpenDataChannel': NO_RESOURCE,
  'xray:PutTelemetryRecords': NO_RESOURCE,
  'xray:PutTraceSegments': NO_RESOURCE,
};
