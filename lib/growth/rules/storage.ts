import { row, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import {
  added,
  always,
  and,
  decreased,
  downgraded,
  exchanged,
  removed,
  shortened,
  switchedOff,
  switchedOn,
  when,
} from './when';

const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const LOGS = 'AWS::Logs::LogGroup';
const STREAM = 'AWS::Kinesis::Stream';
const VOLUME = 'AWS::EC2::Volume';
const FILES = 'AWS::EFS::FileSystem';
const VAULT = 'AWS::Backup::BackupVault';
const OPEN_SEARCH = 'AWS::OpenSearchService::Domain';
const SEARCH = [OPEN_SEARCH, 'AWS::Elasticsearch::Domain'];
const SEARCH_VERSIONS = [
  [OPEN_SEARCH, 'EngineVersion'],
  ['AWS::Elasticsearch::Domain', 'ElasticsearchVersion'],
] as const;
const { REJECTED, REPLACED, UPDATED, UNKNOWN } = Verdict;

const DRAIN = 'add a second queue beside it, let the consumers empty the first, then remove it';
const RESTORE = 'restore a snapshot with the new value into a second one, switch over, then remove the old one';

/** Rules about objects, messages, logs, files and backups. */
export const STORAGE_RULES: readonly Rule[] = [
  row(
    BUCKET,
    'BucketName',
    always,
    REPLACED,
    'the name is the identity: another one is another bucket',
    SOURCES.specification,
    { remedy: 'keep the name, or replicate into a second bucket' },
  ),
  row(
    BUCKET,
    'ObjectLockEnabled',
    always,
    REPLACED,
    'CloudFormation makes a new bucket, although the service can lock an existing one',
    SOURCES.bucketLock,
    { remedy: 'switch object lock on with the service itself, then acknowledge it' },
  ),
  row(BUCKET, 'ObjectLockConfiguration', removed, REJECTED, 'object lock cannot be switched off', SOURCES.bucketLock, {
    remedy: 'keep the configuration',
  }),
  row(
    BUCKET,
    'VersioningConfiguration',
    and(
      always,
      'suspended or removed',
      ({ before, after }) =>
        isObject(before) && before.Status === 'Enabled' && !(isObject(after) && after.Status === 'Enabled'),
    ),
    UPDATED,
    'an object that is overwritten from now on is lost',
    SOURCES.bucketVersioning,
    { blocks: true, remedy: 'keep versions, and let a lifecycle rule delete the old ones' },
  ),
  row(
    BUCKET,
    'LifecycleConfiguration',
    always,
    UPDATED,
    'objects that the rules let expire are deleted within days',
    SOURCES.bucketVersioning,
  ),
  row(
    BUCKET,
    'BucketEncryption',
    always,
    UPDATED,
    'new objects get the new key, old ones keep theirs',
    SOURCES.bucketVersioning,
  ),

  row(
    QUEUE,
    'FifoQueue',
    always,
    REPLACED,
    'a queue is first-in-first-out, or not, from the start',
    SOURCES.sqsAttributes,
    { remedy: DRAIN },
  ),
  row(
    QUEUE,
    'QueueName',
    always,
    REPLACED,
    'the name is the identity: another one is another queue',
    SOURCES.sqsAttributes,
    { remedy: DRAIN },
  ),
  row(
    QUEUE,
    'MessageRetentionPeriod',
    decreased,
    UPDATED,
    'messages that are older are deleted within 15 minutes',
    SOURCES.sqsAttributes,
    { blocks: true, remedy: 'wait until no message is older, then acknowledge it' },
  ),
  row(
    QUEUE,
    'MessageRetentionPeriod',
    and(removed, 'back to 4 days', ({ before }) => Number(before) > 345_600),
    UPDATED,
    'messages that are older than 4 days are deleted within 15 minutes',
    SOURCES.sqsAttributes,
    { blocks: true, remedy: 'wait until no message is older, then acknowledge it' },
  ),
  row(
    QUEUE,
    'MaximumMessageSize',
    decreased,
    UPDATED,
    'larger messages are refused from now on',
    SOURCES.sqsAttributes,
  ),
  row(
    QUEUE,
    'KmsMasterKeyId',
    always,
    UPDATED,
    'new messages get the new key; the old one has to stay until its messages are gone',
    SOURCES.sqsAttributes,
  ),
  row(QUEUE, 'RedrivePolicy', always, UPDATED, 'where messages go that fail changes at once', SOURCES.sqsAttributes),

  row(
    LOGS,
    'LogGroupName',
    always,
    REPLACED,
    'the name is the identity: another one is another log group',
    SOURCES.logRetention,
    { remedy: 'retain the old one until its events have expired' },
  ),
  row(
    LOGS,
    'RetentionInDays',
    and(decreased, 'of a group that keeps longer', () => true),
    UPDATED,
    'events that are older are deleted within 72 hours',
    SOURCES.logRetention,
    { blocks: true, remedy: 'export what is to stay, then acknowledge it' },
  ),
  row(
    LOGS,
    'RetentionInDays',
    added,
    UPDATED,
    'events that are older are deleted within 72 hours: until now they were kept for ever',
    SOURCES.logRetention,
    { blocks: true, remedy: 'export what is to stay, then acknowledge it' },
  ),
  row(LOGS, 'LogGroupClass', always, REJECTED, 'the class is chosen when the group is made', SOURCES.logClass, {
    remedy: 'make a second log group of the other class',
  }),
  row(
    LOGS,
    'DeletionProtectionEnabled',
    switchedOff,
    UPDATED,
    'nothing keeps the log group from being deleted any more',
    SOURCES.logRetention,
    { blocks: true, remedy: 'keep it on until the group is to go' },
  ),

  row(
    STREAM,
    'RetentionPeriodHours',
    decreased,
    UPDATED,
    'records that are older are out of reach at once',
    SOURCES.kinesis,
    { blocks: true, remedy: 'wait until the consumers have read them, then acknowledge it' },
  ),
  row(STREAM, 'ShardCount', always, UPDATED, 'shards are split or merged while the stream serves', SOURCES.kinesis),

  row(VOLUME, 'Size', decreased, REJECTED, 'a volume cannot shrink', SOURCES.volume, {
    remedy: 'copy the files to a smaller volume',
  }),
  ...['AvailabilityZone', 'Encrypted', 'KmsKeyId', 'SnapshotId', 'OutpostArn', 'MultiAttachEnabled'].map((property) =>
    row(
      VOLUME,
      property,
      always,
      REJECTED,
      'it is chosen when the volume is made, and updates are not supported',
      SOURCES.volume,
      { remedy: RESTORE },
    ),
  ),

  row(FILES, 'Encrypted', always, REPLACED, 'a file system is encrypted only when it is made', SOURCES.fileSystem, {
    remedy: 'replicate into a second file system, switch over',
  }),
  row(
    FILES,
    'FileSystemProtection',
    always,
    UPDATED,
    'protection against being overwritten by replication changes',
    SOURCES.fileSystem,
  ),
  row(
    FILES,
    'BackupPolicy',
    and(always, 'switched off', ({ after }) => !(isObject(after) && after.Status === 'ENABLED')),
    UPDATED,
    'no more backups are taken',
    SOURCES.fileSystem,
    { blocks: true, remedy: 'keep the backups' },
  ),

  row(VAULT, 'EncryptionKeyArn', always, REPLACED, 'a vault has one key for ever', SOURCES.vault, {
    remedy: 'add a second vault, and copy the recovery points',
  }),
  row(
    VAULT,
    'LockConfiguration',
    and(removed, 'or loosened', () => true),
    REJECTED,
    'a lock whose grace time is over cannot be taken away',
    SOURCES.vault,
    { remedy: 'keep the lock' },
  ),
  row(
    VAULT,
    'LockConfiguration.MinRetentionDays',
    decreased,
    REJECTED,
    'a lock whose grace time is over cannot be loosened',
    SOURCES.vault,
    { remedy: 'keep the lock' },
  ),

  ...SEARCH_VERSIONS.flatMap(([type, property]) => [
    row(
      type,
      property,
      downgraded,
      REJECTED,
      'an engine cannot be taken back to an older version',
      SOURCES.openSearch,
      {
        remedy: RESTORE,
      },
    ),
    row(
      type,
      property,
      and(exchanged, 'without UpdatePolicy EnableVersionUpgrade', ({ resource }) => {
        const policy = resource.after.source.UpdatePolicy;
        return !(isObject(policy) && policy.EnableVersionUpgrade === true);
      }),
      REPLACED,
      'without UpdatePolicy EnableVersionUpgrade the domain is made anew',
      SOURCES.updatePolicy,
      { remedy: 'set cfnOptions.updatePolicy = { enableVersionUpgrade: true } on the domain' },
    ),
  ]),
  row(
    SEARCH,
    'EncryptionAtRestOptions.Enabled',
    switchedOff,
    REJECTED,
    'encryption cannot be switched off',
    SOURCES.openSearch,
    { remedy: 'keep it on' },
  ),
  row(
    SEARCH,
    'EncryptionAtRestOptions.KmsKeyId',
    exchanged,
    REPLACED,
    'the key of a domain cannot be exchanged',
    SOURCES.openSearch,
    { remedy: RESTORE },
  ),
  row(
    SEARCH,
    'VPCOptions',
    and(always, 'into a VPC, or out of it', ({ before, after }) => before === undefined || after === undefined),
    REPLACED,
    'a domain is inside a VPC, or not, from the start',
    SOURCES.openSearch,
    { remedy: RESTORE },
  ),
  row(
    OPEN_SEARCH,
    'ClusterConfig',
    always,
    UPDATED,
    'a new set of nodes takes over while the domain serves',
    SOURCES.openSearch,
  ),
  row(
    'AWS::ECR::Repository',
    'EmptyOnDelete',
    switchedOn,
    UPDATED,
    'the images go when the repository is removed one day',
    SOURCES.specification,
    { blocks: true, remedy: 'leave it off' },
  ),
  row(
    'AWS::MSK::Cluster',
    'NumberOfBrokerNodes',
    decreased,
    UNKNOWN,
    'brokers that go must be empty',
    SOURCES.specification,
    { remedy: 'move the partitions first' },
  ),
  row(
    'AWS::Route53::HostedZone',
    'VPCs',
    and(always, 'public to private, or back', ({ before, after }) => before === undefined || after === undefined),
    REJECTED,
    'a zone is public, or private, from the start',
    SOURCES.specification,
    { remedy: 'make a second zone' },
  ),
  row(
    'AWS::Route53::HostedZone',
    'VPCs',
    shortened,
    UPDATED,
    'names of the zone are unknown in the VPC that goes',
    SOURCES.specification,
  ),
  row(
    'AWS::Backup::BackupPlan',
    'BackupPlan',
    when('a rule is missing', ({ before, after }) => rulesIn(before) > rulesIn(after)),
    UPDATED,
    'no more backups are taken by the rule that goes',
    SOURCES.vault,
    { blocks: true, remedy: 'keep the rule' },
  ),
];

function rulesIn(plan: unknown): number {
  const rules = isObject(plan) ? plan.BackupPlanRule : undefined;
  return Array.isArray(rules) ? rules.length : 0;
}
