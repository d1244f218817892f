import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import type { ClusterSecrets, DatabaseName, DatabaseStatus, Upstream } from '../cluster';
import { HOST } from '../process/ports';
import { until } from '../process/until';
import type { Workshop } from '../process/workshop';
import {
  ADMINISTRATOR,
  connectTo,
  PostgresServer,
  REPLICATOR,
  slotOf,
  type CopySource,
  type Row,
} from './postgres-server';

export const DATABASE_NAMES: readonly DatabaseName[] = ['primary', 'replica-1', 'replica-2'];

/** Name of the database of the service. */
export const DATABASE = 'service';

/** Users that passwords alternate between (ADR 0011). */
const USERS = ['app_a', 'app_b'] as const;

/** What the service connects with. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What databases of a cluster are told once. */
export interface DatabasesOptions {
  readonly workshop: Workshop;
  /** Folder with the programs of PostgreSQL. */
  readonly programs: string;
  readonly ports: ReadonlyMap<DatabaseName, number>;
  readonly synchronous: boolean;
  /** Port that leads to the writer. */
  readonly endpointPort: number;
  readonly secrets: Pick<ClusterSecrets, 'administrator' | 'service'>;
  readonly upstream?: Upstream;
}

/** The databases: who of them writes, who follows, and what that means for the configuration of each. */
export class Databases {
  public writer: DatabaseName = 'primary';
  public credentials: Credentials;
  public synchronous: boolean;
  /** Whom the writer follows, in a region that takes no writes at present. */
  public upstream?: Upstream;
  private readonly administrator: string;
  private readonly endpointPort: number;
  /** Those that wrote before another was promoted, and are no copy of it yet: they may have what it has not. */
  public readonly formerWriters = new Set<DatabaseName>();
  private readonly delays = new Map<DatabaseName, number>();
  private readonly servers: ReadonlyMap<DatabaseName, PostgresServer>;

  public constructor({ workshop, programs, ports, ...options }: DatabasesOptions) {
    this.synchronous = options.synchronous;
    this.upstream = options.upstream;
    this.endpointPort = options.endpointPort;
    this.administrator = options.secrets.administrator;
    this.credentials = { user: USERS[0], password: options.secrets.service };
    this.servers = new Map(
      [...ports].map(([name, port]) => [name, new PostgresServer(workshop, name, port, programs, this.administrator)]),
    );
  }

  public get names(): DatabaseName[] {
    return [...this.servers.keys()];
  }

  public server(name: DatabaseName): PostgresServer {
    const server = this.servers.get(name);
    if (!server) throw new Error(`the database must be one of ${this.names.join(', ')}, got ${name}`);
    return server;
  }

  public othersThan(name: DatabaseName): DatabaseName[] {
    return this.names.filter((other) => other !== name);
  }

  /** What a database is made a copy of; nothing for one that takes writes. A backup of one that follows is not complete by itself. */
  public sourceOf(name: DatabaseName): CopySource | undefined {
    const { upstream } = this;
    if (!upstream) return name === this.writer ? undefined : this.server(this.writer);
    const { port, data } = upstream;
    return { data, connect: () => connectTo({ port, user: ADMINISTRATOR, password: this.administrator }) };
  }

  /** Writes what a database has to know before it is started. */
  public configure(name: DatabaseName): void {
    const isWriter = name === this.writer;
    const local = { port: this.server(this.writer).port, slot: slotOf(name) };
    this.server(name).configure({
      synchronousWith: this.synchronous ? this.othersThan(name) : undefined,
      follows: isWriter ? this.upstream : local,
      delaySeconds: this.delays.get(name) ?? 0,
    });
  }

  /** What the first writer has to have: roles, the database, and a slot for each that follows. */
  public async prepareWriter(): Promise<void> {
    const server = this.server(this.writer);
    // Nobody follows yet: a commit would wait for ever.
    const client = await server.connect();
    try {
      await client.query('SET synchronous_commit = local');
      await client.query(`CREATE ROLE ${REPLICATOR} LOGIN REPLICATION PASSWORD '${this.administrator}'`);
      await client.query('CREATE ROLE app NOLOGIN');
      for (const user of USERS) {
        await client.query(`CREATE ROLE ${user} LOGIN IN ROLE app PASSWORD '${this.credentials.password}'`);
        // What it makes belongs to the role that both have.
        await client.query(`ALTER ROLE ${user} SET role = 'app'`);
      }
      await client.query(`CREATE DATABASE ${DATABASE} OWNER app`);
      await this.makeSlots(client);
    } finally {
      await client.end();
    }
  }

  /** What a writer that follows another has to have: a slot for each that follows it. */
  public async prepareFollower(): Promise<void> {
    const client = await this.server(this.writer).connect();
    await this.makeSlots(client).finally(() => client.end());
  }

