import { createConnection } from 'mysql2/promise';
import type { Credentials } from './credentials';
import type { AppUsers, Session } from './ports';
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './timeouts';

/** What this file uses of the client, which quotes the values itself. */
export interface MysqlClient {
  query(options: { sql: string; timeout: number }, values?: unknown[]): Promise<unknown>;
  end(): Promise<void>;
}

/** Opens a session, or nothing when MySQL refuses the user or the password. */
export async function openMysql(credentials: Credentials): Promise<Session | undefined> {
  try {
    const client = await createConnection({
      host: credentials.host,
      port: credentials.port,
      user: credentials.username,
      password: credentials.password,
      database: credentials.dbname,
      // Unlike the name of the authority, that of the host is verified only when asked for.
      ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' },
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    return mysqlSession(client);
  } catch (error) {
    if ((error as { code?: string }).code === 'ER_ACCESS_DENIED_ERROR') return undefined;
    throw error;
  }
}

/** A session over an open connection. */
export function mysqlSession(client: MysqlClient): Session {
  return {
    changePassword: (password) => run(client, 'ALTER USER USER() IDENTIFIED BY ?', password),
    provide: (users) => provide(client, users),
    close: () => client.end(),
  };
}

/** MySQL commits each of these statements at once; every one of them can be repeated. */
async function provide(client: MysqlClient, users: AppUsers): Promise<void> {
  const { next, current, iam } = users;
  const database = databasePattern(users.database);
  const create = "CREATE USER IF NOT EXISTS ?@'%'";
  await run(client, `${create} IDENTIFIED BY ? REQUIRE SSL`, next.username, next.password);
  await run(client, "ALTER USER ?@'%' IDENTIFIED BY ? REQUIRE SSL", next.username, next.password);
  await run(client, `${create} IDENTIFIED BY ? REQUIRE SSL`, current.username, current.password);
  // The plugin of RDS that takes an IAM token for a password.
  await run(client, `${create} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`, iam);
  for (const user of [next.username, current.username, iam]) {
    await run(client, `GRANT ALL PRIVILEGES ON ${database}.* TO ?@'%'`, user);
  }
}

async function run(client: MysqlClient, sql: string, ...values: string[]): Promise<void> {
  await client.query({ sql, timeout: STATEMENT_TIMEOUT_MS }, values);
}

/** In GRANT the name of a database is a pattern: `_` and `%` would match other databases too. */
function databasePattern(name: string): string {
  return `\`${name.replace(/`/g, '``').replace(/[_%\\]/g, '\\$&')}\``;
}
