import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';

/** What a store says about its safety. */
export interface Store {
  /** How it is encrypted, `undefined` when it is not. */
  readonly encryption: (resource: Resource, model: Model) => string | undefined;
  /** How it can be brought back; empty when nothing in the template says so. */
  readonly backups: (resource: Resource, model: Model) => string;
  /** Whether it refuses to be deleted; absent when AWS has no such switch for the type. */
  readonly protection?: (resource: Resource) => boolean;
  /** What CloudFormation does with it when the template has no DeletionPolicy. */
  readonly fallback?: 'Snapshot';
  /** Part of something else that holds the data. */
  readonly part?: (resource: Resource) => boolean;
  /** Holds what can be made again, or what is no data of users: logs, keys, secrets. */
  readonly group: 'data' | 'logs' | 'secrets';
}

const none = () => '';

/** A key by its name; `AWS` where AWS keeps it. */
function key(value: unknown, model: Model): string {
  const [own] = model.references(value);
  return own ? `key ${own.label}` : value === undefined ? 'key of AWS' : `key ${model.show(value)}`;
}

function when(on: unknown, value: unknown): Store['encryption'] {
  return ({ properties }, model) =>
    at(properties, ...(on as string[])) === true ? key(at(properties, ...(value as string[])), model) : undefined;
}

const days = (value: unknown, what: string) =>
  value === undefined || value === 0 ? '' : `${what} for ${word(value)} d`;

const isRdsPart = ({ properties }: Resource) => properties.DBClusterIdentifier !== undefined;

