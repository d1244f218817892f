import { Client } from 'pg';
import { migrate } from '../../../service/src/data/migrate';
import { startPostgres, type TestPostgres } from '../../support/postgres';

/** A PostgreSQL that has the tables of the service. */
export async function migratedPostgres(): Promise<TestPostgres> {
  const postgres = await startPostgres();
  const client = new Client({
    host: postgres.host,
    port: postgres.port,
    user: postgres.user,
    database: postgres.database,
  });
  await client.connect();
  await migrate(client).finally(() => client.end());
  return postgres;
}
