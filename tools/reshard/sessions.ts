import type { SqlResult } from '../../runtime/database/sql-client';
import { within } from '../../runtime/support/within';
import type { ShardClient, ShardConnections } from './connections';

/** Rows are compared as text: the same words on both sides, whatever the databases are set to. */
const SETTINGS = `
  SET search_path = pg_catalog;
  SET DateStyle = 'ISO, MDY';
  SET TimeZone = 'UTC';
  SET IntervalStyle = 'postgres';
  SET extra_float_digits = 1;
  SET bytea_output = 'hex';
  SET lc_monetary = 'C';
  SET xmlbinary = 'base64';
  SET statement_timeout = '10min'`;

const GOODBYE_MILLISECONDS = 1000;

/** One connection to each shard, which is made when it is asked for, and again after it has failed. */
export class Sessions {
  private readonly clients = new Map<number, Promise<ShardClient>>();

  public constructor(private readonly connections: ShardConnections) {}

  /** Runs a statement, or several without values. */
  public async run(shard: number, text: string, values?: readonly unknown[]): Promise<SqlResult> {
    const client = await this.client(shard);
    return client.query(text, values && [...values]);
  }

  public async rows<T>(shard: number, text: string, values?: readonly unknown[]): Promise<T[]> {
    return (await this.run(shard, text, values)).rows as T[];
  }

  /** Runs statements in a transaction. Nothing else may be run on the shard meanwhile. */
  public async transaction<T>(shard: number, work: () => Promise<T>): Promise<T> {
    await this.run(shard, 'BEGIN');
    try {
      const result = await work();
      await this.run(shard, 'COMMIT');
      return result;
    } catch (error) {
      await this.run(shard, 'ROLLBACK').catch(() => this.forget(shard));
      throw error;
    }
  }

  /** Lets go of all connections: the next statements make others. */
  public async close(): Promise<void> {
    await Promise.all([...this.clients.keys()].map((shard) => this.forget(shard)));
  }

  private client(shard: number): Promise<ShardClient> {
    const known = this.clients.get(shard);
    if (known) return known;
    const made = this.connect(shard);
    this.clients.set(shard, made);
    made.catch(() => this.clients.delete(shard));
    return made;
  }

  private async connect(shard: number): Promise<ShardClient> {
    const client = await this.connections.connect(shard);
    await client.query(SETTINGS);
    return client;
  }

  private async forget(shard: number): Promise<void> {
    const client = this.clients.get(shard);
    this.clients.delete(shard);
    // Of a server that is gone, the goodbye may never be answered.
    await within(GOODBYE_MILLISECONDS, 'closing', client?.then((one) => one.end()) ?? Promise.resolve()).catch(
      () => {},
    );
  }
}

/** Text as a literal of SQL, for statements that take no values. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
