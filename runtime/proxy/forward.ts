import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Application } from './application';
import { endToEnd, hasBody, type RawHeaders } from './headers';
import type { FailureLog } from './log';

/** How the connection to the application ends when it has closed it before the request came. */
const CLOSED = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];
const TIMED_OUT = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
/** Methods whose requests may be sent again: the second has no effect that the first had not (RFC 9110 9.2.2). */
const REPEATABLE = new Set<Dispatcher.HttpMethod>(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** A request, and how often it may still be sent. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly application: Application;
  readonly log: FailureLog;
  readonly options: Dispatcher.DispatchOptions;
  attempts: number;
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
  const options: Dispatcher.DispatchOptions = {
    method,
    path: request.url ?? '/',
    headers: endToEnd(request.rawHeaders),
    body: withBody ? request : null,
  };
  const attempts = !withBody && REPEATABLE.has(method) ? 2 : 1;
  send({ request, response, application, log, options, attempts });
}

function send(exchange: Exchange): void {
  exchange.attempts -= 1;
  exchange.application.connections.dispatch(exchange.options, answerOf(exchange));
}

function answerOf(exchange: Exchange): Dispatcher.DispatchHandler {
  const { response } = exchange;
  return {
    onRequestStart(controller) {
      const abort = (): void => controller.abort(new Error('the client has gone'));
      if (response.destroyed) abort();
      response.once('close', () => response.writableFinished || abort());
    },
    onResponseStart({ rawHeaders }, status, _headers, message) {
      // What the application says beforehand, such as 103, is not meant for load balancers.
      if (status >= 200) response.writeHead(status, message, endToEnd(texts(rawHeaders as (Buffer | string)[])));
    },
    onResponseData(controller, chunk) {
      if (response.write(chunk)) return;
      controller.pause();
      response.once('drain', () => controller.resume());
    },
    onResponseEnd: () => void response.end(),
    onResponseError: (_controller, error: Error & { code?: string }) => giveUp(exchange, error),
  };
}

/** Header fields are bytes; this is how Node writes and reads them. */
function texts(headers: readonly (Buffer | string)[]): RawHeaders {
  return headers.map((text) => (typeof text === 'string' ? text : text.toString('latin1')));
}

function giveUp(exchange: Exchange, { code, message }: Error & { code?: string }): void {
  const { request, response, log } = exchange;
  if (response.destroyed) return;
  if (exchange.attempts > 0 && CLOSED.includes(code ?? '') && !response.headersSent) return send(exchange);
  const isLate = TIMED_OUT.includes(code ?? '');
  const text = isLate ? 'the application has not answered in time' : 'the application has not answered';
  log.report({ message: text, code: code ?? message, request });
  fail(response, isLate ? 504 : 502, text);
}

/** Answers for the application. An answer that it has begun is broken off, so that it does not look as if it were complete. */
function fail(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}
