import type { Position } from './position';
import type { SqlClient } from './sql-client';

/** What a server says of itself. */
export interface Progress {
  /** Whether it takes no writes. */
  readonly follows: boolean;
  /** How far it is; nothing where it does not tell. */
  readonly position?: Position;
}

const POSTGRES = `SELECT pg_is_in_recovery() AS follows,
  (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text AS position`;

/** Not supported: what is asked for does not exist there, or not now. */
const NOT_TOLD = /^(0A000|42883|55000)$/;

/** Asks a server how far it is. */
export async function progressOf(client: SqlClient, engine: 'postgres' | 'mysql'): Promise<Progress> {
  if (engine === 'mysql') {
    await client.query('SELECT 1');
    return { follows: false };
  }
  try {
    const { rows } = await client.query(POSTGRES);
    const [row] = rows as { follows: boolean; position: string | null }[];
    return { follows: row?.follows ?? false, position: row?.position ?? undefined };
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Readers of Aurora replay no log: they share the writer's storage, and are some 20 ms behind.
    if (typeof code === 'string' && NOT_TOLD.test(code)) return { follows: true };
    throw error;
  }
}
