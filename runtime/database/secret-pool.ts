import { asError } from '../support/as-error';
import { DatabaseUnavailableError } from './failures';
import { noCredentials, readCredentials, type DatabaseCredentials } from './secret-credentials';
import type { SqlPool, SqlPoolClient } from './sql-pool';

/** What of a client of Secrets Manager is used: `SecretsManager` of `@aws-sdk/client-secrets-manager` is it as it is. */
export interface SecretsClient {
  getSecretValue(input: { SecretId: string }): Promise<{ readonly SecretString?: string }>;
}

/** Options of `secretPool`. */
export interface SecretPoolOptions {
  readonly client: SecretsClient;

  /** Name or ARN of the secret, which holds JSON with `username`, `password` and, perhaps, `dbname`. */
  readonly secret: string;

  /** Makes a pool of connections with credentials. It is asked again when they have changed. */
  readonly connect: (credentials: DatabaseCredentials) => SqlPool;

  /**
   * Seconds after which the secret is read again, while there is work. It is also read when the server refuses the credentials. Two users take
   * turns, and the password of the former one holds until the next rotation: there is no hurry.
   *
   * @default 3600
   */
  readonly refreshSeconds?: number;
}

/** States of SQL that say that credentials are refused. */
const REFUSED = /^(28000|28P01)$/;

/**
 * A pool of connections whose user and password are in a secret that rotates. They are read when the first connection is asked for; when they have
 * changed, new connections are made with the new ones, and those in use go when they are given back. Only tasks that have their password from
 * their environment need to be started anew for a rotation.
 *
 * @example
 * connectShards({
 *   connect: ({ host, port }, role, { secret }) =>
 *     secretPool({ client, secret, connect: (credentials) => new Pool({ host, port, ...credentials, max: 8 }) }),
 *   ...others,
 * });
 */
export function secretPool(options: SecretPoolOptions): SqlPool {
  return new SecretPool(options);
}

interface Current {
  readonly pool: SqlPool;
  readonly credentials: DatabaseCredentials;
}

class SecretPool implements SqlPool {
  private current?: Current;
  private readAt = -Infinity;
  private reading?: Promise<Current>;
  private ended = false;
  private readonly ending = new Set<Promise<void>>();
  private readonly listeners: ((error: Error) => void)[] = [];

  constructor(private readonly options: SecretPoolOptions) {}

  public async connect(): Promise<SqlPoolClient> {
    const current = await this.usable();
    try {
      return await current.pool.connect();
    } catch (error) {
      if (!REFUSED.test(String((error as { code?: unknown }).code))) throw error;
      const renewed = await this.renew();
      if (renewed === current) throw error;
      return renewed.pool.connect();
    }
  }

  public async end(): Promise<void> {
    this.ended = true;
    await this.reading?.catch(() => undefined);
    if (this.current) this.retire(this.current.pool);
    await Promise.all(this.ending);
  }

  public on(event: 'error', listener: (error: Error) => void): void {
    this.listeners.push(listener);
    this.current?.pool.on(event, listener);
  }

  private async usable(): Promise<Current> {
    if (this.ended) throw new DatabaseUnavailableError('the pool of connections is closed');
    if (!this.current) return this.renew();
    if (performance.now() - this.readAt >= 1000 * (this.options.refreshSeconds ?? 3600)) {
      this.renew().catch((error: unknown) => this.report(asError(error)));
    }
    return this.current;
  }

  /** What is current by the secret as it is now. All who ask meanwhile get the same. */
  private renew(): Promise<Current> {
    return (this.reading ??= this.read().finally(() => (this.reading = undefined)));
  }

  private async read(): Promise<Current> {
    const { client, secret, connect } = this.options;
    // Whoever comes while it is read, or after it could not be read, does not ask at once again.
    this.readAt = performance.now();
    const { SecretString } = await client.getSecretValue({ SecretId: secret });
    const credentials = readCredentials(SecretString);
    if (!credentials) throw new Error(noCredentials(secret));
    if (this.ended) throw new DatabaseUnavailableError('the pool of connections is closed');
    const former = this.current;
    if (former && same(former.credentials, credentials)) return former;
    const pool = connect(credentials);
    this.listeners.forEach((listener) => pool.on('error', listener));
    this.current = { pool, credentials };
    if (former) this.retire(former.pool);
    return this.current;
  }

  private retire(pool: SqlPool): void {
    const ended = pool
      .end()
      .catch((error: unknown) => this.report(asError(error)))
      .finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }

  private report(error: Error): void {
    this.listeners.forEach((listener) => listener(error));
  }
}

function same(one: DatabaseCredentials, other: DatabaseCredentials): boolean {
  return one.user === other.user && one.password === other.password && one.database === other.database;
}
