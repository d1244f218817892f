import type { SqlClient } from '../../runtime/database/sql-client';

/** A connection to a shard. */
export interface ShardClient extends SqlClient {
  end(): Promise<void>;
}

/** How the databases of the shards are reached. */
export interface ShardConnections {
  /** Numbers of the shards that there are, whether they are in the map or not. */
  deployed(): Promise<readonly number[]>;
  /** Connects as the administrator, who may replicate and owns the tables or has the role that does. */
  connect(shard: number): Promise<ShardClient>;
  /** By which the databases of other shards connect to this one, in the words of libpq. */
  address(shard: number): Promise<string>;
}

/** Settings of a connection in the words of libpq. */
export function libpqAddress(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}='${String(value).replace(/[\\']/g, '\\$&')}'`)
    .join(' ');
}
