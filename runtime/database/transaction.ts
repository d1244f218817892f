import { within } from '../support/within';
import { DatabaseUnavailableError, needsOtherConnection } from './failures';
import { LATEST, type Position } from './position';
import type { SqlClient } from './sql-client';

/** Milliseconds that taking back a transaction may take. */
const ROLLBACK_TIMEOUT = 1000;

/** Begins a transaction. A broken connection shows here. */
export async function begin(client: SqlClient): Promise<void> {
  try {
    await client.query('BEGIN');
  } catch (error) {
    throw needsOtherConnection(error) ? new BrokenConnectionError(error) : error;
  }
}

/** Nothing was done on a connection that was broken before. It has the code of what broke it. */
export class BrokenConnectionError extends DatabaseUnavailableError {
  public readonly code = '08006';

  constructor(cause: unknown) {
    super('the connection to the writer was broken before anything was done', cause);
  }
}

/** Commits. */
export async function commitWork(client: SqlClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command === 'ROLLBACK') {
    throw new Error('the work must not go on after a statement that failed: its transaction was taken back');
  }
}

/** Commits, and says where the writer is after it. */
export async function commit(client: SqlClient, engine: 'postgres' | 'mysql'): Promise<Position> {
  await commitWork(client);
  if (engine === 'mysql') return LATEST;
  try {
    // Where it inserts, not where it has written: with an asynchronous commit, that is before what was committed.
    const { rows } = await client.query('SELECT pg_current_wal_insert_lsn()::text AS position');
    const [row] = rows as { position: string | null }[];
    return row?.position ?? LATEST;
  } catch {
    // It is committed, whatever happens to the connection after that.
    return LATEST;
  }
}

/** Takes a transaction back, and says whether the connection did that. */
export async function rollback(client: SqlClient): Promise<boolean> {
  try {
    await within(ROLLBACK_TIMEOUT, 'taking back a transaction', client.query('ROLLBACK'));
    return true;
  } catch {
    return false;
  }
}
