/** Fields that hold for one connection only (RFC 9110 7.6.1), and `Expect`, which the server of the proxy answers itself. */
const OF_CONNECTION = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Names and values one after the other, as they came: order, case and repetition are kept. */
export type RawHeaders = readonly string[];

/** Headers without those of the connection, and without those that `Connection` names. */
export function endToEnd(headers: RawHeaders): string[] {
  const named = valuesOf(headers, 'connection').flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  const dropped = named.length === 0 ? OF_CONNECTION : new Set([...OF_CONNECTION, ...named]);
  return pairs(headers)
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .flat();
}

/** Headers of a request to the application. What frames the body is kept; a request without one says so. */
export function requestHeaders(method: string, headers: RawHeaders): string[] {
  const forwarded = endToEnd(headers);
  if (valuesOf(headers, 'transfer-encoding').length > 0) forwarded.push('Transfer-Encoding', 'chunked');
  // Node would announce a body in chunks, which not every server takes for none.
  else if (!hasBody(headers) && !BODILESS.has(method)) forwarded.push('Content-Length', '0');
  return forwarded;
}

/** Methods whose requests have no body unless they announce one. */
const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE']);

/** Whether a request announces a body. */
export function hasBody(headers: RawHeaders): boolean {
  const length = valuesOf(headers, 'content-length');
  return valuesOf(headers, 'transfer-encoding').length > 0 || length.some((value) => value !== '0');
}

function valuesOf(headers: RawHeaders, wanted: string): string[] {
  return pairs(headers)
    .filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value);
}

function pairs(headers: RawHeaders): [string, string][] {
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[2 * index], headers[2 * index + 1]]);
}
