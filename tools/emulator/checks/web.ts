import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  type Rule,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, type IpPermission } from '@aws-sdk/client-ec2';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { check, differs, missing, ofEach, unless } from '../check';
import type { Deployment } from '../deployment';
import { servicesOf } from './services';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

/** Load balancer, services and the way between them. */
export const WEB_CHECKS = [
  check(
    'the listener belongs to the internal load balancer and answers 404 to what no rule matches',
    async (deployment) => {
      const balancer = await loadBalancerOf(deployment);
      const { elb } = deployment.home;
      const { Listeners: listeners = [] } = await elb.send(
        new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn }),
      );
      return [
        ...differs('the scheme', balancer.Scheme, 'internal'),
        ...differs(
          'the listeners',
          listeners.map(({ ListenerArn }) => ListenerArn).sort(),
          deployment
            .some(LISTENER)
            .map(({ physicalId }) => physicalId)
            .sort(),
        ),
        ...listeners.flatMap(({ DefaultActions: actions }) =>
          differs('the default answer', actions?.[0]?.FixedResponseConfig?.StatusCode, '404'),
        ),
      ];
    },
  ),

  check(
    'each rule of the listener forwards to a target group, and that to the container port of one service',
    async (deployment) => {
      const [rules, groups, services] = await Promise.all([
        rulesOf(deployment),
        targetGroupsOf(deployment),
        servicesOf(deployment),
      ]);
      return ofEach(rules, (rule) => {
        const arn = rule.Actions?.[0]?.TargetGroupArn;
        const group = groups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
        if (!group) return [`the rule with priority ${rule.Priority} forwards to ${arn}, which does not exist`];
        const users = services.filter(({ service }) =>
          service.loadBalancers?.some(({ targetGroupArn }) => targetGroupArn === arn),
        );
        return [
          ...unless(users.length === 1, `${users.length} services register with the target group ${arn}, expected one`),
          ...users.flatMap(({ resource, service, task }) => {
            const [target] = service.loadBalancers ?? [];
            const container = task.containerDefinitions?.find(({ name }) => name === target?.containerName);
            const ports = container?.portMappings?.map(({ containerPort }) => containerPort) ?? [];
            return [
              ...differs(`${resource.path}: the port of the target group`, group.Port, target?.containerPort),
              ...unless(
                ports.includes(target?.containerPort),
                `${resource.path}: its container opens ${ports.join()} only`,
              ),
            ];
          }),
        ];
      });
    },
  ),

  check('priorities of the rules differ', async (deployment) => {
    const priorities = (await rulesOf(deployment)).map(({ Priority }) => Priority);
    return differs('the number of different priorities', new Set(priorities).size, priorities.length);
  }),

  check(
    'health checks can succeed: the time to answer is shorter than the interval, and tasks are found by address',
    async (deployment) =>
      ofEach(await targetGroupsOf(deployment), (group) => [
        ...differs(`${group.TargetGroupName}: the target type`, group.TargetType, 'ip'),
        ...unless(
          Number(group.HealthCheckTimeoutSeconds) < Number(group.HealthCheckIntervalSeconds),
          `${group.TargetGroupName}: ${group.HealthCheckTimeoutSeconds} s are not shorter than ${group.HealthCheckIntervalSeconds} s`,
        ),
        ...unless(group.HealthCheckPath?.startsWith('/') ?? false, `${group.TargetGroupName}: no health check path`),
      ]),
  ),

  check(
    'only CloudFront reaches the load balancer, and only the load balancer reaches a web service',
    async (deployment) => {
      const balancer = await loadBalancerOf(deployment);
      const own = balancer.SecurityGroups ?? [];
      const incoming = await permissionsOf(deployment, own);
      const services = (await servicesOf(deployment)).filter(({ service }) => service.loadBalancers?.length);
      return [
        ...unless(incoming.length > 0, 'nothing reaches the load balancer'),
        ...incoming.flatMap((permission) =>
          unless(
            (permission.PrefixListIds?.length ?? 0) > 0 &&
              !permission.IpRanges?.length &&
              !permission.UserIdGroupPairs?.length,
            `the load balancer lets in ${JSON.stringify(permission)}`,
          ),
        ),
        ...(await ofEach(services, async ({ resource, service }) => {
          const groups = service.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
          const port = service.loadBalancers?.[0]?.containerPort;
          const permissions = await permissionsOf(deployment, groups);
          return differs(
            `${resource.path}: what may come in`,
            permissions.map(({ FromPort, ToPort, UserIdGroupPairs: pairs = [] }) => [
              FromPort,
              ToPort,
              ...pairs.map(({ GroupId }) => GroupId),
            ]),
            [[port, port, ...own]],
          );
        })),
      ];
    },
  ),

  check(
    'each service runs on Fargate in private subnets of its network, with roles and log groups that exist',
    async (deployment) => {
      const vpc = deployment.one('AWS::EC2::VPC').physicalId;
      const { ec2, iam, logs } = deployment.home;
      return ofEach(await servicesOf(deployment), async ({ resource, service, task }) => {
        const network = service.networkConfiguration?.awsvpcConfiguration;
        const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: network?.subnets }));
        const groups = task.containerDefinitions?.map(
          ({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'],
        );
        const role = (arn = '') =>
          missing(`${resource.path}: the role ${arn}`, () =>
            iam.send(new GetRoleCommand({ RoleName: arn.split('/').pop() })),
          );
        return [
          ...differs(`${resource.path}: a public address`, network?.assignPublicIp, 'DISABLED'),
          ...differs(`${resource.path}: where it runs`, [...new Set(subnets.map(({ VpcId }) => VpcId))], [vpc]),
          ...unless(subnets.length >= 2, `${resource.path}: it runs in ${subnets.length} subnets only`),
          ...unless(
            task.requiresCompatibilities?.includes('FARGATE') ?? false,
            `${resource.path}: it does not run on Fargate`,
          ),
          ...(await role(task.taskRoleArn)),
          ...(await role(task.executionRoleArn)),
          ...(await ofEach(groups ?? [], async (name) => {
            const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
            return unless(
              logGroups?.some(({ logGroupName }) => logGroupName === name) ?? false,
              `no log group ${name}`,
            );
          })),
        ];
      });
    },
  ),
];

