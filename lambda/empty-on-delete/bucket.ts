import type { DeadlineClock } from './deadline';
import { eachPage, type Page } from './pages';

/** One version of an object, or one of the markers that deleting leaves behind. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
}

/** An upload in parts that nobody finished. S3 lists it apart from the objects. */
export interface Upload {
  readonly key: string;
  readonly uploadId: string;
}

/** A version that S3 did not delete, and why. */
export interface Refusal extends ObjectVersion {
  readonly reason: string;
}

/** What is used of S3. */
export interface Buckets {
  /** Whether the bucket is there and says that it may be emptied. */
  isDisposable(bucket: string): Promise<boolean>;
  listVersions(bucket: string, next?: unknown): Promise<Page<ObjectVersion>>;
  /** At most 1,000 at a time, which is a page. */
  deleteVersions(bucket: string, versions: readonly ObjectVersion[]): Promise<readonly Refusal[]>;
  listUploads(bucket: string, next?: unknown): Promise<Page<Upload>>;
  abortUpload(bucket: string, upload: Upload): Promise<void>;
}

/** Requests at a time: enough to wait for S3 rather than for the network, too few to be asked to slow down. */
const PARALLEL = 4;
/** Whatever was being written while the bucket was emptied has arrived by then. */
const SETTLE_MS = 3_000;

/**
 * Deletes every version, delete marker and unfinished upload, until the bucket is seen empty.
 *
 * @returns How many there were.
 */
export async function emptyBucket(bucket: string, s3: Buckets, clock: DeadlineClock): Promise<number> {
  for (let total = 0; ; await clock.sleep(SETTLE_MS)) {
    // Uploads first: one that is finished in between becomes a version, which is deleted after it.
    const deleted = (await abortUploads(bucket, s3, clock)) + (await deleteVersions(bucket, s3, clock));
    if (deleted === 0) return total;
    total += deleted;
  }
}

async function abortUploads(bucket: string, s3: Buckets, clock: DeadlineClock): Promise<number> {
  return eachPage(
    (next) => s3.listUploads(bucket, next),
    async (uploads) => {
      for (let start = 0; start < uploads.length; start += PARALLEL) {
        clock.check();
        await Promise.all(uploads.slice(start, start + PARALLEL).map((upload) => s3.abortUpload(bucket, upload)));
      }
    },
  );
}

async function deleteVersions(bucket: string, s3: Buckets, clock: DeadlineClock): Promise<number> {
  const refused: Refusal[] = [];
  const underWay: Promise<unknown>[] = [];
  const deleted = await eachPage(
    (next) => s3.listVersions(bucket, next),
    async (versions) => {
      clock.check();
      const request = s3.deleteVersions(bucket, versions).then((refusals) => refused.push(...refusals));
      // A failure is seen below; Node must not end the function for it before.
      request.catch(() => undefined);
      underWay.push(request);
      if (underWay.length === PARALLEL) await Promise.all(underWay.splice(0));
    },
  );
  await Promise.all(underWay);
  const [first] = refused;
  if (!first) return deleted;
  throw new Error(
    `bucket ${bucket} keeps ${refused.length} of ${deleted} versions, the first is "${first.key}" (${first.versionId}): ${first.reason}; lift what holds them, such as a legal hold, and delete the stack again`,
  );
}
