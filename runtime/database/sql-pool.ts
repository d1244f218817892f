import type { Endpoint } from '../topology/topology';
import type { SqlClient } from './sql-client';

/** A connection that a pool has lent. */
export interface SqlPoolClient extends SqlClient {
  /** Gives it back. With `true` or an error, it is closed and not used again. */
  release(error?: Error | boolean): void;
  /** Errors of the connection while it is lent: the pool listens to them only while it is not. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** What of a pool of connections is used: `Pool` of `pg` is it as it is. */
export interface SqlPool {
  connect(): Promise<SqlPoolClient>;
  /** Closes every connection, those in use when they are given back. */
  end(): Promise<void>;
  /** Errors of connections that nobody uses. */
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** What a pool is for. */
export type PoolRole = 'writer' | 'reader';

/** Makes a pool of connections to a server. It is asked again after the former one was closed. */
export type ConnectPool = (endpoint: Endpoint, role: PoolRole) => SqlPool;
