import { list, resourcesOf, type Broken, type HouseRule, type Subject } from './template';

const ANYWHERE = ['0.0.0.0/0', '::/0'];

/** Ways into an account that have nothing to do with the distribution. */
const OTHER_ENTRIES = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::AppSync::GraphQLApi',
  'AWS::EC2::Instance',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::GlobalAccelerator::Accelerator',
  'AWS::Lambda::Url',
];

/** Rules about who can reach what: the distribution is the only way in. */
export const REACHABILITY: readonly HouseRule[] = [
  { name: 'no-security-group-open-to-the-world', broken: openSecurityGroups },
  { name: 'no-way-in-but-the-distribution', broken: publicDoors },
  {
    name: 'no-public-bucket',
    broken: (subject) =>
      resourcesOf(subject, 'AWS::S3::Bucket')
        .filter(({ properties }) => !blocksPublicAccess(properties.PublicAccessBlockConfiguration))
        .map(({ logicalId }) => ({ logicalId, message: 'does not block all public access' })),
  },
];

interface IngressRule {
  readonly CidrIp?: unknown;
  readonly CidrIpv6?: unknown;
}

function openSecurityGroups(subject: Subject): Broken[] {
  const inline = resourcesOf(subject, 'AWS::EC2::SecurityGroup').flatMap(({ logicalId, properties }) =>
    list<IngressRule>(properties.SecurityGroupIngress).map((rule) => ({ logicalId, rule })),
  );
  const separate: { logicalId: string; rule: IngressRule }[] = resourcesOf(
    subject,
    'AWS::EC2::SecurityGroupIngress',
  ).map(({ logicalId, properties }) => ({
    logicalId,
    rule: properties,
  }));
  return [...inline, ...separate]
    .filter(({ rule }) => [rule.CidrIp, rule.CidrIpv6].some((cidr) => ANYWHERE.includes(String(cidr))))
    .map(({ logicalId }) => ({ logicalId, message: 'lets everybody in' }));
}

function publicDoors(subject: Subject): Broken[] {
  const broken = (type: string, message: string, isOpen: (properties: Record<string, unknown>) => boolean) =>
    resourcesOf(subject, type)
      .filter(({ properties }) => isOpen(properties))
      .map(({ logicalId }) => ({ logicalId, message }));
  return [
    ...OTHER_ENTRIES.flatMap((type) => broken(type, `${type} is a way in of its own`, () => true)),
    ...broken(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'is not internal',
      ({ Scheme: scheme }) => scheme !== 'internal',
    ),
    ...broken('AWS::ECS::Service', 'gives its tasks public addresses', (properties) => {
      const network = properties.NetworkConfiguration as NetworkConfiguration | undefined;
      return network?.AwsvpcConfiguration?.AssignPublicIp !== 'DISABLED';
    }),
    ...broken('AWS::RDS::DBInstance', 'is not marked as private', (properties) => {
      return properties.PubliclyAccessible !== false;
    }),
    ...broken('AWS::RDS::DBCluster', 'is publicly accessible', ({ PubliclyAccessible: open }) => open === true),
    ...broken('AWS::EC2::Subnet', 'gives out public addresses', ({ MapPublicIpOnLaunch: open }) => open === true),
  ];
}

interface NetworkConfiguration {
  readonly AwsvpcConfiguration?: { readonly AssignPublicIp?: string };
}

function blocksPublicAccess(configuration: unknown): boolean {
  const block = (configuration ?? {}) as Record<string, unknown>;
  return ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
    (setting) => block[setting] === true,
  );
}