async function loadBalancerOf(deployment: Deployment) {
  const { physicalId } = deployment.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const { LoadBalancers: [balancer] = [] } = await deployment.home.elb.send(
    new DescribeLoadBalancersCommand({ LoadBalancerArns: [physicalId] }),
  );
  if (!balancer) throw new Error(`no load balancer ${physicalId}`);
  return balancer;
}

async function rulesOf(deployment: Deployment): Promise<Rule[]> {
  const rules = await ofEachListener(deployment, async (arn) => {
    const { Rules = [] } = await deployment.home.elb.send(new DescribeRulesCommand({ ListenerArn: arn }));
    return Rules.filter(({ IsDefault }) => !IsDefault);
  });
  const defined = deployment.some('AWS::ElasticLoadBalancingV2::ListenerRule').length;
  if (rules.length !== defined) throw new Error(`the listeners have ${rules.length} rules, ${defined} are defined`);
  return rules;
}

async function ofEachListener<T>(deployment: Deployment, ask: (arn: string) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all(deployment.some(LISTENER).map(({ physicalId }) => ask(physicalId)))).flat();
}

async function targetGroupsOf(deployment: Deployment): Promise<TargetGroup[]> {
  const arns = deployment.some('AWS::ElasticLoadBalancingV2::TargetGroup').map(({ physicalId }) => physicalId);
  const { TargetGroups = [] } = await deployment.home.elb.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: arns }),
  );
  return TargetGroups;
}

async function permissionsOf(deployment: Deployment, ids: string[]): Promise<IpPermission[]> {
  const { SecurityGroups: groups = [] } = await deployment.home.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: ids }),
  );
  return groups.flatMap(({ IpPermissions = [] }) => IpPermissions);
}
