import type { SqlClient } from '../database/sql-client';
import type { OutboxJob } from './outbox';

/** Jobs that are due, longest waiting first, and held until the transaction ends: other relays pass over them. */
export async function claim(client: SqlClient, limit: number): Promise<OutboxJob[]> {
  const { rows } = await client.query(
    `SELECT id, queue, body FROM outbox WHERE due_at <= now()
     ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows as OutboxJob[];
}

export async function remove(client: SqlClient, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await client.query('DELETE FROM outbox WHERE id = ANY($1)', [ids]);
}

/** Puts jobs off: 1 second after the first failure, then twice as long each time, up to a minute. */
export async function postpone(client: SqlClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `UPDATE outbox SET attempts = attempts + 1,
       due_at = clock_timestamp() + make_interval(secs => least(60, 2 ^ least(attempts, 6)))
     WHERE id = ANY($1)`,
    [ids],
  );
}

/** Seconds until the next job is due, or nothing where none waits. Zero or less: another relay holds it, or will be done soon. */
export async function secondsUntilDue(client: SqlClient): Promise<number | undefined> {
  const { rows } = await client.query(
    'SELECT extract(epoch FROM min(due_at) - clock_timestamp())::float8 AS seconds FROM outbox',
  );
  return (rows as { seconds: number | null }[])[0]?.seconds ?? undefined;
}
