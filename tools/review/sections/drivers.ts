import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { metricsOf } from '../model/metrics';
import { subnetsOf } from '../model/network';
import { databaseInstance, databaseProxy, instances, scheduled, serviceTasks } from './running';

/** Something that is paid for while nobody uses it: so many of a size, at a place. */
export interface Driver {
  readonly driver: string;
  readonly size: string;
  readonly quantity: number;
  readonly where: string;
  /** What the size says, for those who put a price on it. */
  readonly details?: Readonly<Record<string, string | number>>;
}

type Look = (resource: Resource, model: Model) => Driver[];

function driver(name: string, size: (resource: Resource, model: Model) => string, quantity = 1): Look {
  return (resource, model) => [{ driver: name, size: size(resource, model), quantity, where: resource.label }];
}

/** What each type costs when idle. */
export const DRIVERS: Readonly<Record<string, Look>> = {
  'AWS::AutoScaling::AutoScalingGroup': instances,
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
        details: { resolution: isHigh ? 'high' : 'standard' },
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
  'AWS::EC2::Instance': ({ properties, label }) => {
    const type = word(properties.InstanceType);
    return [{ driver: 'instance', size: type, quantity: 1, where: label, details: { type } }];
  },
  'AWS::EC2::NatGateway': driver('NAT gateway', () => ''),
  'AWS::EC2::TransitGatewayAttachment': driver('transit gateway attachment', () => ''),
  'AWS::EC2::Volume': ({ properties, label }) => [
    {
      driver: 'volume',
      size: `GB of ${word(properties.VolumeType, 'gp2')}`,
      quantity: Number(properties.Size ?? 0),
      where: label,
      details: { type: word(properties.VolumeType, 'gp2') },
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
      details: { type: word(properties.CacheNodeType), engine: word(properties.Engine) },
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
      details: { type: word(properties.CacheNodeType), engine: word(properties.Engine, 'redis') },
    },
  ],
  // https://aws.amazon.com/elasticache/pricing: Valkey is metered from 100 MB, the other engines from 1 GB.
  'AWS::ElastiCache::ServerlessCache': ({ properties, label }) => {
    const engine = word(properties.Engine);
    const floor = engine === 'valkey' ? 0.1 : 1;
    const minimum = Number(at(properties, 'CacheUsageLimits', 'DataStorage', 'Minimum') ?? 0);
    const gigabytes = Math.max(floor, minimum);
    return [
      {
        driver: 'serverless cache',
        size: `${engine}, at least ${gigabytes} GB`,
        quantity: 1,
        where: label,
        details: { engine, gigabytes },
      },
    ];
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': driver('load balancer', () => 'classic'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (balancer, model) => [
    {
      driver: 'load balancer',
      size: word(balancer.properties.Type, 'application'),
      quantity: 1,
      where: balancer.label,
      details: { type: word(balancer.properties.Type, 'application') },
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
  'AWS::RDS::DBCluster': ({ properties, label }) =>
    word(properties.Engine).startsWith('aurora')
      ? [
          {
            driver: 'database storage',
            size: `GB of ${word(properties.StorageType, 'aurora')}, at least`,
            quantity: 1,
            where: label,
            details: { type: word(properties.StorageType, 'aurora') },
          },
        ]
      : [],
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::RDS::DBProxy': databaseProxy,
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
