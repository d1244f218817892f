import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** An answer that says what is wrong with a request. */
export class HttpProblem extends Error {
  constructor(
    public readonly statusCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'HttpProblem';
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Seconds after which a client may try again when something that the service needs is missing. */
const RETRY_AFTER = '1';

/**
 * Answers every error as a problem (RFC 9457). What is not a fault of the request means that something that the service needs does
 * not answer: 503, so that clients know that it is worth trying again, with the same `Idempotency-Key`.
 */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503;
    if (status === 503) request.log.error({ err: error }, 'request failed');
    return send(
      request,
      reply,
      status,
      status === 503 ? 'something that the service needs does not answer' : error.message,
    );
  });
  app.setNotFoundHandler((request, reply) =>
    send(request, reply, 404, `nothing is at ${request.method} ${request.url}`),
  );
}

function send(request: FastifyRequest, reply: FastifyReply, status: number, detail: string): FastifyReply {
  if (status === 503) void reply.header('retry-after', RETRY_AFTER);
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail, requestId: request.id });
}
