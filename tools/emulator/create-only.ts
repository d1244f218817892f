import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** What the service specification of AWS says of the types of resources. */
export interface ServiceSpec {
  /** Properties of each type that cannot change without replacing the resource. */
  readonly createOnly: Readonly<Record<string, readonly string[]>>;
  /** Types that hold what is lost when a resource is replaced or deleted. */
  readonly stateful: ReadonlySet<string>;
}

/**
 * Types that the specification does not call stateful, but whose replacement loses what is in them, changes an address that
 * others know, or takes everything along that is placed in them.
 */
const ALSO_STATEFUL = [
  'AWS::CloudFront::Distribution',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::RDS::DBSubnetGroup',
  'AWS::Route53::HostedZone',
];

/** Reads the specification, which takes some seconds. */
export function readServiceSpec(): ServiceSpec {
  const resources = loadAwsServiceSpecSync().all('resource');
  const createOnly = resources.map(({ cloudFormationType, properties }): [string, string[]] => [
    cloudFormationType,
    Object.entries(properties)
      .filter(([, { causesReplacement }]) => causesReplacement === 'yes')
      .map(([name]) => name)
      .sort(),
  ]);
  const stateful = resources.filter(({ isStateful }) => isStateful).map(({ cloudFormationType }) => cloudFormationType);
  return {
    createOnly: Object.fromEntries(createOnly.sort(([one], [other]) => one.localeCompare(other))),
    stateful: new Set([...stateful, ...ALSO_STATEFUL]),
  };
}
