import { Client } from 'pg';
import { migrate } from '../../../service/src/data/migrate';
import { startPostgres, type TestPostgres } from '../../support/postgres';

/** A PostgreSQL that has the tables of the service. */
export async function migratedPostgres(): Promise<TestPostgres> {
  const postgres = await startPostgres();
  await connected(postgres, migrate);
  return postgres;
}

/** Does work with a connection of its own. */
export async function connected<T>(postgres: TestPostgres, work: (client: Client) => Promise<T>): Promise<T> {
  const { host, port, user, database } = postgres;
  const client = new Client({ host, port, user, database });
  await client.connect();
  return work(client).finally(() => client.end());
}
