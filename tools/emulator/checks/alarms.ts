import {
  DescribeAlarmsCommand,
  paginateDescribeAlarms,
  type Metric,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { DescribeScalingPoliciesCommand, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { replicationRuleId } from '../../../lib/contract/object-replication';
import { check, ofEach, unless } from '../check';
import type { DeployedResource, Deployment } from '../deployment';

/** Whom alarms tell, and what they watch. */
export const ALARM_CHECKS = [
  check('each alarm is there and tells a topic or starts a policy that exists', async (deployment) =>
    ofEach(deployment.some('AWS::CloudWatch::Alarm'), async (resource) => {
      const alarm = await alarmOf(deployment, resource);
      if (!alarm) return [`${resource.path}: there is no alarm ${resource.physicalId}`];
      const actions = [...(alarm.AlarmActions ?? []), ...(alarm.OKActions ?? [])];
      const broken = await ofEach(actions, async (arn) =>
        unless(
          await actionExists(deployment, resource.region, arn),
          `${resource.path} tells ${arn}, which does not exist`,
        ),
      );
      // Deployments of ECS look at one alarm themselves.
      const silent = actions.length === 0 && !stopsDeployments(deployment, resource);
      return [...broken, ...unless(!silent, `${resource.path} tells nobody`)];
    }),
  ),

  check('each alarm watches what is deployed: every dimension names a resource of its region', async (deployment) =>
    ofEach(deployment.some('AWS::CloudWatch::Alarm'), async (resource) => {
      const alarm = await alarmOf(deployment, resource);
      const dimensions = metricsOf(alarm).flatMap(({ Dimensions = [] }) => Dimensions);
      return [
        ...unless(dimensions.length > 0, `${resource.path} watches nothing in particular`),
        ...dimensions.flatMap(({ Name = '', Value = '' }) =>
          unless(isNamed(deployment, resource, Name, Value), `${resource.path}: no ${Name} is called "${Value}"`),
        ),
      ];
    }),
  ),

  check('alarms say how bad it is and which page of the runbook helps', async (deployment) =>
    ofEach(deployment.some('AWS::CloudWatch::Alarm'), async (resource) => {
      const description = (await alarmOf(deployment, resource))?.AlarmDescription ?? '';
      const isSignal = /^Scaling of /.test(description) || stopsDeployments(deployment, resource);
      return unless(
        isSignal || /^(critical|warning): .+ Runbook: \S+#[a-z-]+$/.test(description),
        `${resource.path} says "${description}"`,
      );
    }),
  ),

  check('each rule that is counted for an alarm waits for events of what is deployed', (deployment) => {
    const problems = deployment
      .all('AWS::Events::Rule')
      .filter(({ properties }) => !properties.Targets)
      .flatMap(({ path, properties }) => {
        const { detail } = properties.EventPattern as { detail?: { SourceIdentifier?: string[] } };
        const names = detail?.SourceIdentifier ?? [];
        const instances = deployment.all('AWS::RDS::DBInstance');
        return [
          ...unless(names.length > 0, `${path} waits for events of everything`),
          ...names.flatMap((name) =>
            unless(
              instances.some((instance) => isCalled(instance, name)),
              `${path}: no instance is called "${name}"`,
            ),
          ),
        ];
      });
    return Promise.resolve(problems);
  }),

  check('a deployment of a web service stops on an alarm that exists', async (deployment) => {
    // The emulator does not show the configuration of deployments again: the template says which alarms, CloudWatch whether.
    const watched = deployment
      .some('AWS::ECS::Service')
      .filter(({ properties }) => alarmNamesOf(properties).length > 0);
    return [
      ...unless(watched.length > 0, 'no deployment looks at an alarm'),
      ...(await ofEach(watched, async (service) =>
        ofEach(alarmNamesOf(service.properties), async (reference) => {
          const resource = deployment.target(service, reference);
          return unless(
            !!(await alarmOf(deployment, resource)),
            `${service.path} looks at ${resource.path}, which is gone`,
          );
        }),
      )),
    ];
  }),
];

/** Types whose physical id, or end of it, is the value of a dimension. */
const NAMED: Readonly<Record<string, string>> = {
  BackupVaultName: 'AWS::Backup::BackupVault',
  ClusterName: 'AWS::ECS::Cluster',
  DBClusterIdentifier: 'AWS::RDS::DBCluster',
  DBInstanceIdentifier: 'AWS::RDS::DBInstance',
  DestinationBucket: 'AWS::S3::Bucket',
  DistributionId: 'AWS::CloudFront::Distribution',
  LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  NatGatewayId: 'AWS::EC2::NatGateway',
  QueueName: 'AWS::SQS::Queue',
  RuleName: 'AWS::Events::Rule',
  ServiceName: 'AWS::ECS::Service',
  SourceBucket: 'AWS::S3::Bucket',
  TableName: 'AWS::DynamoDB::GlobalTable',
  TargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  WebACL: 'AWS::WAFv2::WebACL',
  clusterId: 'AWS::ElastiCache::ServerlessCache',
};

/** Values of dimensions that are no names of resources. */
const LITERAL: Readonly<Record<string, readonly string[]>> = {
  Operation: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem'],
  Role: ['READER', 'WRITER'],
  Rule: ['ALL'],
};

function isNamed(deployment: Deployment, alarm: DeployedResource, dimension: string, value: string): boolean {
  const type = NAMED[dimension];
  if (type) return deployment.anywhere(type).some((resource) => isCalled(resource, value));
  if (LITERAL[dimension]) return LITERAL[dimension].includes(value);
  const clusters = () => deployment.all('AWS::ECS::Cluster').map(({ physicalId }) => physicalId.split('/').pop() ?? '');
  switch (dimension) {
    case 'CacheClusterId':
      // Nodes are named after their group: <group>-<shard>-<node>.
      return deployment
        .all('AWS::ElastiCache::ReplicationGroup')
        .some(({ physicalId }) => new RegExp(`^${physicalId}-\\d{4}-\\d{3}$`).test(value));
    case 'FunctionName':
      return ['AWS::Lambda::Function', 'AWS::CloudFront::Function']
        .flatMap((kind) => deployment.all(kind))
        .some((resource) => isCalled(resource, value));
    case 'Region':
      // That of CloudFront's metrics, and those that a probe looks at.
      return value === 'Global' || deployment.everyRegion.includes(value);
    case 'ReceivingRegion':
    case 'SourceRegion':
      return deployment.everyRegion.includes(value);
    case 'RuleId':
      return deployment.everyRegion.some((region) => value === replicationRuleId(region));
    case 'Deployment':
      return clusters().includes(value);
    case 'Service':
      return deployment
        .all('AWS::ECS::Service')
        .some(({ physicalId }) => clusters().some((cluster) => physicalId.endsWith(`/${cluster}-${value}`)));
    default:
      throw new Error(`${alarm.path} has the dimension ${dimension}, which this check does not know`);
  }
}

/** Ids are names, ARNs and addresses: `…/name`, `…:name`; those of load balancers go on to the right of the kind. */
function isCalled({ physicalId }: DeployedResource, value: string): boolean {
  if (value === '' || /\$\{|undefined|None/.test(value)) return false;
  return (
    physicalId === value ||
    physicalId.endsWith(`/${value}`) ||
    physicalId.endsWith(`:${value}`) ||
    physicalId.split('|')[0] === value
  );
}

/** Every alarm of the home region. */
export async function alarmsOf({ home: { cloudwatch: client } }: Deployment): Promise<MetricAlarm[]> {
  const alarms: MetricAlarm[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {})) alarms.push(...MetricAlarms);
  return alarms;
}

/** The metrics that an alarm looks at: one, or those of its expression. */
export function metricsOf(alarm: MetricAlarm | undefined): Metric[] {
  if (!alarm) return [];
  const ofExpression = (alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  return alarm.MetricName ? [alarm, ...ofExpression] : ofExpression;
}

async function alarmOf(
  deployment: Deployment,
  { region, physicalId }: DeployedResource,
): Promise<MetricAlarm | undefined> {
  const { MetricAlarms = [] } = await deployment
    .in(region)
    .cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [physicalId] }));
  return MetricAlarms[0];
}

async function actionExists(deployment: Deployment, region: string, arn: string): Promise<boolean> {
  const { sns, scaling } = deployment.in(region);
  if (arn.includes(':sns:')) {
    return sns.send(new GetTopicAttributesCommand({ TopicArn: arn })).then(
      () => arn.split(':')[3] === region,
      () => false,
    );
  }
  const { ScalingPolicies = [] } = await scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: ServiceNamespace.ECS }),
  );
  return ScalingPolicies.some(({ PolicyARN }) => PolicyARN === arn);
}

function stopsDeployments(deployment: Deployment, alarm: DeployedResource): boolean {
  return deployment
    .all('AWS::ECS::Service')
    .some((service) =>
      alarmNamesOf(service.properties).some((reference) => deployment.target(service, reference) === alarm),
    );
}

function alarmNamesOf({ DeploymentConfiguration: configuration }: DeployedResource['properties']): readonly unknown[] {
  return (configuration as { Alarms?: { AlarmNames: unknown[] } } | undefined)?.Alarms?.AlarmNames ?? [];
}
