import type { TopologySource } from '../topology/topology';
import type { Position } from './position';
import type { ConnectPool } from './sql-pool';

/** Options of `connectDatabase`. */
export interface DatabaseOptions {
  /** Where writer and readers are. */
  readonly topology: TopologySource;

  /**
   * Makes a pool for a server. Bounds of each pool are its own: give it a `max`, a `connectionTimeoutMillis` and a `query_timeout`.
   */
  readonly connect: ConnectPool;

  /**
   * With `mysql`, positions are not known: readers leave the pool where they do not answer, not where they lag, and a read after a
   * write reads the writer.
   *
   * @default 'postgres'
   */
  readonly engine?: 'postgres' | 'mysql';

  /**
   * Seconds that a reader may be behind the writer.
   *
   * @default 5
   */
  readonly maxLagSeconds?: number;

  /**
   * Milliseconds that a read waits at most for a reader to get to a position, before it reads the writer.
   *
   * @default 100
   */
  readonly maxWaitMilliseconds?: number;

  /**
   * Seconds between two looks at each server while the database is in use.
   *
   * @default 1
   */
  readonly probeSeconds?: number;

  /**
   * Milliseconds after which a look counts as failed.
   *
   * @default 1000
   */
  readonly probeTimeoutMilliseconds?: number;

  /**
   * Seconds between two readings of the topology while the database is in use.
   *
   * @default 10
   */
  readonly refreshSeconds?: number;

  /**
   * Milliseconds to wait for a connection, a free one or a new one.
   *
   * @default 3000
   */
  readonly connectTimeoutMilliseconds?: number;

  /**
   * How many may wait for a connection to a server; others are refused at once.
   *
   * @default 200
   */
  readonly maxWaiting?: number;

  /**
   * Seconds without work after which every connection is closed, and nothing looks at the servers any more, until there is work
   * again. A database that scales to zero can do so then.
   *
   * @default 60
   */
  readonly idleSeconds?: number;

  /** Told about what went wrong in the background, and about reads that were tried again elsewhere. */
  readonly onError?: (error: Error) => void;
}

/** Options of a read. */
export interface ReadOptions {
  /** What the read has to see: the position of a write. */
  readonly after?: Position;
}

/** What a write gives. */
export interface Written<T> {
  readonly result: T;
  /** Given to a read, it sees what was written. */
  readonly position: Position;
}
