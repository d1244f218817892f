import { row, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import { added, always, and, decreased, removed, switchedOff } from './when';

const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const LOGS = 'AWS::Logs::LogGroup';
const STREAM = 'AWS::Kinesis::Stream';
const { REJECTED, REPLACED, UPDATED } = Verdict;

const DRAIN = 'add a second queue beside it, let the consumers empty the first, then remove it';

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
];
