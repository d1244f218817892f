import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { feedOf } from '../../../service/src/data/photos';

/** What the bare handler reads from. */
export interface Replicas {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ports: readonly number[];
}

/** The least that answers the same: the query, and JSON. No identity, no validation, no cache, no choice of a replica that is well. */
process.once('message', ({ ports, ...settings }: Replicas) => {
  const pools = ports.map((port) => new Pool({ ...settings, host: '127.0.0.1', port, max: 8 }));
  let turn = 0;
  const server = createServer((incoming, response) => {
    const user = (incoming.url ?? '').slice('/feeds/'.length);
    feedOf(pools[turn++ % pools.length], user).then(
      (photos) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ photos })),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
