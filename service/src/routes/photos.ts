import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { MEDIA_TYPES, type App } from '../http/typed-app';
import type { Authentication } from '../http/authentication';
import type { WebParts } from '../http/parts';
import { READ_AFTER, readAfter } from '../http/positions';
import { HttpProblem } from '../http/problems';
import { Caption, IdempotencyHeaders, Photo, PhotoId, Problem, ReadHeaders } from '../http/schemas';
import { feedKey, findPhoto, insertPhoto, photoId, thumbnailKey } from '../data/photos';
import { traceOf } from '../telemetry/trace';

/** What never changes under its address. */
const FOREVER = 'public, max-age=31536000, immutable';

/** What may get a thumbnail soon. */
const SOON = 'public, max-age=1';
const MINUTE = 'public, max-age=60';

const Bytes = Type.Unsafe<Buffer>({ description: 'The bytes of the image.' });
const Posted = { content: Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema: Bytes }])) };

/** Photos: posted once each, and public. */
export function photoRoutes(app: App, parts: WebParts, auth: Authentication): void {
  const { cache, database, jobs, objects } = parts;

  app.post(
    '/photos',
    {
      schema: {
        operationId: 'postPhoto',
        summary: 'Posts a photo, once for each `Idempotency-Key`. Its thumbnail is made later.',
        security: [{ token: [] }],
        headers: IdempotencyHeaders,
        querystring: Caption,
        body: Posted,
        response: { 201: Photo, 401: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { user } = await auth.authorize(request, reply);
      const body = imageOf(request.body);
      const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
      const idempotencyKey = request.headers['idempotency-key'];
      const id = photoId(user, idempotencyKey);
      const digest = createHash('sha256').update(body).digest('base64url');
      const objectKey = `originals/${id}/${digest}`;
      await objects.put(objectKey, { body, mediaType });
      const { result, position } = await database.write(async (client) => {
        const { caption } = request.query;
        const photo = { id, author: user, idempotencyKey, digest, caption, objectKey, mediaType };
        const stored = await insertPhoto(client, photo);
        const job = {
          photo: id,
          author: user,
          original: objectKey,
          trace: traceOf(request.headers),
          request: request.id,
        };
        if (stored.added) await jobs.add(client, job);
        return stored;
      });
      if (result.digest !== digest)
        throw new HttpProblem(422, 'idempotency-key must be used for one photo alone, got another one');
      jobs.wake();
      await cache.invalidate(feedKey(user));
      return reply
        .code(201)
        .headers({ [READ_AFTER]: position, location: `/photos/${id}`, 'cache-control': 'no-store' })
        .send(result.photo);
    },
  );

  app.get(
    '/photos/:id',
    {
      schema: {
        operationId: 'getPhoto',
        summary: 'A photo.',
        params: Type.Object({ id: PhotoId }),
        headers: ReadHeaders,
        response: { 200: Photo, 404: Problem },
      },
    },
    async (request, reply) => {
      const after = request.headers[READ_AFTER];
      const photo = await database.read((client) => findPhoto(client, request.params.id), readAfter(after));
      if (!photo) throw new HttpProblem(404, `no photo has the id ${request.params.id}`);
      const cacheControl = photo.thumbnail === null ? SOON : MINUTE;
      return reply.header('cache-control', after === undefined ? cacheControl : 'no-store').send(photo);
    },
  );

  app.get(
    '/photos/:id/thumbnail',
    {
      schema: {
        operationId: 'getThumbnail',
        summary: 'The thumbnail of a photo, once it is made.',
        params: Type.Object({ id: PhotoId }),
        headers: ReadHeaders,
        response: { 200: { content: { 'image/webp': { schema: Bytes } } }, 404: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const key = await database.read((client) => thumbnailKey(client, id), readAfter(request.headers[READ_AFTER]));
      const thumbnail = key === undefined ? undefined : await objects.get(key);
      if (!thumbnail) throw new HttpProblem(404, `no thumbnail of ${id} is made yet`);
      return reply.header('cache-control', FOREVER).type(thumbnail.mediaType).send(thumbnail.body);
    },
  );
}

function imageOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new HttpProblem(415, `body must be a photo (${MEDIA_TYPES.join(', ')}), got something else`);
}
