import { endpointText, type Endpoint } from '../topology/topology';
import { asError } from '../support/as-error';
import { within } from '../support/within';
import { DatabaseUnavailableError, needsOtherConnection, needsOtherConnections } from './failures';
import { PoolLease } from './pool-lease';
import type { ConnectPool, PoolRole, SqlPoolClient } from './sql-pool';

/** What a server is told. */
export interface DatabaseServerOptions {
  readonly endpoint: Endpoint;
  readonly role: PoolRole;
  readonly connect: ConnectPool;
  readonly connectTimeoutMilliseconds: number;
  readonly maxWaiting: number;
  readonly onError: (error: Error) => void;
}

/** A server and its connections, which are opened when they are needed. */
export class DatabaseServer {
  public readonly name: string;
  /** When work on it last succeeded. */
  public succeededAt = -Infinity;
  private lease?: PoolLease;
  private waiting = 0;
  private removed = false;
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly options: DatabaseServerOptions) {
    this.name = `${options.role} ${endpointText(options.endpoint)}`;
  }

  public get isReader(): boolean {
    return this.options.role === 'reader';
  }

  public get endpoint(): Endpoint {
    return this.options.endpoint;
  }

  /**
   * Does work with a connection of its own.
   *
   * @param work Calls `spoil` where the connection is not to be used again.
   * @param abandon Whether work may be given up while it runs, when the server is found not to answer. Its connection is closed then.
   */
  public async use<T>(
    work: (client: SqlPoolClient, spoil: () => void) => Promise<T>,
    { abandon = false } = {},
  ): Promise<T> {
    const { client, lease } = await this.acquire();
    let broken: Error | boolean | undefined;
    // What is asked of it fails by itself. Without a listener, the loss of a connection that is lent ends the process.
    const lost = (error: Error) => (broken = error);
    client.on('error', lost);
    try {
      const working = work(client, () => (broken = true));
      const result = await (abandon ? lease.unlessRetired(working) : working);
      this.succeededAt = Date.now();
      return result;
    } catch (error) {
      if (needsOtherConnection(error) || this.lease !== lease) broken ??= asError(error);
      if (needsOtherConnections(error)) this.renew(asError(error), lease);
      throw error;
    } finally {
      client.release(broken);
      client.removeListener('error', lost);
    }
  }

  /** Has the connections closed, those in use when they are given back, and others opened when they are needed. */
  public renew(reason: Error, lease = this.lease): void {
    if (!lease || lease !== this.lease) return;
    this.lease = undefined;
    lease.retire(reason);
    const ended = lease.pool
      .end()
      .catch((error: unknown) => this.options.onError(asError(error)))
      .finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }

  /** Opens no connection any more, and closes those that are open. */
  public async remove(): Promise<void> {
    this.removed = true;
    await this.close();
  }

  /** Closes every connection, and waits until they are closed. */
  public async close(): Promise<void> {
    this.renew(new DatabaseUnavailableError(`the ${this.name} is not used any longer`));
    await Promise.all(this.ending);
  }

  private async acquire(): Promise<{ client: SqlPoolClient; lease: PoolLease }> {
    const { connectTimeoutMilliseconds, maxWaiting } = this.options;
    if (this.waiting >= maxWaiting) {
      throw new DatabaseUnavailableError(`${this.name} has ${maxWaiting} waiting for a connection`);
    }
    this.waiting += 1;
    try {
      return await this.connection(Date.now() + connectTimeoutMilliseconds);
    } finally {
      this.waiting -= 1;
    }
  }

  private async connection(deadline: number): Promise<{ client: SqlPoolClient; lease: PoolLease }> {
    if (this.removed) throw new DatabaseUnavailableError(`the ${this.name} is not used any longer`);
    const lease = (this.lease ??= this.open());
    let late = false;
    const connecting = lease.pool.connect();
    // One that comes when nobody waits for it any more.
    connecting.then(
      (client) => late && client.release(true),
      () => undefined,
    );
    try {
      const wait = Math.max(deadline - Date.now(), 1);
      const client = await within(wait, `a connection to the ${this.name}`, lease.unlessRetired(connecting));
      return { client, lease };
    } catch (error) {
      late = true;
      // Those who waited in the queue of a pool that was given up meanwhile go to the next one.
      // Readers are read elsewhere.
      if (this.lease !== lease && !this.isReader && Date.now() < deadline) return this.connection(deadline);
      throw new DatabaseUnavailableError(`the ${this.name} gives no connection: ${asError(error).message}`, error);
    }
  }

  private open(): PoolLease {
    const { connect, endpoint, role, onError } = this.options;
    const pool = connect(endpoint, role);
    // An error that nobody listens to ends the process.
    pool.on('error', onError);
    return new PoolLease(pool);
  }
}
