import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import {
  givesPublicAddresses,
  groupRules,
  groupsOf,
  isWorld,
  membersOf,
  publicSubnets,
  subnetsOf,
} from '../model/network';
import { columns, count, sorted, type Row, type SectionMaker } from '../section';

/** What an open door is, in words; absent where it is closed. */
interface Door {
  readonly how: string;
  readonly concern?: string;
}

type Look = (resource: Resource, model: Model) => Door | undefined;

/** Types that can be a way in from the internet, and when they are. */
const DOORS: Readonly<Record<string, Look>> = {
  'AWS::ApiGateway::RestApi': ({ properties }) =>
    list(at(properties, 'EndpointConfiguration', 'Types')).includes('PRIVATE' as never)
      ? undefined
      : { how: 'REST API on a public address of AWS' },
  'AWS::ApiGatewayV2::Api': ({ properties }) => ({
    how: `${word(properties.ProtocolType)} API on a public address of AWS`,
  }),
  'AWS::AppRunner::Service': ({ properties }) =>
    at(properties, 'NetworkConfiguration', 'IngressConfiguration', 'IsPubliclyAccessible') === false
      ? undefined
      : { how: 'service on a public address of AWS' },
  'AWS::AppSync::GraphQLApi': ({ properties }) =>
    properties.Visibility === 'PRIVATE'
      ? undefined
      : { how: `GraphQL API, authentication ${word(properties.AuthenticationType)}` },
  'AWS::CloudFront::Distribution': distribution,
  'AWS::EC2::Instance': (resource, model) => address(resource, model, hasPublicAddress(resource, model)),
  'AWS::ECS::Service': (resource, model) =>
    address(
      resource,
      model,
      at(resource.properties, 'NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp') === 'ENABLED',
    ),
  'AWS::EKS::Cluster': ({ properties }) =>
    at(properties, 'ResourcesVpcConfig', 'EndpointPublicAccess') === false
      ? undefined
      : { how: 'API server of the cluster', concern: 'public' },
  'AWS::ElasticLoadBalancing::LoadBalancer': loadBalancer,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::GlobalAccelerator::Accelerator': ({ properties }) =>
    properties.Enabled === false ? undefined : { how: 'two static public addresses' },
  'AWS::Lambda::Url': ({ properties }) =>
    properties.AuthType === 'NONE'
      ? { how: 'function URL without authentication', concern: 'anybody may call it' }
      : { how: 'function URL, IAM authentication' },
  'AWS::OpenSearchService::Domain': ({ properties }) =>
    properties.VPCOptions
      ? undefined
      : { how: 'domain endpoint outside of any VPC', concern: 'data behind a policy alone' },
  'AWS::RDS::DBCluster': ({ properties }) => database(properties.PubliclyAccessible === true),
  'AWS::RDS::DBInstance': (resource, model) => database(isPublicInstance(resource, model)),
  'AWS::Redshift::Cluster': ({ properties }) => database(properties.PubliclyAccessible === true),
  'AWS::S3::Bucket': bucket,
  'AWS::Transfer::Server': ({ properties }) =>
    (properties.EndpointType ?? 'PUBLIC') === 'PUBLIC' ? { how: 'file transfer endpoint' } : undefined,
};

/** Public entry points: what anybody on the internet can connect to. */
export const entries: SectionMaker = (model) => {
  const doors = Object.entries(DOORS).flatMap(([type, look]) =>
    model.ofType(type).flatMap((resource) => {
      const door = look(resource, model);
      return door ? [row(model, resource, door)] : [];
    }),
  );
  const rows = sorted([...doors, ...openGroups(model)]);
  return {
    id: 'entries',
    title: 'Public entry points',
    summary: summary(rows),
    tables: [
      {
        id: 'entries',
        title: 'Public entry points',
        columns: columns({ what: 'What', where: 'Where', how: 'How' }),
        rows,
        none: 'nothing can be reached from the internet',
      },
    ],
  };
};

function summary(rows: readonly Row[]): string {
  if (rows.length === 0) return 'nothing is public';
  const distributions = rows.filter(({ cells }) => cells.what === 'CloudFront::Distribution');
  if (distributions.length === rows.length) {
    return rows.length === 1
      ? `only the distribution ${rows[0].cells.where}`
      : `only distributions: ${rows.map(({ cells }) => cells.where).join(', ')}`;
  }
  return `${count(rows.length, 'way in', 'ways in')}: ${rows.map(({ cells }) => `${cells.where} (${cells.what})`).join(', ')}`;
}

function row(model: Model, resource: Resource, { how, concern }: Door): Row {
  const what = resource.type.replace(/^AWS::/, '');
  return { key: `${resource.path} ${what}`, cells: { what, where: resource.label, how: model.show(how) }, concern };
}

