import { Environment } from '../../lib/contract/environment';
import { parseEndpoint } from '../topology/topology';
import { currentToken, type DistributedSqlSigner } from './token';

/** Options of `distributedSqlPoolOptions`. */
export interface DistributedSqlOptions {
  /** Such as `process.env`, of a task whose service is bound to a `DistributedSql`. */
  readonly environment: Readonly<Record<string, string | undefined>>;

  /** Makes tokens for the host in `DATABASE_WRITER_HOST`. */
  readonly signer: DistributedSqlSigner;

  /**
   * Seconds for which a token is used again, 0 to 840, and less than the `expiresIn` of the signer (900 unless it is told otherwise). A token also
   * ends with the credentials that signed it, which the SDK renews as late as 5 minutes before their end.
   *
   * @default 240
   */
  readonly reuseTokenSeconds?: number;

  /** Milliseconds of a clock. */
  readonly now?: () => number;
}

/** What a `Pool` of `pg` is given to connect to Aurora DSQL. */
export interface DistributedSqlPoolOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Asked for each connection that is opened. */
  readonly password: () => Promise<string>;
  /** Certificate and name of the server are verified, with the authorities that Node brings along. */
  readonly ssl: { readonly rejectUnauthorized: true };
  /** Seconds after which a connection is replaced. */
  readonly maxLifetimeSeconds: number;
}

/**
 * AWS ends connections after 60 minutes, and a transaction may take 5
 * (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/CHAP_quotas.html): one that begins at the last moment still ends by itself.
 */
const LIFETIME_SECONDS = 55 * 60;

/** Tokens of the SDK hold for 15 minutes unless it is told otherwise; the last one is left for connecting. */
const MOST_REUSE_SECONDS = 840;

/**
 * What a `Pool` of `pg` needs to connect to the `DistributedSql` that a service is bound to: where it is, who connects, a token as password,
 * TLS that is verified, and an age at which connections are replaced before AWS ends them. Bounds of the pool are the application's: give it a
 * `max`, a `connectionTimeoutMillis` and a `query_timeout`.
 *
 * A person has to make the user once (see `DistributedSql`): until then connections are refused.
 *
 * @throws Error if the environment says not where the database is, or `reuseTokenSeconds` is out of range
 * @example
 * const { env } = process;
 * const signer = new DsqlSigner({ hostname: env.DATABASE_WRITER_HOST ?? '', region: env.AWS_REGION });
 * const pool = new Pool({ ...distributedSqlPoolOptions({ environment: env, signer }), max: 8 });
 */
export function distributedSqlPoolOptions(options: DistributedSqlOptions): DistributedSqlPoolOptions {
  const { environment, signer, reuseTokenSeconds = 240, now = () => performance.now() } = options;
  if (!(reuseTokenSeconds >= 0 && reuseTokenSeconds <= MOST_REUSE_SECONDS)) {
    throw new Error(
      `reuseTokenSeconds must be from 0 to ${MOST_REUSE_SECONDS}, got ${reuseTokenSeconds}; leave it out to have 240`,
    );
  }
  const names = `${Environment.DATABASE_WRITER_HOST} and ${Environment.DATABASE_PORT}`;
  const endpoint = `${text(environment, Environment.DATABASE_WRITER_HOST)}:${text(environment, Environment.DATABASE_PORT)}`;
  const { host, port } = parseEndpoint(names, endpoint);
  return {
    host,
    port,
    database: text(environment, Environment.DATABASE_NAME),
    user: text(environment, Environment.DATABASE_USER),
    password: currentToken(signer, reuseTokenSeconds, now),
    ssl: { rejectUnauthorized: true },
    maxLifetimeSeconds: LIFETIME_SECONDS,
  };
}

function text(environment: DistributedSqlOptions['environment'], name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new Error(`${name} must be set, got ${JSON.stringify(value)}; bind the service to a DistributedSql`);
}
