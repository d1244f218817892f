import {
  DeleteBucketReplicationCommand,
  GetBucketEncryptionCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Buckets } from './replicate';

/** What is used of a client of S3. */
type Send = Pick<S3Client, 'send'>;

/**
 * S3, as far as replication uses it.
 *
 * @param clientIn The client of a region: S3 answers for a bucket only there.
 */
export function bucketsOf(clientIn: (region: string) => Send): Buckets {
  return {
    async encryptionKey({ bucket, region }) {
      try {
        const answer = await clientIn(region).send(new GetBucketEncryptionCommand({ Bucket: bucket }));
        const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
        return rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
      } catch (error) {
        if (!isNamed(error, 'NoSuchBucket')) throw error;
        throw new Error(`there is no bucket ${bucket} in ${region}; deploy its ObjectStore before its replication`);
      }
    },

    async replicationRole({ bucket, region }) {
      try {
        const answer = await clientIn(region).send(new GetBucketReplicationCommand({ Bucket: bucket }));
        return answer.ReplicationConfiguration?.Role;
      } catch (error) {
        if (isNamed(error, 'NoSuchBucket', 'ReplicationConfigurationNotFoundError')) return undefined;
        throw error;
      }
    },

    async putReplication({ bucket, region }, configuration) {
      const put = new PutBucketReplicationCommand({ Bucket: bucket, ReplicationConfiguration: configuration });
      await clientIn(region).send(put);
    },

    async deleteReplication({ bucket, region }) {
      await clientIn(region).send(new DeleteBucketReplicationCommand({ Bucket: bucket }));
    },
  };
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
