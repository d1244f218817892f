import type { Logger } from 'pino';
import { processOnce, type CacheAside, type Database, type QueueMessage } from '../../../runtime';
import { feedKey, insertThumbnail } from '../data/photos';
import type { Objects } from '../data/objects';
import { parseJob } from './job';
import { makeThumbnail } from './thumbnail';

/** What the worker works with. */
export interface WorkerParts {
  readonly log: Logger;
  readonly database: Pick<Database, 'write'>;
  readonly cache: Pick<CacheAside, 'invalidate'>;
  readonly objects: Pick<Objects, 'get' | 'put'>;
}

/**
 * Makes the thumbnail of a photo. A message may arrive twice, also at the same time: the object is the same each time, and the rows
 * are written once, in the transaction that remembers the message.
 */
export async function makeThumbnailOnce(
  { log, database, cache, objects }: WorkerParts,
  { id, body }: Pick<QueueMessage, 'id' | 'body'>,
): Promise<void> {
  const { photo, author, original, request, trace } = parseJob(body);
  const stored = await objects.get(original);
  if (!stored) throw new Error(`object ${original} is not there`);
  const thumbnail = await makeThumbnail(stored.body);
  const objectKey = `thumbnails/${photo}`;
  await objects.put(objectKey, thumbnail);
  const { result: done } = await database.write((client) =>
    processOnce(client, id, () => insertThumbnail(client, photo, { ...thumbnail, objectKey })),
  );
  // Its author sees it at once, others when their feeds are read again.
  if (done) await cache.invalidate(feedKey(author));
  log.info({ photo, request, trace, repeated: !done }, done ? 'thumbnail made' : 'message repeated');
}
