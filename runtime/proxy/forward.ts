import { request as send, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { endToEnd, hasBody, requestHeaders } from './headers';
import type { FailureLog } from './log';

/** The application behind a proxy. */
export interface Application {
  readonly port: number;
  readonly agent: Agent;
  /** Milliseconds without a byte after which an answer is given up. */
  readonly timeout: number;
  /** Bytes of headers that the application's answers may have. */
  readonly maxHeaderSize: number;
}

/** An error of a connection that was open before the request, or of a new one. */
interface SendError extends Error {
  readonly code?: string;
}

/** Passes a request on to the application and its answer back, in both directions as the bytes come. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  application: Application,
  log: FailureLog,
): void {
  const method = request.method ?? 'GET';
  const withBody = hasBody(request.rawHeaders);
  const outgoing = send({
    host: '127.0.0.1',
    port: application.port,
    agent: application.agent,
    method,
    path: request.url,
    headers: requestHeaders(method, request.rawHeaders),
    timeout: application.timeout,
    maxHeaderSize: application.maxHeaderSize,
    setHost: false,
  });
  const giveUp = (status: number, message: string, code: string): void => {
    log.report({ message, code, request });
    fail(response, status, message);
  };
  let timedOut = false;
  outgoing.on('timeout', () => {
    timedOut = true;
    outgoing.destroy();
  });
  outgoing.on('response', (answer) => passBack(answer, response));
  outgoing.on('error', (error: SendError) => {
    if (response.destroyed) return;
    if (timedOut) return giveUp(504, 'the application has not answered in time', 'TIMEOUT');
    // The application closed the connection before it saw the request: only then another try is safe.
    const wasClosed = outgoing.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
    if (wasClosed && !withBody && REPEATABLE.has(method) && !response.headersSent) {
      return forward(request, response, application, log);
    }
    giveUp(502, 'the application has not answered', error.code ?? error.message);
  });
  response.once('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  if (withBody) request.pipe(outgoing);
  else outgoing.end();
}

/** Methods whose requests may be sent again: they ask for the same (RFC 9110 9.2.2). */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
  // An answer that breaks off must not look as if it were complete.
  answer.once('error', () => response.destroy());
  answer.pipe(response);
}

/** Answers for the application, or breaks off what it has begun to answer. */
export function fail(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${message}\n`);
}
