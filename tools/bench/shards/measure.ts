import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CONTROL_KEY, CONTROL_VALUE, CONTROL_VERSION } from '../../../lib/contract/region-control';
import { initialShardMap, renderShardMap, SHARDS_RECORD, type ShardMap } from '../../../lib/contract/shard-map';
import { DelayedProxy } from '../../region-drills/delayed-proxy';
import type { ShardAddress } from '../../shard-drills/ground/connection';
import { CONTROL_TABLE, controlClient } from '../../shard-drills/ground/control-table';
import { Ground } from '../../shard-drills/ground/ground';
import { prepare } from '../../shard-drills/ground/prepare';
import { progress } from '../../support/progress';
import { Child } from '../service/child';
import { median } from '../service/statistics';
import type { Figures, Round, Throughput } from './claims';
import { CLIENTS, DELAY, NEAR, NEARNESS, POOL, SHARDS, type Lengths } from './plan';

/** What the process of the clients is asked for. */
export type Job = {
  readonly shards: readonly ShardAddress[];
  readonly controlPort: number;
  /** Connections to each shard. */
  readonly pool: number;
} & (
  | { readonly kind: 'writes'; readonly clients: number; readonly warmUp: number; readonly seconds: number }
  | { readonly kind: 'queries'; readonly queries: number; readonly rounds: number }
);

/** What it answers. */
export interface Written {
  readonly perSecond: number;
  readonly failures: number;
}

/** Measures what routing adds to a query, and what shards write together. */
export async function measure(lengths: Lengths): Promise<Figures> {
  const ground = await Ground.start(Math.max(...SHARDS));
  const child = new Child(compileClients(ground.file('clients.js')));
  const proxies = ground.shards.map(({ port }) => new DelayedProxy(port, DELAY));
  const near = ground.shards.map(({ port }) => new DelayedProxy(port, NEAR));
  try {
    await prepare(ground);
    progress(`${ground.shards.length} databases are there`);
    const { addresses, controlPort } = ground;
    const { rounds, queries } = lengths;
    const behind = (lines: readonly DelayedProxy[]) =>
      Promise.all(addresses.map(async (one, index) => ({ ...one, port: await lines[index].listen() })));
    const compared = (shards: readonly ShardAddress[], each: number) =>
      child.ask<Round[]>({ kind: 'queries', shards, controlPort, pool: POOL, queries: each, rounds });
    const loopback = await compared(addresses, queries);
    const found = await compared(await behind(near), Math.ceil(queries / NEARNESS));
    progress(`${found.length} rounds of queries through the router, and through a pool`);
    const delayed = await behind(proxies);
    const written = await throughput(ground, lengths, (number) =>
      child.ask<Written>({
        kind: 'writes',
        shards: delayed,
        controlPort,
        pool: POOL,
        clients: CLIENTS * number,
        warmUp: lengths.warmUp,
        seconds: lengths.writes,
      }),
    );
    return { ...written, rounds: found, loopback };
  } finally {
    child.end();
    [...proxies, ...near].forEach((proxy) => proxy.close());
    await ground.stop();
  }
}

/** As an application is built: what runs TypeScript as it is names each function that is made, for each query anew. */
function compileClients(outfile: string): string {
  const entryPoints = [join(__dirname, 'client-process.ts')];
  buildSync({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['pg-native'],
    logLevel: 'error',
  });
  return outfile;
}

/** Up and down, so that what changes with time cancels out. */
async function throughput(
  ground: Ground,
  { repetitions }: Lengths,
  write: (number: number) => Promise<Written>,
): Promise<{ throughput: Throughput[]; failures: number }> {
  const rates = new Map(SHARDS.map((number): [number, number[]] => [number, []]));
  let failures = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const number of repetition % 2 === 0 ? SHARDS : [...SHARDS].reverse()) {
      await spread(ground, number);
      const written = await write(number);
      rates.get(number)?.push(written.perSecond);
      failures += written.failures;
      progress(`${number === 1 ? '1 shard' : `${number} shards`}: ${written.perSecond.toFixed(0)} writes a second`);
    }
  }
  return { throughput: [...rates].map(([shards, all]) => ({ shards, perSecond: median(all) })), failures };
}

let version = 0;

/** Gives each of the first shards its share of the slots, in the shards and in the map: nothing moves, since rows of the former share are not asked for. */
async function spread({ shards, controlPort }: Ground, number: number): Promise<void> {
  const owners = initialShardMap().owners.map((_, slot) => slot % number);
  for (const shard of shards) {
    await shard.sql('DELETE FROM sharding.slots');
    const owned = owners.flatMap((owner, slot) => (owner === shard.number ? slot : []));
    await shard.sql(`INSERT INTO sharding.slots (slot, state) SELECT unnest($1::smallint[]), 'owned'`, [owned]);
  }
  version++;
  const inMap = shards.map((shard) => shard.number).slice(0, number);
  const map: ShardMap = { ...initialShardMap(), version, shards: inMap, owners };
  const client = controlClient(controlPort);
  const Item = {
    [CONTROL_KEY]: { S: SHARDS_RECORD },
    [CONTROL_VALUE]: { S: renderShardMap(map) },
    [CONTROL_VERSION]: { N: String(version) },
  };
  await client.send(new PutItemCommand({ TableName: CONTROL_TABLE, Item }));
  client.destroy();
}
