import { Client } from 'pg';
import { SHARDING_DDL } from '../../../runtime/sharding/schema';
import type { TestPostgres } from '../../support/postgres';

/** Table of the tests, as an application would make it. */
export const ITEMS = `CREATE TABLE items (slot smallint NOT NULL, id bigint NOT NULL, body text, PRIMARY KEY (slot, id))`;

/** Makes a server a shard with one sharded table, which belongs to the role of an application that has two users. */
export async function prepareShard(server: TestPostgres, shard: number): Promise<void> {
  await server.sql(`
    CREATE ROLE app NOLOGIN; CREATE ROLE app_a LOGIN IN ROLE app; ALTER ROLE app_a SET role = 'app'; GRANT CREATE ON SCHEMA public TO app`);
  await server.sql(SHARDING_DDL);
  await server.sql('SELECT sharding.begin($1)', [shard]);
  const client = await connect(server);
  await client.query(ITEMS);
  await client.query(`SELECT sharding.protect('items')`);
  await client.end();
}

/** Connects as a user of the application, or as another one. */
export async function connect({ host, port, database }: TestPostgres, user = 'app_a'): Promise<Client> {
  const client = new Client({ host, port, database, user });
  await client.connect();
  // Of a server that goes.
  client.on('error', () => {});
  return client;
}

/** What a statement is refused with: its state of SQL, what it says, and what it adds. */
export async function refusal(
  statement: Promise<unknown>,
): Promise<{ code: string; message: string; detail?: unknown }> {
  try {
    await statement;
  } catch (error) {
    const { code, message, detail } = error as { code: string; message: string; detail?: string };
    return detail === undefined ? { code, message } : { code, message, detail: JSON.parse(detail) as unknown };
  }
  throw new Error('it was not refused');
}
