import type { Client } from 'pg';
import { ADMINISTRATOR, connectTo, PostgresServer, type Row } from '../../cluster/engines/postgres-server';
import type { Running, Workshop } from '../../cluster/process/workshop';

/** Name of the database of each shard. */
export const DATABASE = 'shop';

/** Who the application connects as. */
export const APPLICATION = 'app';

/** What shards have beyond databases of the cluster: small, since there are several on one machine, and ready for logical replication. */
const PARAMETERS = {
  shared_buffers: '16MB',
  wal_level: 'logical',
  max_connections: 60,
  max_wal_senders: 20,
  max_replication_slots: 40,
  max_worker_processes: 24,
  max_logical_replication_workers: 16,
  max_sync_workers_per_subscription: 2,
};

export interface ShardOptions {
  readonly workshop: Workshop;
  /** Folder with the programs of PostgreSQL. */
  readonly programs: string;
  readonly number: number;
  readonly port: number;
  readonly password: string;
}

/** A shard on the loopback: a PostgreSQL that can be killed. */
export class Shard {
  public readonly number: number;
  public readonly port: number;
  public readonly password: string;
  private readonly server: PostgresServer;
  private running?: Running;
  private connection?: Promise<Client>;

  public constructor({ workshop, programs, number, port, password }: ShardOptions) {
    this.number = number;
    this.port = port;
    this.password = password;
    this.server = new PostgresServer(workshop, `shard-${number}`, port, programs, password);
  }

  /** Makes the database and the role of the application, and leaves it running. */
  public async make(): Promise<void> {
    await this.server.make();
    this.server.configure({ delaySeconds: 0, parameters: PARAMETERS });
    await this.start();
    await this.server.sql(`CREATE ROLE ${APPLICATION} LOGIN PASSWORD '${this.password}'`);
    await this.server.sql(`CREATE DATABASE ${DATABASE} OWNER ${APPLICATION}`);
  }

  /** Starts it, and waits until it answers. */
  public async start(): Promise<void> {
    this.running = this.server.start();
    await this.server.answering(this.running);
  }

  /** Kills every process of it at once. */
  public async kill(): Promise<void> {
    this.running?.signal('SIGKILL');
    await this.running?.ended;
  }

  /** Runs a statement as the administrator, on a connection that is kept until one fails. */
  public async sql(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const connection = (this.connection ??= this.connect());
    try {
      return (await (await connection).query<Row>(text, [...values])).rows;
    } catch (error) {
      if (this.connection === connection) this.connection = undefined;
      void connection.then((client) => client.end()).catch(() => {});
      throw error;
    }
  }

  /** Ends the connection that statements were run on. */
  public async disconnect(): Promise<void> {
    await this.connection?.then((client) => client.end()).catch(() => {});
    this.connection = undefined;
  }

  private connect(): Promise<Client> {
    const { port, password } = this;
    return connectTo({ port, password, user: ADMINISTRATOR, database: DATABASE });
  }
}
