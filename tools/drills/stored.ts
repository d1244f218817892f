import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster';
import type { StoredPhoto } from './ledger';

/** Milliseconds between two looks at the database. */
const LOOK = 500;

/** The photos of a drill, as the writer has them. */
export async function storedPhotos(cluster: Pick<Cluster, 'sql'>, caption: string): Promise<StoredPhoto[]> {
  const rows = await cluster.sql(
    'writer',
    `SELECT p.id, p.author, p.idempotency_key AS key, p.object_key AS original, p.processed,
            (SELECT count(*)::int FROM thumbnails t WHERE t.photo = p.id) AS thumbnails
     FROM photos p WHERE p.caption = $1`,
    [caption],
  );
  return rows as unknown as StoredPhoto[];
}

/** The photos of a drill once every job has had its effect, or after so many seconds, whatever they are like then. */
export async function settledPhotos(
  cluster: Pick<Cluster, 'sql'>,
  caption: string,
  seconds: number,
): Promise<StoredPhoto[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const photos = await storedPhotos(cluster, caption).catch(() => undefined);
    const settled = photos?.every(({ processed, thumbnails }) => processed > 0 && thumbnails > 0);
    if (photos && (settled || Date.now() > end)) return photos;
    if (Date.now() > end + 30_000) throw new Error('the writer cannot be asked what it has');
    await sleep(LOOK);
  }
}
