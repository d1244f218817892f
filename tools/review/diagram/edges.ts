import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { groupRules, groupsOf, isWorld, waysOut, type GroupRule } from '../model/network';
import { statements } from '../model/policies';
import { USERS, type Edge } from './graph';

/** The arrows: only wires that are in the templates. */
export function edgesOf(model: Model): Edge[] {
  return [
    ...fromUsers(model),
    ...origins(model),
    ...connections(model),
    ...ways(model),
    ...permissions(model),
    ...redrives(model),
    ...backups(model),
  ];
}

function fromUsers(model: Model): Edge[] {
  const distributions = model
    .ofType('AWS::CloudFront::Distribution')
    .map(({ id }) => ({ from: USERS, to: id, label: 'HTTPS' }));
  const balancers = model
    .ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .filter(({ properties }) => properties.Scheme !== 'internal')
    .map(({ id }) => ({ from: USERS, to: id, label: 'HTTP' }));
  return [...distributions, ...balancers];
}

function origins(model: Model): Edge[] {
  return model.ofType('AWS::CloudFront::Distribution').flatMap((distribution) => {
    const config = distribution.properties.DistributionConfig;
    return list(at(config, 'Origins')).flatMap((origin) => {
      const [vpcOrigin] = model.references(at(origin, 'VpcOriginConfig', 'VpcOriginId'));
      const endpoint = at(vpcOrigin?.properties, 'VpcOriginEndpointConfig');
      const [target] = [...model.references(at(endpoint, 'Arn')), ...model.references(origin.DomainName)];
      if (!target) return [];
      const paths = list(at(config, 'CacheBehaviors'))
        .filter(({ TargetOriginId: id }) => id === origin.Id)
        .map(({ PathPattern: pattern }) => word(pattern));
      const protocol = word(at(endpoint, 'OriginProtocolPolicy')).startsWith('https') ? 'HTTPS' : 'HTTP';
      const label = vpcOrigin ? `VPC origin, ${protocol}` : paths.join(', ');
      return [{ from: distribution.id, to: target.id, label }];
    });
  });
}

/** The boxes that hold a security group. */
const HOLDERS = [
  'AWS::ECS::Service',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBProxy',
];

/** What only answers, also where it shares a security group with others. */
const ANSWERING = /^AWS::(ElastiCache::|RDS::DB(Cluster|Instance)$)/;

/** Whom a box may connect to: the target lets in a security group of the source. */
function connections(model: Model): Edge[] {
  const rules = groupRules(model);
  const holders = model.ofType(...HOLDERS).map((resource) => ({ resource, groups: groupsOf(model, resource) }));
  const holding = (group: Resource | undefined) =>
    holders.filter(({ groups }) => group !== undefined && groups.includes(group)).map(({ resource }) => resource);
  return distinct(
    rules
      .filter(({ direction }) => direction === 'in')
      .flatMap((rule) =>
        holding(rule.peer.group)
          .filter(({ type }) => !ANSWERING.test(type))
          .flatMap((from) =>
            holding(rule.group)
              .filter((to) => to !== from)
              .map((to) => ({ from: from.id, to: to.id, label: rule.ports })),
          ),
      ),
  );
}

/** Services that may connect to the internet do so through NAT. */
function ways(model: Model): Edge[] {
  const gateways = waysOut(model);
  const out = (rule: GroupRule) => rule.direction === 'out' && isWorld(rule.peer.range);
  const rules = groupRules(model).filter(out);
  return distinct(
    model.ofType('AWS::ECS::Service').flatMap((service) => {
      const own = rules.filter(({ group }) => groupsOf(model, service).includes(group));
      return own.flatMap(({ ports }) => gateways.map(({ id }) => ({ from: service.id, to: id, label: ports })));
    }),
  );
}

/** What task roles may do with tables, buckets and queues. */
function permissions(model: Model): Edge[] {
  const services = model.ofType('AWS::ECS::Service');
  const held = statements(model).filter(({ kind }) => kind === 'identity');
  return distinct(
    services.flatMap((service) => {
      const [task] = model.references(service.properties.TaskDefinition);
      const [role] = model.references(task?.properties.TaskRoleArn);
      const own = held.filter(({ holders }) => role !== undefined && holders.includes(role));
      return own.flatMap(({ actions, resources }) =>
        model.references(resources).flatMap((target): Edge[] => {
          if (!/::(Bucket|GlobalTable|Table|Queue)$/.test(target.type)) return [];
          if (target.type !== 'AWS::SQS::Queue') return [{ from: service.id, to: target.id, label: accessOf(actions) }];
          const receives = actions.includes('sqs:ReceiveMessage');
          const sends = actions.includes('sqs:SendMessage');
          return [
            ...(sends ? [{ from: service.id, to: target.id, label: 'send' }] : []),
            ...(receives ? [{ from: target.id, to: service.id, label: 'receive' }] : []),
          ];
        }),
      );
    }),
  );
}

function accessOf(actions: readonly string[]): string {
  const reads = actions.some((action) => /:(Get|BatchGet|Query|Scan|List|\*)/.test(action));
  const writes = actions.some((action) => /:(Put|Update|Delete|BatchWrite|\*)/.test(action));
  return [...(reads ? ['read'] : []), ...(writes ? ['write'] : [])].join(', ');
}

function redrives(model: Model): Edge[] {
  return model.ofType('AWS::SQS::Queue').flatMap(({ id, properties }) =>
    model.references(at(properties, 'RedrivePolicy')).map((to) => ({
      from: id,
      to: to.id,
      label: `after ${word(at(properties, 'RedrivePolicy', 'maxReceiveCount'))} tries`,
    })),
  );
}

function backups(model: Model): Edge[] {
  const vaults = model.ofType('AWS::Backup::BackupVault');
  return model.ofType('AWS::Backup::BackupSelection').flatMap(({ properties, stack }) => {
    const vault = vaults.find((candidate) => candidate.stack.region === stack.region);
    const kept = model.references(at(properties, 'BackupSelection', 'Resources'));
    return kept.flatMap(({ id }) => (vault ? [{ from: id, to: vault.id, label: 'backup' }] : []));
  });
}

function distinct(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}
