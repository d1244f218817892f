import { Type } from 'typebox';
import type { App } from '../http/typed-app';
import type { WebParts } from '../http/parts';
import { Status } from '../http/schemas';

/** What others ask about the service itself. None of it asks a database. */
export function healthRoutes(app: App, { readiness, tokens }: WebParts): void {
  app.get(
    '/health/live',
    { schema: { operationId: 'isLive', summary: 'Whether the process answers.', response: { 200: Status } } },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );
  app.get(
    '/health/ready',
    {
      schema: {
        operationId: 'isReady',
        summary: 'Whether requests should be sent here: not while the instance is going away.',
        response: { 200: Status, 503: Status },
      },
    },
    async (_request, reply) =>
      reply
        .code(readiness.ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: readiness.ready ? 'ready' : 'draining' }),
  );
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        operationId: 'getKeys',
        summary: 'Keys that tokens are verified with (RFC 7517).',
        response: { 200: Type.Object({ keys: Type.Array(Type.Any()) }) },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'public, max-age=300').send(tokens.keySet),
  );
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
  );
}
