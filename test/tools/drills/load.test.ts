import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compareLedger } from '../../../tools/drills/ledger';
import { Client, lacks } from '../../../tools/drills/load/client';

const PERSON = { name: 'ada', token: 'token' };
const answers: ((request: IncomingMessage, response: ServerResponse) => void)[] = [];
const server = createServer((request, response) => answers.shift()?.(request, response));
let client: Client;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'test');
});
afterAll(async () => {
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});

const created = (id: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(201, { 'x-read-after': '0/1' }).end(JSON.stringify({ id }));

test('an acknowledged write comes into the ledger, under the key it was made with', async () => {
  const keys: unknown[] = [];
  answers.push((request, response) => {
    keys.push(request.headers['idempotency-key']);
    created('photo-1')(request, response);
  });
  const { write, error } = await client.make({ kind: 'write', person: PERSON }, Date.now());
  expect(error).toBeUndefined();
  expect(write).toEqual({ id: 'photo-1', author: 'ada', key: keys[0] });
  expect(compareLedger([write!], []).lostWrites).toEqual(['photo-1']);
});

test('a read of what one has written is stale where it is not in the feed', async () => {
  const positions: unknown[] = [];
  answers.push((request, response) => {
    positions.push(request.headers['x-read-after']);
    response.end('{"photos":[]}');
  });
  expect(await client.make({ kind: 'own', person: PERSON }, Date.now())).toMatchObject({ stale: true });
  expect(positions).toEqual(['0/1']);
});

test('an error counts, and the request is not made again', async () => {
  let asked = 0;
  answers.push((_request, response) => {
    asked++;
    response.writeHead(503).end();
  });
  expect(await client.make({ kind: 'feed', person: PERSON }, Date.now())).toMatchObject({
    error: 'status 503 of the balancer',
  });
  expect(asked).toBe(1);
});

test('latency counts from when the request was to be made', async () => {
  answers.push((_request, response) => void response.end('{"photos":[]}'));
  const { milliseconds } = await client.make({ kind: 'feed', person: PERSON }, Date.now() - 700);
  expect(milliseconds).toBeGreaterThanOrEqual(700);
});

test('a feed lacks nothing that is older than all that it has room for', () => {
  const posted = { id: 'mine', postedAt: '2026-01-01T00:00:05.000Z' };
  const others = (length: number, second: number) =>
    Array.from({ length }, (_, index) => ({ id: `other-${index}`, postedAt: `2026-01-01T00:00:0${second}.000Z` }));
  expect(lacks([...others(5, 6), posted], posted)).toBe(false);
  expect(lacks(others(29, 6), posted)).toBe(true);
  expect(lacks(others(30, 4), posted)).toBe(true);
  expect(lacks(others(30, 6), posted)).toBe(false);
});
