import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import {
  REPLICATION_MINUTES,
  replicationRuleId,
  type RegionalBucket,
  type ReplicatedBucket,
} from '../../lib/contract/object-replication';
import { isDenied, whenAllowed, type Clock } from '../custom-resource/when-allowed';

/** What is used of S3, in whichever region a bucket is. */
export interface Buckets {
  /** What encrypts new objects; nothing when that is no key of KMS. Fails when there is no such bucket. */
  encryptionKey(bucket: RegionalBucket): Promise<string | undefined>;
  /** ARN of the role that a bucket is replicated with; nothing when it is not, or is gone. */
  replicationRole(bucket: RegionalBucket): Promise<string | undefined>;
  /** Takes the place of the configuration that is there. */
  putReplication(bucket: RegionalBucket, configuration: ReplicationConfiguration): Promise<void>;
  deleteReplication(bucket: RegionalBucket): Promise<void>;
}

const ON = { Status: 'Enabled' } as const;

/** Has S3 replicate everything that is written from now on to every destination. */
export async function replicate(what: ReplicatedBucket, s3: Buckets, clock: Clock): Promise<void> {
  const rules = await Promise.all(
    what.destinations.map(async (destination, index) => {
      const key = await whenAllowed(() => s3.encryptionKey(destination), clock);
      return ruleTo(destination, keyArn(destination, key), what.role, index + 1);
    }),
  );
  await whenAllowed(() => s3.putReplication(what.source, { Role: what.role, Rules: rules }), clock);
}

/** Takes away what `replicate` put, unless somebody has put something else in its place. */
export async function stopReplicating({ source, role }: ReplicatedBucket, s3: Buckets, clock: Clock): Promise<void> {
  try {
    if ((await whenAllowed(() => s3.replicationRole(source), clock)) === role) await s3.deleteReplication(source);
    else console.info({ message: 'left alone: gone, or replicated by somebody else', ...source });
  } catch (error) {
    // A function of another generation may no longer touch this bucket, and must not keep its stack from going.
    if (!isDenied(error)) throw error;
    console.error({ message: 'denied', ...source, reason: String(error) });
  }
}

/** S3 accepts any text here, and would fail to replicate each object later. */
function keyArn({ bucket, region }: RegionalBucket, key: string | undefined): string {
  if (key?.startsWith('arn:') && key.split(':')[3] === region) return key;
  throw new Error(
    `bucket ${bucket} must be encrypted with a key of ${region} by its ARN, got ${key ?? 'none'}; give its ObjectStore such a key`,
  );
}

function ruleTo(
  { bucket, region }: RegionalBucket,
  replicaKey: string,
  role: string,
  priority: number,
): ReplicationRule {
  const [, partition] = role.split(':');
  return {
    ID: replicationRuleId(region),
    Priority: priority,
    ...ON,
    // With a filter, even of everything, one bucket can have several destinations.
    Filter: { Prefix: '' },
    DeleteMarkerReplication: ON,
    SourceSelectionCriteria: { SseKmsEncryptedObjects: ON, ReplicaModifications: ON },
    Destination: {
      Bucket: `arn:${partition}:s3:::${bucket}`,
      EncryptionConfiguration: { ReplicaKmsKeyID: replicaKey },
      ReplicationTime: { ...ON, Time: { Minutes: REPLICATION_MINUTES } },
      Metrics: { ...ON, EventThreshold: { Minutes: REPLICATION_MINUTES } },
    },
  };
}
