import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import { authentication } from './authentication';
import { answerProblems } from './problems';
import type { WebParts } from './parts';
import { LARGEST_PHOTO, MEDIA_TYPES, type App } from './typed-app';
import { feedRoutes } from '../routes/feeds';
import { followRoutes } from '../routes/follows';
import { healthRoutes } from '../routes/health';
import { photoRoutes } from '../routes/photos';
import { sessionRoutes } from '../routes/sessions';
import { requestIdOf, traceOf } from '../telemetry/trace';

/** Milliseconds an idle connection is kept: longer than the load balancer's 60 seconds, which would otherwise meet closed ones. */
const KEEP_ALIVE = 75_000;

/** The API, ready to listen or to be asked in tests. */
export async function createApp(parts: WebParts): Promise<App> {
  const log: FastifyBaseLogger = parts.log;
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    keepAliveTimeout: KEEP_ALIVE,
    bodyLimit: 64 * 1024,
    genReqId: (request) => requestIdOf(request.headers),
    // What is under way is finished, idle connections are closed.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  MEDIA_TYPES.forEach((type) =>
    app.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: LARGEST_PHOTO }, (_request, body, done) =>
      done(null, body),
    ),
  );
  if (parts.load) await app.register(parts.load.fastify);
  answerProblems(app);
  observe(app, parts);
  await app.register(swagger, DOCUMENT);
  const auth = authentication(parts.tokens, parts.sessions);
  await app.register((scope, _options, done) => {
    const api = scope as App;
    healthRoutes(api, parts);
    sessionRoutes(api, parts, auth);
    photoRoutes(api, parts, auth);
    feedRoutes(api, parts, auth);
    followRoutes(api, parts, auth);
    done();
  });
  return app;
}

const DOCUMENT = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Photos',
      version: '1.0.0',
      description: 'The reference service of zero-to-millions: people sign in, post photos and read feeds.',
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  },
} as const;

/** Names every answer, and writes one line of log for each request but health checks. */
function observe(app: App, { readiness, red, instance }: WebParts): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-instance', instance);
    // Whoever sends on this connection should take another one, to another instance.
    if (!readiness.ready) void reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (!isHealthCheck(request)) {
      const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
      const operation = `${request.method} ${request.routeOptions.url ?? '(unknown)'}`;
      const status = reply.statusCode;
      red.record({ operation, failed: status >= 500, milliseconds });
      request.log.info({ operation, status, milliseconds, trace: traceOf(request.headers) }, 'request');
    }
    done();
  });
}

function isHealthCheck(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith('/health/') ?? false;
}
