import { MIGRATIONS, type Migration } from './migrations';

/** What of a client of `pg` is used. */
export interface MigrationClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Any number: those who hold the lock with it wait for each other. */
const LOCK = 4_201_907;

/**
 * Applies what was not applied yet, each step in a transaction of its own. Safe to run twice, and by several at once.
 *
 * @returns Ids of the steps that were applied.
 */
export async function migrate(
  client: MigrationClient,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (id text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query('SELECT id FROM migrations');
    const applied = new Set((rows as { id: string }[]).map(({ id }) => id));
    const pending = migrations.filter(({ id }) => !applied.has(id));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ id }) => id);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  }
}

async function apply(client: MigrationClient, { id, statements }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('INSERT INTO migrations (id) VALUES ($1)', [id]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${id} failed`, { cause: error });
  }
}
