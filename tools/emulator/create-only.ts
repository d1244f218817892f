import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { statefulTypes } from '../../lib/growth/stateful';

/** What the service specification of AWS says of the types of resources. */
export interface ServiceSpec {
  /** Properties of each type that cannot change without replacing the resource. */
  readonly createOnly: Readonly<Record<string, readonly string[]>>;
  /** Types that hold what is lost when a resource is replaced or deleted. */
  readonly stateful: ReadonlySet<string>;
}

/** Types that hold no data, but whose replacement changes an address that others know, or takes along what is placed in them. */
const NEVER_REPLACED = [
  'AWS::CloudFront::Distribution',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::RDS::DBSubnetGroup',
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
  return {
    createOnly: Object.fromEntries(createOnly.sort(([one], [other]) => one.localeCompare(other))),
    stateful: new Set([...statefulTypes(), ...NEVER_REPLACED]),
  };
}
