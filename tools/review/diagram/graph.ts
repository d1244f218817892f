import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { subnetsOf } from '../model/network';
import { count, unique } from '../section';
import { edgesOf } from './edges';
import { operations } from './operations';
import { tiersOf, type SubnetTier } from './subnets';

/** What a box stands for: decides its drawing. */
export type Kind =
  | 'balancer'
  | 'bell'
  | 'bucket'
  | 'cache'
  | 'chart'
  | 'database'
  | 'function'
  | 'globe'
  | 'key'
  | 'nat'
  | 'queue'
  | 'service'
  | 'table'
  | 'users'
  | 'vault'
  | 'worker';

/** Where a box belongs. */
export type Place = 'edge' | 'public' | 'private' | 'isolated' | 'regional' | 'operations';

/** A box. */
export interface Node {
  readonly id: string;
  readonly kind: Kind;
  readonly place: Place;
  readonly title: string;
  readonly text: string;
  /** Boxes within: the instances of a cluster. */
  readonly parts?: readonly { readonly title: string; readonly text: string }[];
  /** The zone that it is in, where it is in one alone. */
  readonly zone?: number;
}

/** An arrow. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** An architecture, as the templates have it. */
export interface Graph {
  readonly region: string;
  readonly edgeRegion?: string;
  readonly network: string;
  readonly zones: readonly string[];
  readonly tiers: readonly SubnetTier[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** The boxes and arrows of an assembly. */
export function graphOf(model: Model): Graph {
  const tiers = tiersOf(model);
  const [vpc] = model.ofType('AWS::EC2::VPC');
  const nodes = [
    ...distributions(model),
    ...originBuckets(model).map((resource) => bucket(resource, 'edge')),
    ...natGateways(model, tiers),
    ...balancers(model, tiers),
    ...services(model, tiers),
    ...databases(model, tiers),
    ...caches(model, tiers),
    ...queues(model),
    ...tables(model),
    ...model
      .ofType('AWS::S3::Bucket')
      .filter((resource) => !originBuckets(model).includes(resource))
      .map((resource) => bucket(resource, 'regional')),
    ...operations(model),
  ];
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = edgesOf(model).filter(({ from, to }) => (from === USERS || ids.has(from)) && ids.has(to));
  const entered = edges.some(({ from }) => from === USERS);
  return {
    region: vpc?.stack.region ?? model.stacks[0]?.region ?? 'region',
    edgeRegion: model.ofType('AWS::CloudFront::Distribution')[0]?.stack.region,
    network: `VPC ${word(vpc?.properties.CidrBlock)}`,
    zones: unique(tiers.flatMap(({ zones }) => zones)),
    tiers,
    nodes: entered ? [{ id: USERS, kind: 'users', place: 'edge', title: 'Users', text: '' }, ...nodes] : nodes,
    edges,
  };
}

/** The one box that no template makes. */
export const USERS = 'users';

function distributions(model: Model): Node[] {
  return model.ofType('AWS::CloudFront::Distribution').map(({ id, properties }) => {
    const [firewall] = model.references(at(properties, 'DistributionConfig', 'WebACLId'));
    const rules = list(firewall?.properties.Rules).length;
    return {
      id,
      kind: 'globe',
      place: 'edge',
      title: 'CloudFront',
      text: firewall ? `firewall with ${count(rules, 'rule')}` : 'no firewall',
    };
  });
}

function originBuckets(model: Model): Resource[] {
  return model
    .ofType('AWS::CloudFront::Distribution')
    .flatMap(({ properties }) => model.references(at(properties, 'DistributionConfig', 'Origins')))
    .filter(({ type }) => type === 'AWS::S3::Bucket');
}

function bucket({ id, label }: Resource, place: Place): Node {
  return { id, kind: 'bucket', place, title: words(lastOf(label)), text: 'S3 bucket' };
}

function natGateways(model: Model, tiers: readonly SubnetTier[]): Node[] {
  return model.ofType('AWS::EC2::NatGateway').map((resource) => ({
    id: resource.id,
    kind: 'nat',
    place: 'public',
    title: 'NAT gateway',
    text: 'out to the internet',
    zone: zoneOf(model, resource, tiers),
  }));
}

function balancers(model: Model, tiers: readonly SubnetTier[]): Node[] {
  return model.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map((resource) => ({
    id: resource.id,
    kind: 'balancer',
    place: placeOf(model, resource, tiers),
    title: `${capital(word(resource.properties.Type, 'application'))} load balancer`,
    text: resource.properties.Scheme === 'internal' ? 'internal' : 'internet-facing',
  }));
}

function services(model: Model, tiers: readonly SubnetTier[]): Node[] {
  const targets = model.ofType('AWS::ApplicationAutoScaling::ScalableTarget');
  return model.ofType('AWS::ECS::Service').map((resource) => {
    const target = targets.find(({ properties }) => model.references(properties.ResourceId).includes(resource));
    const { MinCapacity: least, MaxCapacity: most } = target?.properties ?? {};
    const isWeb = list(resource.properties.LoadBalancers).length > 0;
    const tasks = target
      ? `${word(least)} to ${word(most)} tasks`
      : count(Number(resource.properties.DesiredCount ?? 1), 'task');
    return {
      id: resource.id,
      kind: isWeb ? 'service' : 'worker',
      place: placeOf(model, resource, tiers),
      title: `${lastOf(resource.label)} ${isWeb ? 'service' : 'worker'}`,
      text: `${tasks} across ${count(subnetsOf(model, resource).length, 'zone')}`,
    };
  });
}

function databases(model: Model, tiers: readonly SubnetTier[]): Node[] {
  const clusters = model.ofType('AWS::RDS::DBCluster').map((cluster): Node => {
    const { MinCapacity: least, MaxCapacity: most } = (cluster.properties.ServerlessV2ScalingConfiguration ??
      {}) as Record<string, unknown>;
    const size = least === undefined ? '' : `${word(least)} to ${word(most)} capacity units`;
    const members = model
      .ofType('AWS::RDS::DBInstance')
      .filter(({ properties }) => model.references(properties.DBClusterIdentifier).includes(cluster));
    return {
      id: cluster.id,
      kind: 'database',
      place: placeOf(model, cluster, tiers),
      title: engineName(cluster),
      text: size,
      parts: members.map(({ label, properties }) => ({
        title: words(lastOf(label)),
        text: size || word(properties.DBInstanceClass),
      })),
    };
  });
  const primaries = model
    .ofType('AWS::RDS::DBInstance')
    .filter(({ properties }) => !properties.DBClusterIdentifier && !properties.SourceDBInstanceIdentifier)
    .map((primary): Node => {
      const replicas = model
        .ofType('AWS::RDS::DBInstance')
        .filter((other) => model.wired(other.properties.SourceDBInstanceIdentifier, primary.type).includes(primary));
      return {
        id: primary.id,
        kind: 'database',
        place: placeOf(model, primary, tiers),
        title: engineName(primary),
        text: word(primary.properties.DBInstanceClass),
        parts: [primary, ...replicas].map(({ label, properties }) => ({
          title: words(lastOf(label)),
          text: `${word(properties.DBInstanceClass)}${properties.MultiAZ === true ? ', two zones' : ''}`,
        })),
      };
    });
  return [...clusters, ...primaries];
}

const ENGINES: Readonly<Record<string, string>> = {
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
  mysql: 'RDS for MySQL',
  postgres: 'RDS for PostgreSQL',
};

function engineName({ properties }: Resource): string {
  const engine = word(properties.Engine);
  return `${ENGINES[engine] ?? engine} ${word(properties.EngineVersion)}`.trim();
}

function caches(model: Model, tiers: readonly SubnetTier[]): Node[] {
  return model
    .ofType('AWS::ElastiCache::ServerlessCache', 'AWS::ElastiCache::ReplicationGroup')
    .map((resource): Node => {
      const isServerless = resource.type.endsWith('ServerlessCache');
      const most = at(resource.properties, 'CacheUsageLimits', 'DataStorage', 'Maximum');
      const nodes = word(resource.properties.CacheNodeType);
      return {
        id: resource.id,
        kind: 'cache',
        place: placeOf(model, resource, tiers),
        title: `${capital(word(resource.properties.Engine, 'redis'))} cache`,
        text: isServerless ? `serverless${most === undefined ? '' : `, up to ${word(most)} GB`}` : nodes,
      };
    });
}

/** Queues that are redriven or are redriven to, without those that only hold the failures of functions. */
function queues(model: Model): Node[] {
  const all = model.ofType('AWS::SQS::Queue');
  const targets = all.flatMap(({ properties }) => model.references(at(properties, 'RedrivePolicy')));
  return all
    .filter((queue) => queue.properties.RedrivePolicy !== undefined || targets.includes(queue))
    .map((queue) => ({
      id: queue.id,
      kind: 'queue',
      place: 'regional',
      title: targets.includes(queue) ? 'Dead letters' : `${lastOf(queue.label)} queue`,
      text: `kept ${Number(queue.properties.MessageRetentionPeriod ?? 345600) / 86400} days`,
    }));
}

function tables(model: Model): Node[] {
  return model.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(({ id, label }) => ({
    id,
    kind: 'table',
    place: 'regional',
    title: words(lastOf(label)),
    text: 'DynamoDB table',
  }));
}

function placeOf(model: Model, resource: Resource, tiers: readonly SubnetTier[]): Place {
  const subnets = subnetsOf(model, resource);
  return tiers.find((tier) => tier.subnets.some((subnet) => subnets.includes(subnet)))?.place ?? 'regional';
}

function zoneOf(model: Model, resource: Resource, tiers: readonly SubnetTier[]): number | undefined {
  const subnets = subnetsOf(model, resource);
  if (subnets.length !== 1) return undefined;
  const tier = tiers.find((candidate) => candidate.subnets.includes(subnets[0]));
  const zone = tier?.subnets.indexOf(subnets[0]);
  return zone === undefined || zone < 0 ? undefined : zone;
}

function lastOf(label: string): string {
  return label.split('/').pop() ?? label;
}

/** `StaticAssets` is `Static assets`, `Reader1` is `Reader 1`. */
function words(name: string): string {
  return capital(name.replace(/(?<=[a-z])(?=[A-Z0-9])/g, ' ').toLowerCase());
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
