import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SwitchAlarm } from './switch-alarms';
import { plannedCapacity, type SwitchTargets } from './switch-targets';
import { promotionRounds, type RegionPlan } from '../contract/region-plan';
import { TRAFFIC_MOVES } from '../contract/region-traffic';
import { wildcardFinding } from '../private/acknowledge';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/**
 * The role that ARC executes a plan with: for each kind of step that the plan has what AWS documents, on what the plan names
 * (https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_execution_blocks.html).
 */
export function executionRole(
  parent: Construct,
  planName: string,
  targets: SwitchTargets,
  plan: RegionPlan,
  alarms: readonly SwitchAlarm[],
): ManagedPolicyRole {
  const role = new ManagedPolicyRole(parent, 'Role', {
    assumedBy: new iam.ServicePrincipal('arc-region-switch.amazonaws.com'),
    description: `Executes the plan ${planName}`,
  });
  allowPlan(role, planName);
  const { regions } = targets;
  allow(
    role,
    ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
    ...alarms.map((one) => targets.alarm(one)),
  );
  const functions = TRAFFIC_MOVES.flatMap((move) => regions.map((one) => targets.trafficFunction(move, one)));
  allow(role, ['lambda:GetFunction', 'lambda:InvokeFunction'], ...functions);
  if (plannedCapacity(plan) === 'scaled') allowScaling(role, targets);
  allowPromotion(role, targets, plan);
  return role;
}

/** The role of whoever approves a step: people of the account whom an administrator lets take it. It may do nothing else. */
export function approvalRole(parent: Construct, planName: string): iam.IRole {
  const role = new ManagedPolicyRole(new Construct(parent, 'Approval'), 'Role', {
    assumedBy: new iam.AccountRootPrincipal(),
    description: `Approves steps of the plan ${planName}`,
  });
  allowOnPlans(role, planName, 'ApprovePlanExecutionStep', 'GetPlan', 'GetPlanExecution', 'ListPlanExecutions');
  return role;
}

/** Before it runs, and regularly, the plan is evaluated: ARC asks IAM what its role may do. */
function allowPlan(role: ManagedPolicyRole, planName: string): void {
  allow(role, ['iam:SimulatePrincipalPolicy'], role.roleArn);
  allowOnPlans(role, planName, 'GetPlan', 'GetPlanExecution', 'ListPlanExecutions');
}

/** On the plan of a name, whichever id ARC has given it. */
function allowOnPlans(role: ManagedPolicyRole, planName: string, ...actions: string[]): void {
  const stack = Stack.of(role);
  const service = 'arc-region-switch';
  const plans = stack.formatArn({ service, region: '', resource: 'plan', resourceName: `${planName}:*` });
  allow(
    role,
    actions.map((action) => `${service}:${action}`),
    plans,
  );
  role.acknowledgeGrants(
    'The ARN of a plan ends with characters that ARC chooses when it is made, and making it needs the role.',
    wildcardFinding(stack, plans),
  );
}

/**
 * Promotes what the plan names, and nothing else. The shards beside the first are named in policies of their own, as many in each as ARC promotes at
 * once: a policy has at most 6,144 characters, and the ARNs of 20 shards are 5,000 of them
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
function allowPromotion(role: ManagedPolicyRole, targets: SwitchTargets, plan: RegionPlan): void {
  const isAurora = plan.database === 'aurora-postgres';
  const actions = isAurora
    ? ['rds:FailoverGlobalCluster', 'rds:SwitchoverGlobalCluster']
    : ['rds:PromoteReadReplica', 'rds:ModifyDBInstance'];
  if (isAurora) allowEverywhere(role, 'rds:DescribeGlobalClusters', 'rds:DescribeDBClusters');
  else allowEverywhere(role, 'rds:DescribeDBInstances');
  const [first, ...shards] = targets.databases;
  allow(role, actions, ...targets.promoted(first));
  promotionRounds(shards).forEach((round, index) => {
    const resources = round.flatMap((shard) => targets.promoted(shard));
    new iam.ManagedPolicy(role, `Shards${index + 1}`, {
      roles: [role],
      statements: [new iam.PolicyStatement({ actions, resources })],
    });
  });
}

function allowScaling(role: ManagedPolicyRole, targets: SwitchTargets): void {
  const { regions } = targets;
  // Services are named after the role is made.
  const serviceArns = Lazy.list({
    produce: () =>
      regions.flatMap((one) => targets.services.map((service) => targets.service(service, one).serviceArn)),
  });
  allow(role, ['ecs:DescribeServices', 'ecs:UpdateService'], ...serviceArns);
  allow(role, ['ecs:DescribeClusters'], ...regions.map((one) => targets.cluster(one)));
  allowEverywhere(
    role,
    'ecs:ListServices',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:RegisterScalableTarget',
    'cloudwatch:GetMetricStatistics',
  );
}

function allow(role: ManagedPolicyRole, actions: string[], ...resources: string[]): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
}

function allowEverywhere(role: ManagedPolicyRole, ...actions: string[]): void {
  allow(role, actions, '*');
  role.acknowledgeGrants(
    'AWS documents these actions of Region switch for every resource: most of them read, and none of them names one.',
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
  );
}
