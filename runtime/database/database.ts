import { asError } from '../support/as-error';
import type { Endpoint } from '../topology/topology';
import type { DatabaseOptions, ReadOptions, Written } from './database-options';
import { DatabaseServers, type DatabaseSettings } from './database-servers';
import { DatabaseUnavailableError, needsOtherConnection, needsOtherConnections, needsOtherServer } from './failures';
import { Pulse } from './pulse';
import type { ServerHealth } from './server-health';
import type { ServerWatch } from './server-watch';
import type { SqlClient } from './sql-client';
import { begin, BrokenConnectionError, commit, rollback } from './transaction';
import { waitFor } from './wait-for';

/** A server, and how it is. */
export interface ServerStatus extends ServerHealth {
  readonly endpoint: Endpoint;
}

/** How a database looks from here. */
export interface DatabaseStatus {
  /** Whether there are no connections, because there is no work. Then nothing is known of the servers. */
  readonly asleep: boolean;
  readonly writer?: ServerStatus;
  readonly readers: readonly ServerStatus[];
}

/** A read has to go elsewhere, though the reader is well. */
const BEHIND = Symbol('behind');

/** A database with a writer and readers. It is made by `connectDatabase`. */
export class Database {
  private readonly servers: DatabaseServers;
  private readonly pulse: Pulse;
  private closed = false;

  /** @internal */
  constructor(private readonly settings: DatabaseSettings) {
    this.servers = new DatabaseServers(settings);
    this.pulse = new Pulse({
      everyMilliseconds: settings.probeSeconds * 1000,
      idleMilliseconds: settings.idleSeconds * 1000,
      beat: async () => {
        await this.servers.refresh();
        await this.servers.probe();
      },
      sleep: () => this.servers.close(),
      onError: settings.onError,
    });
  }

  /**
   * Does work in a transaction on the writer. It is not tried again: whether a commit whose answer is lost was done is known to
   * nobody here, so give each write an id that the database keeps unique.
   *
   * @param work Does everything through the client that it is given, and leaves the transaction to this method.
   * @returns What the work gives, and the position to hand to reads that have to see it.
   * @throws DatabaseUnavailableError if there is no connection: nothing was done then.
   */
  public async write<T>(work: (client: SqlClient) => Promise<T>): Promise<Written<T>> {
    return this.during(async () => {
      // A connection that was broken while nobody used it is found out here, before anything is done.
      try {
        return await this.transaction(work);
      } catch (error) {
        if (!(error instanceof BrokenConnectionError)) throw error;
        return this.transaction(work);
      }
    });
  }

  /**
   * Does work that only reads: on a reader that is well and, where a position is given, has got there within a bounded wait; else on
   * the writer. Where a server fails, the work is done again on another one. It is not in a transaction.
   */
  public async read<T>(work: (client: SqlClient) => Promise<T>, { after }: ReadOptions = {}): Promise<T> {
    return this.during(async () => {
      for (const reader of this.servers.usableReaders.slice(0, 2)) {
        const result = await this.readFrom(reader, work, after);
        if (result === BEHIND) break;
        if (result) return result.value;
      }
      return this.readFromWriter(work);
    });
  }

  /** How the database looks from here. It asks nobody. */
  public status(): DatabaseStatus {
    const { writer, readers } = this.servers.all;
    const status = ({ server, health }: ServerWatch): ServerStatus => ({ endpoint: server.endpoint, ...health });
    return { asleep: this.pulse.asleep, writer: writer && status(writer), readers: readers.map(status) };
  }

  /** Closes every connection when the work that is under way is done, and accepts none. */
  public async close(): Promise<void> {
    this.closed = true;
    await this.pulse.stop();
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) throw new DatabaseUnavailableError('the database is closed');
    return this.pulse.during(work);
  }

  private transaction<T>(work: (client: SqlClient) => Promise<T>): Promise<Written<T>> {
    return this.servers.writer.server.use(async (client, spoil) => {
      await begin(client);
      try {
        const result = await work(client);
        return { result, position: await commit(client, this.settings.engine) };
      } catch (error) {
        if (needsOtherConnection(error) || !(await rollback(client))) spoil();
        throw error;
      }
    });
  }

  /** Nothing is changed by reading twice, and a connection may have been broken while nobody used it. */
  private async readFromWriter<T>(work: (client: SqlClient) => Promise<T>): Promise<T> {
    try {
      return await this.servers.writer.server.use(work, { abandon: true });
    } catch (error) {
      if (!needsOtherConnections(error)) throw error;
      this.settings.onError(asError(error));
      return this.servers.writer.server.use(work, { abandon: true });
    }
  }

  /** What a reader gives, or nothing where it fails. */
  private async readFrom<T>(
    reader: ServerWatch,
    work: (client: SqlClient) => Promise<T>,
    after?: string,
  ): Promise<{ readonly value: T } | typeof BEHIND | undefined> {
    const { engine, maxWaitMilliseconds, onError } = this.settings;
    try {
      return await reader.server.use(
        // On the connection that is read from: behind one name there may be several readers.
        async (client) =>
          after !== undefined && !(await waitFor(client, after, { engine, maxWaitMilliseconds }))
            ? BEHIND
            : { value: await work(client) },
        { abandon: true },
      );
    } catch (error) {
      if (!needsOtherServer(error)) throw error;
      reader.suspend();
      onError(asError(error));
      return undefined;
    }
  }
}

/**
 * Connects to a database with a writer and readers, when there is work: until then, and again after `idleSeconds` without any, there
 * is no connection, and nobody looks at the servers.
 */
export function connectDatabase(options: DatabaseOptions): Database {
  const { topology, connect, ...others } = options;
  return new Database({
    topology,
    connect,
    engine: others.engine ?? 'postgres',
    maxLagSeconds: others.maxLagSeconds ?? 5,
    maxWaitMilliseconds: others.maxWaitMilliseconds ?? 100,
    probeSeconds: others.probeSeconds ?? 1,
    probeTimeoutMilliseconds: others.probeTimeoutMilliseconds ?? 1000,
    refreshSeconds: others.refreshSeconds ?? 10,
    connectTimeoutMilliseconds: others.connectTimeoutMilliseconds ?? 3000,
    maxWaiting: others.maxWaiting ?? 200,
    idleSeconds: others.idleSeconds ?? 60,
    onError: others.onError ?? (() => undefined),
  });
}
