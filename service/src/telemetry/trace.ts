import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Headers that name the trace a request belongs to: of the load balancer, and of the W3C. */
const TRACE_HEADERS = ['x-amzn-trace-id', 'traceparent'] as const;

/** What a caller may name a request; anything else would end up in the log as it is. */
const REQUEST_ID = /^[A-Za-z0-9_.:=;-]{8,128}$/;

/** The trace that a request belongs to, passed on to its jobs. */
export function traceOf(headers: IncomingHttpHeaders): string | undefined {
  for (const name of TRACE_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string' && value.length <= 256) return value;
  }
  return undefined;
}

/** The id that the caller gave to a request, or a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}
