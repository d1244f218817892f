import { Pool } from 'pg';
import type { WebParts } from '../../../service/src/http/parts';
import type { TestPostgres } from '../../support/postgres';

/** A database without readers, for tests of what is asked of one. What is real about it is PostgreSQL. */
export function singleDatabase(postgres: TestPostgres): { database: WebParts['database']; end: () => Promise<void> } {
  const { host, port, user, database: name } = postgres;
  const pool = new Pool({ host, port, user, database: name, max: 4 });
  const database = {
    read: async (work: (client: unknown) => Promise<unknown>) => {
      const client = await pool.connect();
      return work(client).finally(() => client.release());
    },
    write: async (work: (client: unknown) => Promise<unknown>) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(client);
        await client.query('COMMIT');
        const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn');
        return { result, position: rows[0]?.lsn };
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  };
  return { database: database as never, end: () => pool.end() };
}
