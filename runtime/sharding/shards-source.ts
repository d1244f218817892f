import type { Topology } from '../topology/topology';

/** Where a shard is, and what it takes to connect to it. */
export interface ShardPlace extends Topology {
  /** Physical name of the database. */
  readonly database?: string;
  /** Name of the secret of the application's user. */
  readonly secret?: string;
}

/** Knows where each shard is at present, by its number. */
export interface ShardsSource {
  read(): Promise<ReadonlyMap<number, ShardPlace>>;
}

/** Shards that are where they are, such as those of a development machine. */
export function staticShards(shards: Readonly<Record<number, ShardPlace>>): ShardsSource {
  const places = new Map(Object.entries(shards).map(([number, place]) => [Number(number), place]));
  return { read: () => Promise.resolve(places) };
}
