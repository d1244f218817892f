import { Type } from 'typebox';
import type { App } from '../http/typed-app';
import type { Authentication } from '../http/authentication';
import type { WebParts } from '../http/parts';
import { READ_AFTER, readAfter } from '../http/positions';
import { HttpProblem } from '../http/problems';
import { Feed, Problem, ReadHeaders, UserName } from '../http/schemas';
import { feedKey, feedOf } from '../data/photos';

/** How long what others post may be missing in a feed. What its owner posts is there at once. */
const FEED_SECONDS = 10;

/** Feeds: read far more often than written, and so kept in the cache. */
export function feedRoutes(app: App, { cache, database }: WebParts, auth: Authentication): void {
  app.get(
    '/feeds/:user',
    {
      schema: {
        operationId: 'getFeed',
        summary: 'What a user, and those that the user follows, have posted, the latest first.',
        description: 'With `x-read-after`, or `Cache-Control: no-cache`, it is read from the database.',
        security: [{ token: [] }],
        params: Type.Object({ user: UserName }),
        headers: ReadHeaders,
        response: { 200: Feed, 401: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      const identity = await auth.identify(request, reply);
      const { user } = request.params;
      if (identity.user !== user) throw new HttpProblem(403, 'a feed is read by its owner alone');
      // Nothing of it may be kept on the way: it is one person's.
      void reply.header('cache-control', 'private, no-store');
      const after = request.headers[READ_AFTER];
      const load = () => database.read((client) => feedOf(client, user), readAfter(after));
      if (after !== undefined || request.headers['cache-control'] === 'no-cache') {
        return reply.header('x-cache', 'bypass').send({ photos: await load() });
      }
      let hit = true;
      const photos = await cache.read(feedKey(user), {
        ttlSeconds: FEED_SECONDS,
        load: () => {
          hit = false;
          return load();
        },
      });
      return reply.header('x-cache', hit ? 'hit' : 'miss').send({ photos });
    },
  );
}
