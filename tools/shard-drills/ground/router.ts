import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Pool } from 'pg';
import { connectShards, type Shards } from '../../../runtime/sharding/shards';
import { staticShards } from '../../../runtime/sharding/shards-source';
import { HOST } from '../../cluster/process/ports';
import { CREDENTIALS, REGION } from '../../cluster/service-environment';
import type { ShardAddress } from './connection';
import { CONTROL_TABLE } from './control-table';
import { APPLICATION, DATABASE } from './shard';

export interface RouterOptions {
  readonly shards: readonly ShardAddress[];
  /** Port of the DynamoDB API. */
  readonly controlPort: number;
  /** Connections to each shard. */
  readonly pool: number;
}

/** What an application has to do to work with shards, and how it ends it. */
export interface Router {
  readonly shards: Shards;
  close(): Promise<void>;
}

/** Connects to shards on the loopback as an application does. */
export function connectRouter({ shards, controlPort, pool }: RouterOptions): Router {
  const client = new DynamoDB({ endpoint: `http://${HOST}:${controlPort}`, region: REGION, credentials: CREDENTIALS });
  const places = shards.map(({ number, port }) => [number, { writer: { host: HOST, port }, readers: [] }] as const);
  const passwords = new Map(shards.map(({ number, password }) => [number, password]));
  const router = connectShards({
    control: { client, table: CONTROL_TABLE },
    shards: staticShards(Object.fromEntries(places)),
    connect: ({ port }, _role, { shard }) => applicationPool(port, passwords.get(shard) ?? '', pool),
  });
  return {
    shards: router,
    close: async () => {
      await router.close();
      client.destroy();
    },
  };
}

/** Connections of the application to one shard. */
export function applicationPool(port: number, password: string, max: number): Pool {
  return new Pool({
    host: HOST,
    port,
    user: APPLICATION,
    password,
    database: DATABASE,
    max,
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
  });
}
