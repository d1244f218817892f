import type { App } from 'aws-cdk-lib';
import { resourcesOf, templatesOf } from './templates';

/** Property that holds the physical name, for each type that keeps state or an address that users depend on. */
const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudFront::Distribution': '',
  'AWS::CloudFront::KeyValueStore': 'Name',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::EC2::Subnet': 'CidrBlock',
  'AWS::EC2::VPC': 'CidrBlock',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::ServerlessCache': 'ServerlessCacheName',
  'AWS::ElastiCache::SubnetGroup': 'CacheSubnetGroupName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::KMS::Key': '',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::RDS::GlobalCluster': 'GlobalClusterIdentifier',
  'AWS::Route53::HostedZone': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
};

/** What an identity is read from. */
interface Named {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Logical id to `type name`, for each stack that holds something whose identity must never change. */
export type Identities = Record<string, Record<string, string>>;

/** Stack names, logical ids and physical names of everything whose identity is frozen. */
export function identitiesOf(app: App): Identities {
  const identities: Identities = {};
  for (const [stackName, template] of templatesOf(app)) {
    identities[stackName] = identitiesIn(resourcesOf(template));
  }
  return identities;
}

/** Logical id to `type name` of everything in a template whose identity is frozen. */
export function identitiesIn(resources: Readonly<Record<string, Named>>): Record<string, string> {
  const frozen = Object.entries(resources).filter(([, resource]) => isFrozen(resource));
  return Object.fromEntries(frozen.map(([id, resource]): [string, string] => [id, describe(resource)]).sort());
}

/** A queue without a name holds failed events of a function, and can be made again. */
function isFrozen(resource: Named): boolean {
  const unnamedQueue = resource.Type === 'AWS::SQS::Queue' && resource.Properties?.QueueName === undefined;
  return resource.Type in NAME_PROPERTY && !unnamedQueue;
}

function describe(resource: Named): string {
  const name = resource.Properties?.[NAME_PROPERTY[resource.Type] ?? ''];
  return name === undefined
    ? resource.Type
    : `${resource.Type} ${typeof name === 'string' ? name : JSON.stringify(name)}`;
}
