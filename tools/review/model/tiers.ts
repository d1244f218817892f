import { list } from './json';
import type { Model, Resource } from './model';

/** Where a reviewer looks for a resource, from the outside in. */
export const TIERS = [
  'edge',
  'network',
  'entry',
  'web',
  'worker',
  'functions',
  'data',
  'cache',
  'queue',
  'objects',
  'monitoring',
  'security',
  'other',
] as const;

/** A tier. */
export type Tier = (typeof TIERS)[number];

/** The tier of a type, or of all types that start with it; the longest start wins. */
const TYPES: Readonly<Record<string, Tier>> = {
  'AWS::ApiGateway': 'entry',
  'AWS::ApplicationAutoScaling': 'web',
  'AWS::AppSync': 'entry',
  'AWS::AutoScaling': 'web',
  'AWS::Backup': 'data',
  'AWS::CertificateManager': 'security',
  'AWS::CloudFront': 'edge',
  'AWS::CloudWatch': 'monitoring',
  'AWS::Cognito': 'security',
  'AWS::DAX': 'cache',
  'AWS::DocDB': 'data',
  'AWS::DynamoDB': 'data',
  'AWS::EC2': 'network',
  'AWS::EC2::Instance': 'web',
  'AWS::EC2::LaunchTemplate': 'web',
  'AWS::EC2::Volume': 'data',
  'AWS::ECS': 'web',
  'AWS::EFS': 'data',
  'AWS::EKS': 'web',
  'AWS::ElastiCache': 'cache',
  'AWS::ElasticLoadBalancing': 'entry',
  'AWS::Events': 'functions',
  'AWS::GlobalAccelerator': 'edge',
  'AWS::GuardDuty': 'security',
  'AWS::IAM': 'security',
  'AWS::KMS': 'security',
  'AWS::Kinesis': 'queue',
  'AWS::Lambda': 'functions',
  'AWS::Logs': 'monitoring',
  'AWS::MSK': 'queue',
  'AWS::MemoryDB': 'cache',
  'AWS::Neptune': 'data',
  'AWS::OpenSearchService': 'data',
  'AWS::RDS': 'data',
  'AWS::Redshift': 'data',
  'AWS::Route53': 'edge',
  'AWS::S3': 'objects',
  'AWS::SNS': 'monitoring',
  'AWS::SQS': 'queue',
  'AWS::SSM': 'security',
  'AWS::Scheduler': 'functions',
  'AWS::SecretsManager': 'security',
  'AWS::StepFunctions': 'functions',
  'AWS::Synthetics': 'monitoring',
  'AWS::WAFv2': 'edge',
  'Custom::': 'functions',
};

const STARTS = Object.keys(TYPES).sort((one, other) => other.length - one.length);

/** Types that belong to the service which they refer to, or which refers to them. */
const OF_A_SERVICE = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
];

/** The tiers of what Application Auto Scaling scales beside services, by its namespace. */
const SCALED: Readonly<Record<string, Tier>> = { dynamodb: 'data', elasticache: 'cache', rds: 'data' };

/** Types of machines. */
const HOSTS = ['AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'];

/** The tier of a resource. A service that no load balancer sends requests to is a worker. */
export function tierOf(model: Model, resource: Resource): Tier {
  if (OF_A_SERVICE.includes(resource.type)) {
    const service = serviceOf(model, resource);
    if (service) return list(service.properties.LoadBalancers).length > 0 ? 'web' : 'worker';
    const scaled = SCALED[String(targetOf(model, resource)?.properties.ServiceNamespace)];
    if (scaled) return scaled;
  }
  if (HOSTS.includes(resource.type) && isRouter(model, resource)) return 'network';
  const start = STARTS.find((candidate) => resource.type.startsWith(candidate));
  return start ? TYPES[start] : 'other';
}

/** The ECS service that a resource scales or describes. */
export function serviceOf(model: Model, resource: Resource): Resource | undefined {
  if (resource.type === 'AWS::ECS::Service') return resource;
  const target = targetOf(model, resource);
  const near = [...model.references(resource.properties), ...model.usersOf(resource)];
  return (
    near.find(({ type }) => type === 'AWS::ECS::Service') ??
    (target && target !== resource ? serviceOf(model, target) : undefined)
  );
}

/** What a scaling policy scales. */
function targetOf(model: Model, resource: Resource): Resource | undefined {
  if (resource.type === 'AWS::ApplicationAutoScaling::ScalableTarget') return resource;
  if (!resource.type.endsWith('ScalingPolicy')) return undefined;
  const near = [...model.references(resource.properties), ...model.usersOf(resource)];
  return near.find(({ type }) => type === 'AWS::ApplicationAutoScaling::ScalableTarget');
}

/** Whether routes lead to the network interface of a machine: a NAT instance, for example. */
function isRouter(model: Model, resource: Resource): boolean {
  const near = model.references(resource.properties);
  const interfaces = near.filter(({ type }) => type === 'AWS::EC2::NetworkInterface');
  const routed = interfaces.some((one) => model.usersOf(one).some(({ type }) => type === 'AWS::EC2::Route'));
  return routed || near.some((one) => one.type === 'AWS::EC2::LaunchTemplate' && isRouter(model, one));
}
