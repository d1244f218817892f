import { pino } from 'pino';
import sharp from 'sharp';
import { makeThumbnailOnce, type WorkerParts } from '../../../service/src/jobs/handle';
import type { StoredObject } from '../../../service/src/data/objects';
import type { TestPostgres } from '../../support/postgres';
import { singleDatabase } from '../support/database';
import { migratedPostgres } from '../support/migrated';

const PHOTO = '00000000-0000-8000-8000-000000000001';
const JOB = { photo: PHOTO, author: 'alice', original: 'originals/1', request: 'r' };
const MESSAGE = { id: `thumbnail:${PHOTO}`, body: JSON.stringify(JOB) };

describe('the worker', () => {
  let postgres: TestPostgres;
  let single: ReturnType<typeof singleDatabase>;
  let parts: WorkerParts;
  const objects = new Map<string, StoredObject>();
  const invalidated: string[] = [];

  beforeAll(async () => {
    postgres = await migratedPostgres();
    single = singleDatabase(postgres);
    parts = {
      log: pino({ level: 'silent' }),
      database: single.database,
      cache: { invalidate: (key) => Promise.resolve(invalidated.push(key) > 0) },
      objects: {
        get: (key) => Promise.resolve(objects.get(key)),
        put: (key, object) => Promise.resolve(void objects.set(key, object)),
      },
    };
    await postgres.sql(`INSERT INTO users VALUES ('alice', 'hash')`);
  });
  beforeEach(async () => {
    await postgres.sql('TRUNCATE photos, thumbnails, processed_jobs');
    await postgres.sql(
      `INSERT INTO photos (id, author, idempotency_key, digest, caption, object_key, media_type)
       VALUES ($1, 'alice', 'key-1', 'd', '', 'originals/1', 'image/png')`,
      [PHOTO],
    );
    const original = sharp({ create: { width: 640, height: 480, channels: 3, background: '#fff' } });
    objects.clear();
    objects.set('originals/1', { body: await original.png().toBuffer(), mediaType: 'image/png' });
    invalidated.length = 0;
  });
  afterAll(async () => {
    await single?.end();
    await postgres?.stop();
  });

  const processed = async () => (await postgres.sql('SELECT processed FROM photos'))[0]?.processed;

  test('makes a thumbnail, and lets its author see it', async () => {
    await makeThumbnailOnce(parts, MESSAGE);
    expect(objects.get(`thumbnails/${PHOTO}`)?.mediaType).toBe('image/webp');
    expect(await postgres.sql('SELECT width, height, object_key FROM thumbnails')).toEqual([
      { width: 320, height: 240, object_key: `thumbnails/${PHOTO}` },
    ]);
    expect(await processed()).toBe(1);
    expect(invalidated).toEqual(['feed:alice']);
  });

  test('has its effect once, when a message arrives again and when two arrive at a time', async () => {
    await Promise.all([makeThumbnailOnce(parts, MESSAGE), makeThumbnailOnce(parts, MESSAGE)]);
    await makeThumbnailOnce(parts, MESSAGE);
    expect(await processed()).toBe(1);
    expect(await postgres.sql('SELECT id FROM processed_jobs')).toEqual([{ id: MESSAGE.id }]);
  });

  test('forgets nothing of a message that failed: it works when it is tried again', async () => {
    const original = objects.get('originals/1');
    objects.delete('originals/1');
    await expect(makeThumbnailOnce(parts, MESSAGE)).rejects.toThrow('object originals/1 is not there');
    if (original) objects.set('originals/1', original);
    await makeThumbnailOnce(parts, MESSAGE);
    expect(await processed()).toBe(1);
  });

  test('gives up a photo that is not there', async () => {
    const photo = PHOTO.replace(/1$/, '2');
    const body = JSON.stringify({ ...JOB, photo });
    await expect(makeThumbnailOnce(parts, { id: 'x', body })).rejects.toThrow('violates foreign key constraint');
    expect(await postgres.sql('SELECT id FROM processed_jobs')).toEqual([]);
  });
});
