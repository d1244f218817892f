import { parseEndpoint } from '../topology/topology';
import type { ParameterStoreClient } from '../topology/parameter-store-topology';
import type { ShardPlace, ShardsSource } from './shards-source';

/** Options of `parameterStoreShards`. */
export interface ParameterStoreShardsOptions {
  readonly client: ParameterStoreClient;

  /** Path of the deployment's entries: what is in `TOPOLOGY_PATH`. */
  readonly path: string;
}

const ENTRY = /^(\d{1,3})\/(writer|reader|database|secret)$/;

type Entries = Partial<Record<'writer' | 'reader' | 'database' | 'secret', string>>;

/**
 * The shards that a deployment publishes in Parameter Store, as they are at present: `shards/<n>/writer`, `reader`, `database` and
 * `secret`. A shard whose writer is not published yet is left out. Each reading is one request for each ten entries.
 */
export function parameterStoreShards({ client, path }: ParameterStoreShardsOptions): ShardsSource {
  const below = `${path}/shards`;
  return {
    read: async () => {
      const shards = new Map<number, Entries>();
      let NextToken: string | undefined;
      do {
        const page = await client.getParametersByPath({ Path: below, Recursive: true, NextToken });
        for (const { Name = '', Value = '' } of page.Parameters ?? []) {
          const [, shard, entry] = ENTRY.exec(Name.slice(below.length + 1)) ?? [];
          if (shard === undefined || entry === undefined) continue;
          shards.set(Number(shard), { ...shards.get(Number(shard)), [entry]: Value });
        }
        NextToken = page.NextToken;
      } while (NextToken);
      if (shards.size === 0) throw new Error(`${below} must have the entries of shards, got none; deploy the shards`);
      return new Map([...shards].flatMap(([shard, entries]) => placeOf(`${below}/${shard}`, shard, entries)));
    },
  };
}

function placeOf(name: string, shard: number, { writer, reader, database, secret }: Entries): [number, ShardPlace][] {
  if (writer === undefined) return [];
  const readers = reader === undefined ? [] : [parseEndpoint(`${name}/reader`, reader)];
  return [[shard, { writer: parseEndpoint(`${name}/writer`, writer), readers, database, secret }]];
}