/** Every type that keeps something, and where its safety is written. */
export const STORES: Readonly<Record<string, Store>> = {
  'AWS::Backup::BackupVault': {
    group: 'data',
    encryption: ({ properties }, model) => key(properties.EncryptionKeyArn, model),
    backups: ({ properties }) => (properties.LockConfiguration ? 'locked' : 'holds backups'),
  },
  'AWS::DocDB::DBCluster': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: when(['StorageEncrypted'], ['KmsKeyId']),
    backups: ({ properties }) => days(properties.BackupRetentionPeriod ?? 1, 'any second'),
    protection: ({ properties }) => properties.DeletionProtection === true,
  },
  'AWS::DynamoDB::GlobalTable': {
    group: 'data',
    encryption: ({ properties }) =>
      at(properties, 'SSESpecification', 'SSEEnabled') === true
        ? 'KMS, key of AWS or of each replica'
        : 'key of DynamoDB',
    backups: ({ properties }) =>
      list(properties.Replicas).every(
        (replica) => at(replica, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true,
      )
        ? 'any second for 35 d'
        : '',
    protection: ({ properties }) =>
      list(properties.Replicas).every((replica) => replica.DeletionProtectionEnabled === true),
  },
  'AWS::DynamoDB::Table': {
    group: 'data',
    encryption: ({ properties }, model) =>
      at(properties, 'SSESpecification', 'SSEEnabled') === true
        ? key(at(properties, 'SSESpecification', 'KMSMasterKeyId'), model)
        : 'key of DynamoDB',
    backups: ({ properties }) =>
      at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true
        ? 'any second for 35 d'
        : '',
    protection: ({ properties }) => properties.DeletionProtectionEnabled === true,
  },
  'AWS::EC2::Volume': {
    group: 'data',
    encryption: when(['Encrypted'], ['KmsKeyId']),
    backups: none,
  },
  'AWS::ECR::Repository': {
    group: 'data',
    encryption: ({ properties }, model) => key(at(properties, 'EncryptionConfiguration', 'KmsKey'), model),
    backups: none,
  },
  'AWS::EFS::FileSystem': {
    group: 'data',
    encryption: when(['Encrypted'], ['KmsKeyId']),
    backups: ({ properties }) => (at(properties, 'BackupPolicy', 'Status') === 'ENABLED' ? 'AWS Backup, daily' : ''),
  },
  'AWS::ElastiCache::ReplicationGroup': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: when(['AtRestEncryptionEnabled'], ['KmsKeyId']),
    backups: ({ properties }) => days(properties.SnapshotRetentionLimit, 'daily snapshot'),
  },
  'AWS::ElastiCache::ServerlessCache': {
    group: 'data',
    encryption: ({ properties }, model) => key(properties.KmsKeyId, model),
    backups: ({ properties }) => days(properties.SnapshotRetentionLimit, 'daily snapshot'),
  },
  'AWS::KMS::Key': {
    group: 'secrets',
    encryption: () => 'in hardware of AWS',
    backups: ({ properties }) =>
      `${word(properties.PendingWindowInDays ?? 30)} d to cancel a deletion; rotation ${properties.EnableKeyRotation === true ? 'on' : 'off'}`,
  },
  'AWS::Kinesis::Stream': {
    group: 'data',
    encryption: ({ properties }, model) =>
      properties.StreamEncryption ? key(at(properties, 'StreamEncryption', 'KeyId'), model) : undefined,
    backups: ({ properties }) => `${word(properties.RetentionPeriodHours ?? 24)} h of records`,
  },
  'AWS::Logs::LogGroup': {
    group: 'logs',
    encryption: ({ properties }, model) => key(properties.KmsKeyId, model),
    backups: ({ properties }) =>
      properties.RetentionInDays === undefined ? 'kept for ever' : `kept for ${word(properties.RetentionInDays)} d`,
  },
  'AWS::Neptune::DBCluster': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: when(['StorageEncrypted'], ['KmsKeyId']),
    backups: ({ properties }) => days(properties.BackupRetentionPeriod ?? 1, 'any second'),
    protection: ({ properties }) => properties.DeletionProtection === true,
  },
  'AWS::OpenSearchService::Domain': {
    group: 'data',
    encryption: when(['EncryptionAtRestOptions', 'Enabled'], ['EncryptionAtRestOptions', 'KmsKeyId']),
    backups: () => 'hourly snapshot for 14 d',
  },
  'AWS::RDS::DBCluster': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: when(['StorageEncrypted'], ['KmsKeyId']),
    backups: ({ properties }) => days(properties.BackupRetentionPeriod ?? 1, 'any second'),
    protection: ({ properties }) => properties.DeletionProtection === true,
  },
  'AWS::RDS::DBInstance': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: (resource, model) =>
      resource.properties.SourceDBInstanceIdentifier !== undefined && resource.properties.StorageEncrypted === undefined
        ? 'as its source'
        : when(['StorageEncrypted'], ['KmsKeyId'])(resource, model),
    backups: ({ properties }) =>
      properties.SourceDBInstanceIdentifier !== undefined
        ? 'copy of its source'
        : days(properties.BackupRetentionPeriod ?? 1, 'any second'),
    protection: ({ properties }) =>
      properties.SourceDBInstanceIdentifier !== undefined || properties.DeletionProtection === true,
    part: isRdsPart,
  },
  'AWS::Redshift::Cluster': {
    group: 'data',
    fallback: 'Snapshot',
    encryption: when(['Encrypted'], ['KmsKeyId']),
    backups: ({ properties }) => days(properties.AutomatedSnapshotRetentionPeriod ?? 1, 'snapshots'),
  },
  'AWS::S3::Bucket': {
    group: 'data',
    encryption: ({ properties }, model) => {
      const [rule] = list(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'));
      const given = at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID');
      return word(at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm')).startsWith('aws:kms')
        ? key(given, model)
        : 'key of S3';
    },
    backups: bucketVersions,
  },
  'AWS::SQS::Queue': {
    group: 'data',
    encryption: ({ properties }, model) =>
      properties.SqsManagedSseEnabled === false && properties.KmsMasterKeyId === undefined
        ? undefined
        : properties.KmsMasterKeyId === undefined
          ? 'key of SQS'
          : key(properties.KmsMasterKeyId, model),
    backups: ({ properties }) => `messages stay ${Number(properties.MessageRetentionPeriod ?? 345600) / 86400} d`,
  },
  'AWS::SecretsManager::Secret': {
    group: 'secrets',
    encryption: ({ properties }, model) => key(properties.KmsKeyId, model),
    backups: (resource, model) =>
      model
        .ofType('AWS::SecretsManager::RotationSchedule')
        .some(({ properties }) => secretsOf(model, properties.SecretId).includes(resource))
        ? 'rotates'
        : '',
  },
};

/** A schedule may name the attachment that stands for its secret. */
function secretsOf(model: Model, value: unknown): Resource[] {
  return model.references(value).flatMap((found) => [found, ...model.references(found.properties.SecretId)]);
}

function bucketVersions({ properties }: Resource): string {
  const versioned = at(properties, 'VersioningConfiguration', 'Status') === 'Enabled';
  if (!versioned) return '';
  const [kept] = list(at(properties, 'LifecycleConfiguration', 'Rules'))
    .map((rule) => at(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'))
    .filter((value) => value !== undefined);
  return kept === undefined ? 'all versions' : `versions for ${word(kept)} d`;
}

/** Whether a resource keeps something of its own. */
export function isStore(resource: Resource): boolean {
  const store = STORES[resource.type];
  return store !== undefined && !store.part?.(resource);
}
