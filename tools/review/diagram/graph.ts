import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { subnetsOf, waysOut } from '../model/network';
import { count, unique } from '../section';
import { edgesOf } from './edges';
import { operations } from './operations';
import { capital, lastOf, words } from './names';
import { caches, databases, proxies } from './stores';
import { placeOf, tiersOf, type SubnetTier } from './subnets';

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
  | 'proxy'
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
    ...waysOut(model).map((resource) => wayOut(model, resource, tiers)),
    ...balancers(model, tiers),
    ...services(model, tiers),
    ...databases(model, tiers),
    ...caches(model, tiers),
    ...proxies(model, tiers),
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

function wayOut(model: Model, resource: Resource, tiers: readonly SubnetTier[]): Node {
  return {
    id: resource.id,
    kind: 'nat',
    place: 'public',
    title: resource.type === 'AWS::EC2::NatGateway' ? 'NAT gateway' : 'NAT instance',
    text: 'out to the internet',
    zone: zoneOf(model, resource, tiers),
  };
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

function zoneOf(model: Model, resource: Resource, tiers: readonly SubnetTier[]): number | undefined {
  const subnets = subnetsOf(model, resource);
  if (subnets.length !== 1) return undefined;
  const tier = tiers.find((candidate) => candidate.subnets.includes(subnets[0]));
  const zone = tier?.subnets.indexOf(subnets[0]);
  return zone === undefined || zone < 0 ? undefined : zone;
}
