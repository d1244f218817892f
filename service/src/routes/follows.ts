import { Type } from 'typebox';
import type { App } from '../http/typed-app';
import type { Authentication } from '../http/authentication';
import type { WebParts } from '../http/parts';
import { READ_AFTER } from '../http/positions';
import { HttpProblem } from '../http/problems';
import { Problem, UserName } from '../http/schemas';
import { feedKey } from '../data/photos';
import { follow } from '../data/users';

/** Who follows whom. Repeating it changes nothing, so that it needs no `Idempotency-Key`. */
export function followRoutes(app: App, { cache, database }: WebParts, auth: Authentication): void {
  app.put(
    '/follows/:user',
    {
      schema: {
        operationId: 'follow',
        summary: 'Follows a user.',
        security: [{ token: [] }],
        params: Type.Object({ user: UserName }),
        response: { 204: Type.Null(), 401: Problem, 404: Problem },
      },
    },
    async (request, reply) => {
      const identity = await auth.authorize(request, reply);
      const { user } = request.params;
      const { result: found, position } = await database.write((client) => follow(client, identity.user, user));
      if (!found) throw new HttpProblem(404, `no user has the name ${user}`);
      await cache.invalidate(feedKey(identity.user));
      return reply
        .code(204)
        .headers({ [READ_AFTER]: position, 'cache-control': 'no-store' })
        .send(null);
    },
  );
}
