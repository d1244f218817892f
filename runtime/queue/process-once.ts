import type { SqlClient } from '../database/sql-client';

/**
 * Table of the jobs that were done, for PostgreSQL: add it with the migrations of the application.
 *
 * MySQL: `id varchar(128)`, `INSERT IGNORE` instead of `ON CONFLICT`; `processOnce` speaks PostgreSQL alone.
 */
export const PROCESSED_DDL: string = `CREATE TABLE IF NOT EXISTS processed_jobs (
  id text PRIMARY KEY,
  processed_at timestamptz NOT NULL DEFAULT now()
)`;

/** Days after which it is forgotten that a job was done: longer than a queue and its dead-letter queue keep a message together. */
const REMEMBERED_DAYS = 30;

/**
 * Does the work of a job once, however often it is delivered: that it was done is written in the same transaction as its effect. Of
 * two that are delivered at the same time, the second waits for the first, and works only if that one fails. What lies
 * outside of the database (an object, an e-mail) is not part of the transaction: it must bear being done twice.
 *
 * @param client Connection that is in the transaction of the effect, of the isolation level `READ COMMITTED` (the default).
 * @param id Id of the job: `message.id` of a `QueueConsumer`.
 * @param work The effect, through the same client.
 * @returns Whether it was done now. If not, it was done before.
 */
export async function processOnce(client: SqlClient, id: string, work: () => Promise<void>): Promise<boolean> {
  if (id === '') throw new Error('id must name the job, got nothing; every job without one would count as the same');
  const { rowCount } = await client.query('INSERT INTO processed_jobs (id) VALUES ($1) ON CONFLICT (id) DO NOTHING', [
    id,
  ]);
  if (rowCount !== 1) return false;
  await work();
  return true;
}

/**
 * Forgets jobs that were done long ago. Call it now and then, such as when a worker starts.
 *
 * @param client Connection to the writer.
 * @param days Days that a job is remembered, 30 if not given. It must be longer than messages can live: up to 14 days in a queue, and as
 * long in its dead-letter queue.
 * @returns How many were forgotten.
 */
export async function forgetProcessed(client: SqlClient, days: number = REMEMBERED_DAYS): Promise<number> {
  const { rowCount } = await client.query(
    'DELETE FROM processed_jobs WHERE processed_at < now() - make_interval(days => $1)',
    [days],
  );
  return rowCount ?? 0;
}
