import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { metricsOf } from '../model/metrics';
import { subnetsOf } from '../model/network';
import { serviceOf } from '../model/tiers';
import { unique } from '../section';

/** Something that is paid for while nobody uses it: so many of a size, at a place. */
export interface Driver {
  readonly driver: string;
  readonly size: string;
  readonly quantity: number;
  readonly where: string;
}

type Look = (resource: Resource, model: Model) => Driver[];

const HOURS_A_MONTH = 730;

function driver(name: string, size: (resource: Resource, model: Model) => string, quantity = 1): Look {
  return (resource, model) => [{ driver: name, size: size(resource, model), quantity, where: resource.label }];
}

/** What each type costs when idle. */
export const DRIVERS: Readonly<Record<string, Look>> = {
  'AWS::AutoScaling::AutoScalingGroup': (group, model) => [
    {
      driver: 'instance',
      size: instanceTypes(model, group),
      quantity: Number(group.properties.DesiredCapacity ?? group.properties.MinSize ?? 1),
      where: group.label,
    },
  ],
  'AWS::CloudWatch::Alarm': (alarm) => {
    const metrics = metricsOf(alarm);
    const isHigh = metrics.some(({ period }) => period < 60);
    return [
      {
        driver: 'alarm',
        size: isHigh ? 'high resolution' : 'standard resolution',
        quantity: 1,
        where: alarm.stack.name,
      },
      {
        driver: 'metric of alarms',
        size: isHigh ? 'high resolution' : 'standard resolution',
        quantity: Math.max(1, metrics.length),
        where: alarm.stack.name,
      },
    ];
  },
  'AWS::CloudWatch::Dashboard': driver('dashboard', () => ''),
  'AWS::DynamoDB::Table': ({ properties, label }) =>
    properties.BillingMode === 'PAY_PER_REQUEST'
      ? []
      : ['Read', 'Write'].map((side) => ({
          driver: 'table capacity',
          size: `${side.toLowerCase()} units`,
          quantity: Number(at(properties, 'ProvisionedThroughput', `${side}CapacityUnits`) ?? 0),
          where: label,
        })),
  'AWS::EC2::EIP': driver('public address', () => 'IPv4'),
  'AWS::EC2::Instance': driver('instance', ({ properties }) => word(properties.InstanceType)),
  'AWS::EC2::NatGateway': driver('NAT gateway', () => ''),
  'AWS::EC2::TransitGatewayAttachment': driver('transit gateway attachment', () => ''),
  'AWS::EC2::Volume': ({ properties, label }) => [
    {
      driver: 'volume',
      size: `GB of ${word(properties.VolumeType, 'gp2')}`,
      quantity: Number(properties.Size ?? 0),
      where: label,
    },
  ],
  'AWS::EC2::VPCEndpoint': (endpoint, model) =>
    endpoint.properties.VpcEndpointType === 'Interface'
      ? [
          {
            driver: 'interface endpoint',
            size: 'a zone',
            quantity: Math.max(1, subnetsOf(model, endpoint).length),
            where: endpoint.label,
          },
        ]
      : [],
  'AWS::ECS::Cluster': ({ properties, label }) =>
    list(properties.ClusterSettings)
      .filter(({ Name, Value }) => Name === 'containerInsights' && Value !== 'disabled')
      .map(({ Value }) => ({ driver: 'Container Insights', size: word(Value), quantity: 1, where: label })),
  'AWS::ECS::Service': serviceTasks,
  'AWS::EKS::Cluster': driver('Kubernetes cluster', () => ''),
  'AWS::EKS::Nodegroup': ({ properties, label }) => [
    {
      driver: 'instance',
      size: list<string>(properties.InstanceTypes).join(', '),
      quantity: Number(at(properties, 'ScalingConfig', 'MinSize') ?? 0),
      where: label,
    },
  ],
  'AWS::ElastiCache::CacheCluster': ({ properties, label }) => [
    {
      driver: 'cache node',
      size: word(properties.CacheNodeType),
      quantity: Number(properties.NumCacheNodes),
      where: label,
    },
  ],
  'AWS::ElastiCache::ReplicationGroup': ({ properties, label }) => [
    {
      driver: 'cache node',
      size: word(properties.CacheNodeType),
      quantity:
        properties.NumCacheClusters === undefined
          ? Number(properties.NumNodeGroups ?? 1) * (1 + Number(properties.ReplicasPerNodeGroup ?? 0))
          : Number(properties.NumCacheClusters),
      where: label,
    },
  ],
  // https://aws.amazon.com/elasticache/pricing: Valkey is metered from 100 MB, the other engines from 1 GB.
  'AWS::ElastiCache::ServerlessCache': driver('serverless cache', ({ properties }) => {
    const floor = properties.Engine === 'valkey' ? 0.1 : 1;
    const minimum = Number(at(properties, 'CacheUsageLimits', 'DataStorage', 'Minimum') ?? 0);
    return `${word(properties.Engine)}, at least ${Math.max(floor, minimum)} GB`;
  }),
  'AWS::ElasticLoadBalancing::LoadBalancer': driver('load balancer', () => 'classic'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (balancer, model) => [
    {
      driver: 'load balancer',
      size: word(balancer.properties.Type, 'application'),
      quantity: 1,
      where: balancer.label,
    },
    {
      driver: 'public address',
      size: 'IPv4',
      quantity: balancer.properties.Scheme === 'internal' ? 0 : subnetsOf(model, balancer).length,
      where: balancer.label,
    },
  ],
  'AWS::Events::Rule': scheduled,
  'AWS::KMS::Key': driver('key', () => ''),
  'AWS::Kinesis::Stream': ({ properties, label }) => [
    { driver: 'stream', size: 'shards', quantity: Number(properties.ShardCount ?? 0), where: label },
  ],
  'AWS::OpenSearchService::Domain': ({ properties, label }) => [
    {
      driver: 'search node',
      size: word(at(properties, 'ClusterConfig', 'InstanceType')),
      quantity: Number(at(properties, 'ClusterConfig', 'InstanceCount') ?? 1),
      where: label,
    },
  ],
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::RDS::DBProxy': driver('database proxy', () => ''),
  'AWS::Redshift::Cluster': ({ properties, label }) => [
    {
      driver: 'warehouse node',
      size: word(properties.NodeType),
      quantity: Number(properties.NumberOfNodes ?? 1),
      where: label,
    },
  ],
  'AWS::Route53::HealthCheck': driver('health check', () => ''),
  'AWS::Route53::HostedZone': driver('hosted zone', () => ''),
  'AWS::SecretsManager::Secret': driver('secret', () => ''),
  'AWS::WAFv2::WebACL': ({ properties, label }) => [
    { driver: 'firewall', size: word(properties.Scope), quantity: 1, where: label },
    { driver: 'firewall rule', size: '', quantity: list(properties.Rules).length, where: label },
  ],
};

/** The tasks that always run: a service that scales from zero costs nothing. */
function serviceTasks(service: Resource, model: Model): Driver[] {
  const target = model
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .find((candidate) => serviceOf(model, candidate) === service);
  const [task] = model.references(service.properties.TaskDefinition);
  const {
    Cpu: cpu,
    Memory: memory,
    RuntimePlatform: platform,
    RequiresCompatibilities: launch,
  } = task?.properties ?? {};
  if (!list(launch).includes('FARGATE' as never)) return [];
  const strategies = list(service.properties.CapacityProviderStrategy).map(({ CapacityProvider }) =>
    word(CapacityProvider),
  );
  const slow = list(at(service.properties, 'Monitoring', 'MetricConfigurations')).filter(
    ({ ResolutionSeconds }) => Number(ResolutionSeconds) < 60,
  );
  return [
    {
      driver: 'task',
      size: `${Number(cpu) / 1024} vCPU, ${Number(memory) / 1024} GB, ${word(at(platform, 'CpuArchitecture') ?? 'X86_64')}, ${unique(strategies).join(' and ') || 'FARGATE'}`,
      quantity: Number(target?.properties.MinCapacity ?? service.properties.DesiredCount ?? 1),
      where: service.label,
    },
    ...slow.map(({ ResolutionSeconds }) => ({
      driver: 'metric of ECS',
      size: `each ${word(ResolutionSeconds)} s`,
      quantity: 1,
      where: service.label,
    })),
  ];
}

function databaseInstance({ properties, label }: Resource, model: Model): Driver[] {
  const [cluster] = model.wired(properties.DBClusterIdentifier, 'AWS::RDS::DBCluster');
  const isServerless = properties.DBInstanceClass === 'db.serverless';
  const minimum = at(cluster?.properties, 'ServerlessV2ScalingConfiguration', 'MinCapacity');
  const zones = properties.MultiAZ === true ? 2 : 1;
  const storage = Number(properties.AllocatedStorage ?? 0);
  return [
    {
      driver: 'database instance',
      size: isServerless ? `serverless, at least ${word(minimum)} capacity units` : word(properties.DBInstanceClass),
      quantity: zones,
      where: label,
    },
    {
      driver: 'database storage',
      size: `GB of ${word(properties.StorageType, 'gp2')}`,
      quantity: storage * zones,
      where: label,
    },
  ];
}

function instanceTypes(model: Model, group: Resource): string {
  const templates = model.references(group.properties).filter(({ type }) => type === 'AWS::EC2::LaunchTemplate');
  const types = templates.map(({ properties }) => word(at(properties, 'LaunchTemplateData', 'InstanceType')));
  const overrides = list(at(group.properties, 'MixedInstancesPolicy', 'LaunchTemplate', 'Overrides')).map(
    ({ InstanceType }) => word(InstanceType),
  );
  return unique(overrides.length > 0 ? overrides : types).join(' or ') || word(group.properties.InstanceType, '');
}

/** Functions that a schedule calls whether there is work or not. */
function scheduled({ properties, label }: Resource, model: Model): Driver[] {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(word(properties.ScheduleExpression)) ?? [];
  if (!every || properties.State === 'DISABLED') return [];
  const hours = { minute: 1 / 60, hour: 1, day: 24 }[unit as 'minute' | 'hour' | 'day'];
  const functions = model.references(list(properties.Targets)).filter(({ type }) => type === 'AWS::Lambda::Function');
  return functions.map(({ properties: { MemorySize: memory = 128 } }) => ({
    driver: 'scheduled call',
    size: `a month, function of ${word(memory)} MB`,
    quantity: HOURS_A_MONTH / (hours * Number(every)),
    where: label,
  }));
}