  /** Makes a writer that follows another one that follows nobody. */
  public async takeOver(): Promise<void> {
    this.upstream = undefined;
    await this.server(this.writer).sql('SELECT pg_promote(true, 15)');
    await this.reload(this.writer);
  }

  public async setDelay(name: DatabaseName, seconds: number): Promise<void> {
    this.delays.set(name, seconds);
    await this.reload(name);
  }

  public async setSynchronous(synchronous: boolean): Promise<void> {
    this.synchronous = synchronous;
    await this.reload(this.writer);
  }

  /** The replica that has most of what was written. */
  public async mostAdvanced(): Promise<DatabaseName> {
    const each = this.othersThan(this.writer).map(async (name) => {
      try {
        const text = `SELECT pg_wal_lsn_diff(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0')::text AS bytes`;
        const [row] = await this.server(name).sql(text);
        return [{ name, bytes: BigInt(String(row.bytes)) }];
      } catch {
        return [];
      }
    });
    const candidates = (await Promise.all(each)).flat();
    candidates.sort((one, other) => (one.bytes > other.bytes ? -1 : one.bytes < other.bytes ? 1 : 0));
    if (candidates.length === 0) throw new Error('there is no replica that answers; start one first');
    return candidates[0].name;
  }

  /** Makes a replica the writer, and lets the others follow it. The old writer must have ended. */
  public async promote(name: DatabaseName): Promise<void> {
    const old = this.writer;
    if (this.delays.get(name)) await this.setDelay(name, 0);
    this.formerWriters.add(old);
    this.writer = name;
    const client = await this.server(name).connect();
    try {
      await client.query('SELECT pg_promote(true, 15)');
      await this.makeSlots(client);
    } finally {
      await client.end();
    }
    await Promise.all(
      this.othersThan(name)
        .filter((other) => other !== old)
        .map((other) => this.reload(other).catch(() => {})),
    );
  }

  /** Gives a user another password, or the other one of the two. */
  public async rotate(): Promise<void> {
    const user = USERS.find((candidate) => candidate !== this.credentials.user) ?? USERS[0];
    const password = secret();
    await this.server(this.writer).sql(`ALTER ROLE ${user} PASSWORD '${password}'`);
    this.credentials = { user, password };
  }

  public connectAsService(): Promise<Client> {
    return connectTo({ port: this.server(this.writer).port, database: DATABASE, ...this.credentials });
  }

  /** Runs a statement as the administrator on the database of the service. */
  public async sql(on: DatabaseName | 'writer', text: string, values?: readonly unknown[]): Promise<Row[]> {
    if (on !== 'writer') return this.server(on).sql(text, values, DATABASE);
    const { port, user, password } = { port: this.endpointPort, user: ADMINISTRATOR, password: this.administrator };
    const client = await connectTo({ host: HOST, port, user, password, database: DATABASE });
    try {
      return (await client.query<Row>(text, [...(values ?? [])])).rows;
    } finally {
      await client.end();
    }
  }

  /** Waits until a replica receives what is written. */
  public async streaming(name: DatabaseName): Promise<void> {
    await until(`streaming to ${name}`, 60, async () => {
      const [row] = await this.server(name).sql(
        `SELECT count(*)::int AS n FROM pg_stat_wal_receiver WHERE status = 'streaming'`,
      );
      return row.n === 1;
    });
  }

  public async status(name: DatabaseName): Promise<DatabaseStatus> {
    try {
      const [row] = await this.server(name).sql(STATUS, [USERS]);
      const { isReplica, lag, connections, maximum } = row as {
        isReplica: boolean;
        lag: number;
        connections: number;
        maximum: number;
      };
      const common = { name, connections, maximumConnections: maximum };
      return isReplica ? { ...common, role: 'replica', lagSeconds: lag } : { ...common, role: 'writer' };
    } catch {
      return unreachable(name);
    }
  }

  private async reload(name: DatabaseName): Promise<void> {
    this.configure(name);
    await this.server(name).sql('SELECT pg_reload_conf()');
  }

  private async makeSlots(client: Client): Promise<void> {
    for (const other of this.othersThan(this.writer)) {
      await client.query(
        `SELECT pg_create_physical_replication_slot($1, true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)`,
        [slotOf(other)],
      );
    }
  }
}

/** What is known of one that does not answer. */
export function unreachable(name: DatabaseName): DatabaseStatus {
  return { name, role: 'unreachable', connections: 0, maximumConnections: 0 };
}

/** A replica that has replayed everything is not behind, however old the last commit is. */
const STATUS = `
  SELECT pg_is_in_recovery() AS "isReplica",
    CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
      ELSE greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp()))::float8 END AS lag,
    (SELECT count(*)::int FROM pg_stat_activity WHERE usename = ANY ($1)) AS connections,
    current_setting('max_connections')::int AS maximum`;

export function secret(): string {
  return randomBytes(18).toString('hex');
}
