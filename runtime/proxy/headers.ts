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
