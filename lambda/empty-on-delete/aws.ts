import {
  BackupClient,
  DeleteRecoveryPointCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListTagsCommand,
} from '@aws-sdk/client-backup';
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DisposableTag } from '../../lib/contract/disposable';
import type { Buckets } from './bucket';
import type { Vaults } from './vault';

/** What is used of a client of AWS. */
type Send<Client extends { send: unknown }> = Pick<Client, 'send'>;

const MISSING = ['NoSuchBucket', 'NoSuchTagSet', 'NoSuchUpload', 'ResourceNotFoundException'];

/** Keys may hold characters that no XML can; S3 sends them encoded, with `+` for a space. */
const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

/** S3, as far as emptying a bucket uses it. */
export function bucketsOf(s3: Send<S3Client>): Buckets {
  return {
    async isDisposable(bucket) {
      const answer = await unlessMissing(s3.send(new GetBucketTaggingCommand({ Bucket: bucket })));
      return (answer?.TagSet ?? []).some(
        ({ Key, Value }) => Key === DisposableTag.KEY && Value === DisposableTag.VALUE,
      );
    },

    async listVersions(bucket, next) {
      const page = await s3.send(
        new ListObjectVersionsCommand({ Bucket: bucket, EncodingType: 'url', ...(next as object | undefined) }),
      );
      return {
        items: [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key = '', VersionId = 'null' }) => ({
          key: decode(Key),
          versionId: VersionId,
        })),
        next: page.IsTruncated
          ? { KeyMarker: decode(page.NextKeyMarker ?? ''), VersionIdMarker: page.NextVersionIdMarker }
          : undefined,
      };
    },

    async deleteVersions(bucket, versions) {
      const { Errors: errors = [] } = await s3.send(
        new DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })), Quiet: true },
        }),
      );
      return errors.map(({ Key = '', VersionId = '', Code, Message }) => ({
        key: Key,
        versionId: VersionId,
        reason: `${Code}: ${Message}`,
      }));
    },

    async listUploads(bucket, next) {
      const page = await s3.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, EncodingType: 'url', ...(next as object | undefined) }),
      );
      return {
        items: (page.Uploads ?? []).map(({ Key = '', UploadId = '' }) => ({ key: decode(Key), uploadId: UploadId })),
        next: page.IsTruncated
          ? { KeyMarker: decode(page.NextKeyMarker ?? ''), UploadIdMarker: page.NextUploadIdMarker }
          : undefined,
      };
    },

    async abortUpload(bucket, { key, uploadId }) {
      const abort = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
      await unlessMissing(s3.send(abort));
    },
  };
}

/**
 * AWS Backup, as far as emptying a vault uses it.
 *
 * @param arnOf ARN of a vault, by which its tags are asked for.
 */
export function vaultsOf(backup: Send<BackupClient>, arnOf: (vault: string) => string): Vaults {
  return {
    async isDisposable(vault) {
      const answer = await unlessMissing(backup.send(new ListTagsCommand({ ResourceArn: arnOf(vault) })));
      return answer?.Tags?.[DisposableTag.KEY] === DisposableTag.VALUE;
    },

    async listRecoveryPoints(vault, next) {
      const page = await backup.send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: vault,
          NextToken: next as string | undefined,
        }),
      );
      return {
        items: (page.RecoveryPoints ?? []).map(({ RecoveryPointArn: arn = '', Status: status = '' }) => ({
          arn,
          status,
        })),
        next: page.NextToken,
      };
    },

    async deleteRecoveryPoint(vault, arn) {
      const remove = new DeleteRecoveryPointCommand({ BackupVaultName: vault, RecoveryPointArn: arn });
      await unlessMissing(backup.send(remove));
    },
  };
}

/** Emptying may be asked for twice, and what it empties may be gone by then. */
async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Error && MISSING.includes(error.name)) return undefined;
    throw error;
  }
}
