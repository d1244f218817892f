import { request as send, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Application } from './application';
import { endToEnd, type RawHeaders } from './headers';
import type { FailureLog } from './log';

/** Passes an upgrade of the connection on, such as that to a web socket, and joins both connections when it is accepted. */
export function forwardUpgrade(
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  application: Application,
  log: FailureLog,
): void {
  const outgoing = send({
    host: '127.0.0.1',
    port: application.port,
    // Its connection is not one to come back to.
    agent: false,
    method: request.method,
    path: request.url,
    headers: [...request.rawHeaders],
    maxHeaderSize: application.maxHeaderSize,
    setHost: false,
  });
  client.on('error', () => outgoing.destroy());
  client.once('close', () => outgoing.destroy());
  outgoing.once('upgrade', (answer, server: Duplex, serverHead: Buffer) => {
    client.write(headOf(answer, answer.rawHeaders));
    client.write(serverHead);
    server.write(head);
    join(client, server);
  });
  outgoing.once('response', (answer) => {
    // Refused: the connection ends with the answer, which needs no other frame then.
    client.write(headOf(answer, [...endToEnd(answer.rawHeaders), 'Connection', 'close']));
    answer.once('error', () => client.destroy());
    answer.pipe(client);
  });
  outgoing.once('error', (error: Error & { code?: string }) => {
    if (client.destroyed) return;
    log.report({ message: 'the application has not answered', code: error.code ?? error.message, request });
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  outgoing.end();
}

function headOf({ statusCode = 502, statusMessage }: IncomingMessage, headers: RawHeaders): string {
  const fields = Array.from(
    { length: headers.length / 2 },
    (_, index) => `${headers[2 * index]}: ${headers[2 * index + 1]}\r\n`,
  );
  return `HTTP/1.1 ${statusCode} ${statusMessage || STATUS_CODES[statusCode]}\r\n${fields.join('')}\r\n`;
}

/** What ends or breaks on one side does so on the other. */
function join(one: Duplex, other: Duplex): void {
  one.pipe(other);
  other.pipe(one);
  for (const [from, to] of [
    [one, other],
    [other, one],
  ]) {
    from.on('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
}
