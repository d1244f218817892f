import { at, list, word } from './json';
import type { Model, Resource } from './model';

/** One side of a security group's rule: who, and on which ports. */
export interface GroupRule {
  readonly group: Resource;
  readonly direction: 'in' | 'out';
  readonly protocol: string;
  readonly ports: string;
  readonly description: string;
  /** The other side: a security group, a range of addresses or a prefix list. */
  readonly peer: { readonly group?: Resource; readonly range?: string; readonly prefixList?: string };
}

/** What CDK writes to deny everything: CloudFormation adds a rule for everything to a group without one. */
const DENY_ALL = '255.255.255.255/32';

/** All rules of all security groups, inline or resources of their own. */
export function groupRules(model: Model): GroupRule[] {
  return model.ofType('AWS::EC2::SecurityGroup').flatMap((group) => {
    const inline = (property: string) => list(group.properties[property]);
    const own = (type: string) =>
      model
        .ofType(type)
        .filter(({ properties }) => model.references(properties.GroupId).includes(group))
        .map(({ properties }) => properties);
    const out = [...inline('SecurityGroupEgress'), ...own('AWS::EC2::SecurityGroupEgress')];
    return [
      ...[...inline('SecurityGroupIngress'), ...own('AWS::EC2::SecurityGroupIngress')].map((rule) =>
        readRule(model, group, 'in', rule),
      ),
      // Without any rule CloudFormation lets everything out.
      ...(out.length > 0 ? out : [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'no rule: everything' }]).map(
        (rule) => readRule(model, group, 'out', rule),
      ),
    ].filter(({ peer }) => peer.range !== DENY_ALL);
  });
}

function readRule(
  model: Model,
  group: Resource,
  direction: GroupRule['direction'],
  rule: Readonly<Record<string, unknown>>,
): GroupRule {
  const side = direction === 'in' ? 'Source' : 'Destination';
  const [peer] = model.references(rule[`${side}SecurityGroupId`]);
  const protocol = word(rule.IpProtocol, '-1');
  const text = (value: unknown) => (value === undefined ? undefined : model.show(value));
  return {
    group,
    direction,
    protocol: protocol === '-1' ? 'all' : protocol,
    ports: portsOf(protocol, rule),
    description: text(rule.Description) ?? '',
    peer: {
      group: peer,
      range: text(rule.CidrIp) ?? text(rule.CidrIpv6) ?? (peer ? undefined : text(rule[`${side}SecurityGroupId`])),
      prefixList: text(rule[`${side}PrefixListId`]),
    },
  };
}

function portsOf(protocol: string, { FromPort: from, ToPort: to }: Readonly<Record<string, unknown>>): string {
  if (protocol === '-1' || from === undefined || from === -1) return 'all';
  return from === to || to === undefined ? word(from) : `${word(from)}-${word(to)}`;
}

/** Whether a range of addresses is (nearly) everybody: larger than any network of one owner. */
export function isWorld(range: string | undefined): boolean {
  const length = Number(/\/(\d+)$/.exec(range ?? '')?.[1] ?? NaN);
  return length < 8;
}

/** The resources that are in a security group, without rules and lists that only mention it. */
export function membersOf(model: Model, group: Resource): Resource[] {
  const rule = /::SecurityGroup(Ingress|Egress)?$/;
  return model.usersOf(group).filter(({ type }) => !rule.test(type) && !type.startsWith('Custom::'));
}

/** The security groups of a resource, wherever its type keeps them. */
export function groupsOf(model: Model, resource: Resource): Resource[] {
  return model.references(resource.properties).filter(({ type }) => type === 'AWS::EC2::SecurityGroup');
}

/** The subnets whose route table leads to an internet gateway. */
export function publicSubnets(model: Model): Resource[] {
  const toInternet = model
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) =>
      model.references(properties.GatewayId).some(({ type }) => type === 'AWS::EC2::InternetGateway'),
    )
    .flatMap(({ properties }) => model.references(properties.RouteTableId));
  return model
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .filter(({ properties }) => model.references(properties.RouteTableId).some((table) => toInternet.includes(table)))
    .flatMap(({ properties }) => model.references(properties.SubnetId));
}

/** What routes of subnets without public addresses lead to: NAT gateways, or instances by themselves or by their interface. */
export function waysOut(model: Model): Resource[] {
  const targets = model
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) => isWorld(word(properties.DestinationCidrBlock)))
    .flatMap(({ properties: { NatGatewayId, InstanceId, NetworkInterfaceId } }) =>
      model.references([NatGatewayId, InstanceId, NetworkInterfaceId]),
    );
  return model.resources.filter((resource) => targets.includes(resource));
}

/** The subnets that a resource is placed in, also through a subnet group. */
export function subnetsOf(model: Model, resource: Resource): Resource[] {
  const direct = model.references(resource.properties);
  const groups = direct.filter(({ type }) => /SubnetGroup$/.test(type));
  return [...direct, ...groups.flatMap((group) => model.references(group.properties))].filter(
    ({ type }) => type === 'AWS::EC2::Subnet',
  );
}

/** Whether new interfaces in a subnet get public addresses. */
export function givesPublicAddresses(subnet: Resource): boolean {
  return at(subnet.properties, 'MapPublicIpOnLaunch') === true;
}
