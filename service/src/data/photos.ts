import { createHash } from 'node:crypto';
import type { SqlClient } from '../../../runtime';

/** A photo as it is stored. */
export interface Photo {
  readonly id: string;
  readonly author: string;
  readonly caption: string;
  readonly postedAt: string;
  /** Path of the thumbnail, or nothing while there is none. */
  readonly thumbnail: string | null;
}

/** A photo that is posted. */
export interface NewPhoto {
  readonly id: string;
  readonly author: string;
  readonly idempotencyKey: string;
  readonly digest: string;
  readonly caption: string;
  readonly objectKey: string;
  readonly mediaType: string;
}

/** Key of a feed in the cache. */
export function feedKey(user: string): string {
  return `feed:${user}`;
}

/** Photos that a feed has at most. */
export const FEED_LENGTH = 30;

const COLUMNS = `p.id, p.author, p.caption, p.posted_at AS "postedAt", t.photo IS NOT NULL AS "hasThumbnail"`;

interface Row {
  readonly id: string;
  readonly author: string;
  readonly caption: string;
  readonly postedAt: Date;
  readonly hasThumbnail: boolean;
}

/**
 * The id of what a client posts with a key: the same whenever it is repeated, whichever instance answers. So a repetition also
 * overwrites the same object, instead of leaving one behind that nobody knows.
 */
export function photoId(author: string, idempotencyKey: string): string {
  const hash = createHash('sha256').update(`${author}\n${idempotencyKey}`).digest();
  // Version 8 of RFC 9562: made in a way of one's own.
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Adds a photo, and says whether it was there. The digest is that of what was posted first. */
export async function insertPhoto(
  client: SqlClient,
  photo: NewPhoto,
): Promise<{ photo: Photo; digest: string; added: boolean }> {
  const { id, author, idempotencyKey, digest, caption, objectKey, mediaType } = photo;
  const inserted = await client.query(
    `INSERT INTO photos (id, author, idempotency_key, digest, caption, object_key, media_type)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (author, idempotency_key) DO NOTHING
     RETURNING id, author, caption, posted_at AS "postedAt", false AS "hasThumbnail"`,
    [id, author, idempotencyKey, digest, caption, objectKey, mediaType],
  );
  const [added] = inserted.rows as Row[];
  if (added) return { photo: photoOf(added), digest, added: true };
  const { rows } = await client.query(
    `SELECT ${COLUMNS}, p.digest FROM photos p LEFT JOIN thumbnails t ON t.photo = p.id WHERE p.id = $1`,
    [id],
  );
  const [row] = rows as (Row & { digest: string })[];
  if (!row) throw new Error(`photo ${id} is neither added nor there`);
  return { photo: photoOf(row), digest: row.digest, added: false };
}

export async function findPhoto(client: SqlClient, id: string): Promise<Photo | undefined> {
  const { rows } = await client.query(
    `SELECT ${COLUMNS} FROM photos p LEFT JOIN thumbnails t ON t.photo = p.id WHERE p.id = $1`,
    [id],
  );
  return (rows as Row[]).map(photoOf)[0];
}

/** What a user and those that the user follows have posted, the latest first. */
export async function feedOf(client: SqlClient, user: string): Promise<Photo[]> {
  const { rows } = await client.query(
    `SELECT ${COLUMNS}
     FROM (SELECT $1::text AS author UNION SELECT followed FROM follows WHERE follower = $1) a
     CROSS JOIN LATERAL (
       SELECT * FROM photos WHERE photos.author = a.author ORDER BY posted_at DESC LIMIT ${FEED_LENGTH}
     ) p
     LEFT JOIN thumbnails t ON t.photo = p.id
     ORDER BY p.posted_at DESC, p.id LIMIT ${FEED_LENGTH}`,
    [user],
  );
  return (rows as Row[]).map(photoOf);
}

export async function thumbnailKey(client: SqlClient, id: string): Promise<string | undefined> {
  const { rows } = await client.query('SELECT object_key AS "objectKey" FROM thumbnails WHERE photo = $1', [id]);
  return (rows as { objectKey: string }[])[0]?.objectKey;
}

/** Says that a thumbnail is made. The count is what would show that a message had its effect twice. */
export async function insertThumbnail(
  client: SqlClient,
  photo: string,
  thumbnail: { readonly objectKey: string; readonly width: number; readonly height: number },
): Promise<void> {
  await client.query(
    `INSERT INTO thumbnails (photo, object_key, width, height) VALUES ($1, $2, $3, $4)
     ON CONFLICT (photo) DO UPDATE SET object_key = EXCLUDED.object_key`,
    [photo, thumbnail.objectKey, thumbnail.width, thumbnail.height],
  );
  await client.query('UPDATE photos SET processed = processed + 1 WHERE id = $1', [photo]);
}

function photoOf({ hasThumbnail, postedAt, ...row }: Row): Photo {
  return {
    id: row.id,
    author: row.author,
    caption: row.caption,
    postedAt: postedAt.toISOString(),
    thumbnail: hasThumbnail ? `/photos/${row.id}/thumbnail` : null,
  };
}