function distribution({ properties }: Resource, model: Model): Door | undefined {
  const config = (properties.DistributionConfig ?? {}) as Record<string, unknown>;
  if (config.Enabled === false) return undefined;
  const behaviors = [config.DefaultCacheBehavior, ...list(config.CacheBehaviors)];
  const plain = behaviors.some((behavior) => at(behavior, 'ViewerProtocolPolicy') === 'allow-all');
  const names = list<string>(config.Aliases).map((alias) => model.show(alias));
  const [firewall] = model.references(config.WebACLId);
  return {
    how: [
      names.length > 0 ? names.join(', ') : 'its own domain name',
      plain ? 'HTTP and HTTPS' : 'HTTPS only',
      config.WebACLId === undefined
        ? 'no firewall'
        : `firewall ${firewall ? model.show(firewall.name ?? firewall.label) : 'given'}`,
    ].join('; '),
    concern: plain ? 'HTTP is not redirected' : undefined,
  };
}

function loadBalancer(resource: Resource, model: Model): Door | undefined {
  if (resource.properties.Scheme === 'internal') return undefined;
  const listeners = model
    .ofType('AWS::ElasticLoadBalancingV2::Listener')
    .filter(({ properties }) => model.references(properties.LoadBalancerArn).includes(resource))
    .map(({ properties }) => `${word(properties.Protocol, 'HTTP')} ${word(properties.Port)}`);
  const open = letsIn(model, resource);
  return {
    how: `internet-facing, ${listeners.join(', ') || 'no listener'}; ${open ?? 'its groups let in no public range'}`,
  };
}

/** Which public ranges the security groups of a resource let in, and where. */
function letsIn(model: Model, resource: Resource): string | undefined {
  const groups = groupsOf(model, resource);
  const open = groupRules(model)
    .filter(({ group, direction, peer }) => groups.includes(group) && direction === 'in' && isWorld(peer.range))
    .map(({ peer, protocol, ports }) => `${peer.range} on ${protocol} ${ports}`);
  return open.length > 0 ? `lets in ${[...new Set(open)].join(', ')}` : undefined;
}

/** A public address is a way in only when a security group lets somebody in. */
function address(resource: Resource, model: Model, isPublic: boolean): Door | undefined {
  if (!isPublic) return undefined;
  const open = letsIn(model, resource);
  const groups = groupsOf(model, resource);
  if (!open && groups.length > 0) return undefined;
  return { how: `public address; ${open ?? 'security groups unknown'}`, concern: 'reachable without a load balancer' };
}

function hasPublicAddress(resource: Resource, model: Model): boolean {
  const inPublic = subnetsOf(model, resource).filter((subnet) => publicSubnets(model).includes(subnet));
  const asked = list(resource.properties.NetworkInterfaces).map((item) => at(item, 'AssociatePublicIpAddress'));
  const elastic = model
    .usersOf(resource)
    .some(({ type }) => type === 'AWS::EC2::EIP' || type === 'AWS::EC2::EIPAssociation');
  return (
    inPublic.length > 0 &&
    (elastic || asked.includes(true) || (!asked.includes(false) && inPublic.some(givesPublicAddresses)))
  );
}

function database(isPublic: boolean): Door | undefined {
  return isPublic ? { how: 'publicly accessible', concern: 'a database with a public address' } : undefined;
}

/** Without the property, the subnets decide. */
function isPublicInstance(resource: Resource, model: Model): boolean {
  const { PubliclyAccessible: given } = resource.properties;
  if (given !== undefined) return given === true || given === 'true';
  return subnetsOf(model, resource).some((subnet) => publicSubnets(model).includes(subnet));
}

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

function bucket(resource: Resource, model: Model): Door | undefined {
  const block = resource.properties.PublicAccessBlockConfiguration;
  // AWS blocks public access to a new bucket unless the template says otherwise.
  const opened = BLOCKS.filter((setting) => block !== undefined && at(block, setting) !== true);
  const anybody = model
    .ofType('AWS::S3::BucketPolicy')
    .filter(({ properties }) => model.references(properties.Bucket).includes(resource))
    .flatMap(({ properties }) => list(at(properties, 'PolicyDocument', 'Statement')))
    .filter((statement) => statement.Effect === 'Allow' && isAnybody(statement.Principal) && !statement.Condition);
  const acl = word(resource.properties.AccessControl, '');
  const ways = [
    ...(anybody.length > 0 ? ['its policy lets anybody in'] : []),
    ...(acl.startsWith('PublicRead') ? [`access control list ${acl}`] : []),
    ...(opened.length > 0 ? [`public access is not blocked (${opened.join(', ')})`] : []),
  ];
  return ways.length > 0 ? { how: ways.join('; '), concern: 'a public bucket' } : undefined;
}

function isAnybody(principal: unknown): boolean {
  return principal === '*' || list(at(principal, 'AWS')).includes('*' as never);
}

function openGroups(model: Model): Row[] {
  return groupRules(model)
    .filter(({ direction, peer }) => direction === 'in' && isWorld(peer.range))
    .map(({ group, peer, protocol, ports, description }) => {
      const members = membersOf(model, group).map(({ label }) => label);
      return {
        key: `${group.path} ${peer.range} ${protocol} ${ports}`,
        cells: {
          what: 'EC2::SecurityGroup',
          where: group.label,
          how: `${peer.range} on ${protocol} ${ports}${description ? ` ("${description}")` : ''}; used by ${members.join(', ') || 'nothing'}`,
        },
        concern: 'open to the internet',
      };
    });
}
