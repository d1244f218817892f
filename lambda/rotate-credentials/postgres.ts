import { Client, escapeIdentifier as identifier, escapeLiteral as literal } from 'pg';
import type { Credentials } from './credentials';
import type { AppUsers, Login, Session } from './ports';
import { scramVerifier } from './scram';
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './timeouts';

/** Codes of a refused user or password (https://www.postgresql.org/docs/current/errcodes-appendix.html, class 28). */
const REFUSED = ['28000', '28P01'];

/** What this file uses of the client. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ rowCount: number | null }>;
  end(): Promise<void>;
}

/** Opens a session, or nothing when PostgreSQL refuses the user or the password. */
export async function openPostgres(credentials: Credentials): Promise<Session | undefined> {
  const client = new Client({
    host: credentials.host,
    port: credentials.port,
    user: credentials.username,
    password: credentials.password,
    database: credentials.dbname ?? 'postgres',
    ssl: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
  });
  try {
    await client.connect();
    return postgresSession(client);
  } catch (error) {
    await client.end();
    if (REFUSED.includes((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
}

/** A session over an open connection. */
export function postgresSession(client: PostgresClient): Session {
  return {
    changePassword: async (password) => {
      await client.query(`ALTER ROLE CURRENT_USER PASSWORD ${literal(scramVerifier(password))}`);
    },
    provide: (users) => provide(client, users),
    close: () => client.end(),
  };
}

/** One transaction: it leaves everything or nothing. */
async function provide(client: PostgresClient, users: AppUsers): Promise<void> {
  await client.query('BEGIN');
  await ensureOwner(client, users);
  await ensureLogin(client, users.next.username, users.owner);
  await setPassword(client, users.next);
  if (!(await exists(client, users.current.username))) {
    await ensureLogin(client, users.current.username, users.owner);
    await setPassword(client, users.current);
  }
  if (!(await exists(client, users.iam))) await createIamUser(client, users);
  await client.query('COMMIT');
}

async function ensureOwner(client: PostgresClient, { owner, database }: AppUsers): Promise<void> {
  if (!(await exists(client, owner))) await client.query(`CREATE ROLE ${identifier(owner)} NOLOGIN`);
  // From PostgreSQL 16 on a role's creator may not use it; without this the administrator could not reach its tables.
  await client.query(`GRANT ${identifier(owner)} TO CURRENT_USER`);
  await client.query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${identifier(database)} TO ${identifier(owner)}`);
  await client.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${identifier(owner)}`);
}

/** A user that acts as the owner from its first statement on, so that whatever it creates belongs to all of them. */
async function ensureLogin(client: PostgresClient, user: string, owner: string): Promise<void> {
  if (!(await exists(client, user))) await client.query(`CREATE ROLE ${identifier(user)} LOGIN`);
  await client.query(`GRANT ${identifier(owner)} TO ${identifier(user)}`);
  await client.query(`ALTER ROLE ${identifier(user)} SET role TO ${literal(owner)}`);
}

/**
 * A user for IAM tokens. RDS lets no member of `rds_iam`, direct or indirect, use a password. From PostgreSQL 16 on the
 * creator of a role is a member of it, so the administrator would lock itself out. A role that exists for this transaction
 * only creates the user in its stead (https://github.com/movetokube/postgres-operator/issues/315).
 */
async function createIamUser(client: PostgresClient, { iam, owner }: AppUsers): Promise<void> {
  const creator = `${iam}_creator`;
  await client.query(`CREATE ROLE ${identifier(creator)} NOLOGIN CREATEROLE`);
  await client.query(`GRANT ${identifier(owner)} TO ${identifier(creator)}`);
  await client.query(`GRANT ${identifier(creator)} TO CURRENT_USER`);
  await client.query(`SET LOCAL ROLE ${identifier(creator)}`);
  await client.query(`CREATE ROLE ${identifier(iam)} LOGIN`);
  await client.query(`ALTER ROLE ${identifier(iam)} SET role TO ${literal(owner)}`);
  await client.query('RESET ROLE');
  await client.query(`GRANT ${identifier(owner)} TO ${identifier(iam)}`);
  await client.query(`GRANT rds_iam TO ${identifier(iam)}`);
  await client.query(`DROP ROLE ${identifier(creator)}`);
}

async function setPassword(client: PostgresClient, { username, password }: Login): Promise<void> {
  await client.query(`ALTER ROLE ${identifier(username)} PASSWORD ${literal(scramVerifier(password))}`);
}

async function exists(client: PostgresClient, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_roles WHERE rolname = $1', [role]);
  return (rowCount ?? 0) > 0;
}
