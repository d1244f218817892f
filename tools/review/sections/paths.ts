import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { groupRules, isWorld, membersOf, type GroupRule } from '../model/network';
import { tierOf, type Tier } from '../model/tiers';
import { columns, count, sorted, unique, type Row, type SectionMaker } from '../section';

/** Who may connect to whom inside of the network, and on which port. */
export const paths: SectionMaker = (model) => {
  const rules = groupRules(model);
  const between = sorted([...groupPaths(model, rules), ...originPaths(model)]);
  const outside = sorted([...rangePaths(model, rules), ...endpointPaths(model)]);
  const broken = between.filter(({ concern }) => concern).length;
  const internet = outside.filter(({ cells }) => cells.to === 'the internet').length;
  return {
    id: 'paths',
    title: 'Network paths',
    summary:
      `${count(between.length, 'path')} between ${unique(between.flatMap(({ cells }) => [cells.fromTier, cells.toTier])).join(', ') || 'tiers'}` +
      `${broken > 0 ? `, ${broken} opened on one side only` : ''}; ${count(internet, 'way', 'ways')} out to the internet`,
    tables: [
      {
        id: 'between',
        title: 'Between tiers',
        columns: columns({ from: 'From', fromTier: 'Tier', to: 'To', toTier: 'Tier', port: 'Port', why: 'Why' }),
        rows: between,
        none: 'no security group lets in another',
      },
      {
        id: 'outside',
        title: 'From and to ranges of addresses',
        columns: columns({ from: 'From', to: 'To', port: 'Port', why: 'Why' }),
        rows: outside,
        none: 'no rule names a range of addresses',
      },
    ],
  };
};

/** The one resource that is in a group; the group itself where there are several or none. */
function ownerOf(model: Model, group: Resource): Resource {
  const members = membersOf(model, group);
  const labels = new Set(members.map(({ label }) => label));
  return labels.size === 1 ? members[0] : group;
}

function tierOfGroup(model: Model, group: Resource): Tier {
  const owner = ownerOf(model, group);
  if (owner !== group) return tierOf(model, owner);
  const tiers = unique(membersOf(model, group).map((member) => tierOf(model, member)));
  return tiers.length === 1 ? (tiers[0] as Tier) : 'network';
}

function groupPaths(model: Model, rules: readonly GroupRule[]): Row[] {
  const rows = new Map<string, Row>();
  for (const rule of rules) {
    if (!rule.peer.group) continue;
    const [from, to] = rule.direction === 'in' ? [rule.peer.group, rule.group] : [rule.group, rule.peer.group];
    const port = portOf(rule);
    const key = `${from.path} > ${to.path} ${port}`;
    if (rows.has(key)) continue;
    rows.set(key, {
      key,
      cells: {
        from: ownerOf(model, from).label,
        fromTier: tierOfGroup(model, from),
        to: ownerOf(model, to).label,
        toTier: tierOfGroup(model, to),
        port,
        why: rule.description,
      },
      concern: oneSided(rules, from, to, rule),
    });
  }
  return [...rows.values()];
}

/** A connection needs a rule on each side. */
function oneSided(
  rules: readonly GroupRule[],
  from: Resource,
  to: Resource,
  { ports, protocol }: GroupRule,
): string | undefined {
  const opens = (group: Resource, direction: GroupRule['direction'], peer: Resource) =>
    rules.some(
      (rule) =>
        rule.group === group &&
        rule.direction === direction &&
        (rule.peer.group === peer || isWorld(rule.peer.range)) &&
        (rule.protocol === 'all' || rule.protocol === protocol) &&
        (rule.ports === 'all' || covers(rule.ports, ports)),
    );
  if (!opens(to, 'in', from)) return 'the target does not let it in';
  if (!opens(from, 'out', to)) return 'the source does not let it out';
  return undefined;
}

function covers(outer: string, inner: string): boolean {
  const range = (ports: string) => {
    const [first, last = first] = ports.split('-').map(Number);
    return [first, last];
  };
  const [from, to] = range(outer);
  const [first, last] = range(inner);
  return from <= first && last <= to;
}

/** Distributions reach their origins without security groups of their own. */
function originPaths(model: Model): Row[] {
  return model.ofType('AWS::CloudFront::Distribution').flatMap((distribution) =>
    list(at(distribution.properties, 'DistributionConfig', 'Origins')).map((origin) => {
      const [vpcOrigin] = model.references(at(origin, 'VpcOriginConfig', 'VpcOriginId'));
      const [target] = [
        ...model.references(at(vpcOrigin?.properties, 'VpcOriginEndpointConfig', 'Arn')),
        ...model.references(origin.DomainName),
      ];
      const to = target?.label ?? model.show(origin.DomainName);
      return {
        key: `${distribution.path} > ${to}`,
        cells: {
          from: distribution.label,
          fromTier: 'edge',
          to,
          toTier: target ? tierOf(model, target) : 'other',
          port: originProtocol(origin, vpcOrigin),
          why: vpcOrigin ? 'VPC origin' : origin.OriginAccessControlId ? 'origin access control' : 'origin',
        },
      };
    }),
  );
}

function originProtocol(origin: Readonly<Record<string, unknown>>, vpcOrigin: Resource | undefined): string {
  const policy =
    at(vpcOrigin?.properties, 'VpcOriginEndpointConfig', 'OriginProtocolPolicy') ??
    at(origin, 'CustomOriginConfig', 'OriginProtocolPolicy');
  const protocols: Readonly<Record<string, string>> = { 'http-only': 'tcp 80', 'https-only': 'tcp 443' };
  return policy === undefined ? 'tcp 443' : (protocols[word(policy)] ?? 'tcp 80 or 443');
}

function rangePaths(model: Model, rules: readonly GroupRule[]): Row[] {
  return rules.flatMap((rule) => {
    const { group, direction, peer, description } = rule;
    const other = peer.prefixList ?? peer.range;
    if (other === undefined) return [];
    const outside = isWorld(other) ? 'the internet' : peer.prefixList ? `prefix list ${other}` : other;
    const inside = ownerOf(model, group).label;
    const [from, to] = direction === 'in' ? [outside, inside] : [inside, outside];
    return [
      {
        key: `${group.path} ${direction} ${other} ${portOf(rule)}`,
        cells: { from, to, port: portOf(rule), why: description },
        concern: direction === 'in' && isWorld(other) ? 'open to the internet' : undefined,
      },
    ];
  });
}

function endpointPaths(model: Model): Row[] {
  return model.ofType('AWS::EC2::VPCEndpoint').map((endpoint) => ({
    key: endpoint.path,
    cells: {
      from: model.references(endpoint.properties.VpcId)[0]?.label ?? 'the network',
      to: model.show(endpoint.properties.ServiceName),
      port: 'tcp 443',
      why: `${word(endpoint.properties.VpcEndpointType, 'Gateway').toLowerCase()} endpoint`,
    },
  }));
}

function portOf({ protocol, ports }: GroupRule): string {
  return protocol === 'all' ? 'all' : `${protocol} ${ports}`;
}
