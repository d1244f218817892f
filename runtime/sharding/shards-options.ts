import type { Position } from '../database/position';
import type { DatabaseOptions } from '../database/database-options';
import type { PoolRole, SqlPool } from '../database/sql-pool';
import type { Endpoint } from '../topology/topology';
import type { ControlTableOptions } from './control-table-client';
import type { ShardsSource } from './shards-source';

/** Which shard a pool of connections is made for. */
export interface ShardIdentity {
  readonly shard: number;
  /** Physical name of the database, where the source knows it. */
  readonly database?: string;
  /** Name of the secret of the application's user, where the source knows it. */
  readonly secret?: string;
}

/** Makes a pool of connections to a server of a shard. It is asked again after the former one was closed. */
export type ConnectShardPool = (endpoint: Endpoint, role: PoolRole, identity: ShardIdentity) => SqlPool;

/** Options of `connectShards`. Those of databases count for each shard. */
export interface ShardsOptions extends Omit<DatabaseOptions, 'topology' | 'connect' | 'engine' | 'refreshSeconds'> {
  /** Where the map of the shards is kept. */
  readonly control: ControlTableOptions;

  /** Where the shards are. */
  readonly shards: ShardsSource;

  /**
   * Makes a pool for a server of a shard. Bounds of each pool are its own: give it a `max`, a `connectionTimeoutMillis` and a `query_timeout`.
   * A process opens up to that many connections to each shard that it works with. Credentials of a shard rotate while the process runs, and are
   * in no environment: `secretPool` follows them.
   */
  readonly connect: ConnectShardPool;

  /**
   * Milliseconds for which a read or a write follows a slot that moves, before it fails. A slot that moves takes no writes for up to 2.5
   * seconds.
   *
   * @default 5000
   */
  readonly deadlineMilliseconds?: number;

  /**
   * Seconds between two readings of where the shards are, while there is work. A shard that is not known, or that cannot be reached, is looked
   * for within 10 seconds.
   *
   * @default 300
   */
  readonly refreshSeconds?: number;
}

/** Options with what is taken where nothing is said. */
export interface ShardsSettings extends ShardsOptions {
  readonly deadlineMilliseconds: number;
  readonly refreshSeconds: number;
  readonly onError: (error: Error) => void;
}

/** Whose row: a key, an id of `ShardIds`, or the slot of either. */
export type ShardKey = string | { readonly id: string } | { readonly slot: number };

/** What a write gives to reads that have to see it. Positions of different shards have nothing to do with each other. */
export interface ShardPosition {
  readonly shard: number;
  readonly position: Position;
}

/** What a write to a shard gives. */
export interface ShardWritten<T> {
  readonly result: T;
  /** Given to a read, it sees what was written. */
  readonly position: ShardPosition;
}

/** Options of a read. */
export interface ShardReadOptions {
  /** What the read has to see: the position of a write. */
  readonly after?: ShardPosition;
}
