import { setTimeout as sleep } from 'node:timers/promises';
import { needsOtherConnection } from '../database/failures';
import type { SqlClient } from '../database/sql-client';
import type { SqlPool } from '../database/sql-pool';
import { begin, BrokenConnectionError, commitWork, rollback } from '../database/transaction';
import { backoff } from '../support/backoff';

/** Options of `retryTransaction`. */
export interface RetryTransactionOptions {
  /**
   * How often the work is run at most, 1 to 100.
   *
   * @default 8
   */
  readonly attempts?: number;

  /**
   * Milliseconds of the first pause, 0 to 1,000. Each is twice the one before, up to a second, and up to a half less by chance.
   *
   * @default 10
   */
  readonly firstPauseMilliseconds?: number;
}

/**
 * What a transaction says that lost against another one: nothing of it was done. Aurora DSQL says so mostly when it commits, of rows (OC000) and of
 * the schema (OC001); https://docs.aws.amazon.com/aurora-dsql/latest/userguide/working-with-concurrency-control.html.
 */
const CONFLICT = '40001';

const MOST_PAUSE_MILLISECONDS = 1000;

/**
 * Does work in a transaction, and does it again from its beginning where the transaction lost against another one (SQLSTATE 40001), or its
 * connection was broken before it began.
 *
 * **The work may run several times**, each taken back but the last: it must do nothing outside of the database that may not be done twice, and read in
 * each run what it depends on. A commit whose answer is lost is not run again, because nobody here knows whether it was done: give each write an id
 * that the database keeps unique. For Aurora DSQL, and for PostgreSQL whose transactions are `SERIALIZABLE` or `REPEATABLE READ`.
 *
 * @param pool `Pool` of `pg`.
 * @param work Does everything through the client that it is given, and leaves the transaction to this function. Errors have to leave it.
 * @returns What the last run of the work gives.
 * @throws Error the error of the database if the last attempt lost as well, and at once any other error of work or database
 */
export async function retryTransaction<T>(
  pool: SqlPool,
  work: (client: SqlClient) => Promise<T>,
  { attempts = 8, firstPauseMilliseconds = 10 }: RetryTransactionOptions = {},
): Promise<T> {
  checkOptions(attempts, firstPauseMilliseconds);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(pool, work);
    } catch (error) {
      if (attempt === attempts || !wasNotDone(error)) throw error;
    }
    await sleep(
      backoff(attempt, { firstMilliseconds: firstPauseMilliseconds, mostMilliseconds: MOST_PAUSE_MILLISECONDS }),
    );
  }
}

async function transaction<T>(pool: SqlPool, work: (client: SqlClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean | undefined;
  // Without a listener, the loss of a connection that is lent ends the process.
  const lost = (error: Error) => (broken = error);
  client.on('error', lost);
  try {
    await begin(client);
    const result = await work(client);
    await commitWork(client);
    return result;
  } catch (error) {
    if (needsOtherConnection(error) || !(await rollback(client))) broken ??= true;
    throw error;
  } finally {
    client.release(broken);
    client.removeListener('error', lost);
  }
}

function wasNotDone(error: unknown): boolean {
  return error instanceof BrokenConnectionError || (error as { code?: unknown } | undefined)?.code === CONFLICT;
}

function checkOptions(attempts: number, firstPauseMilliseconds: number): void {
  const broken = [
    ...(Number.isInteger(attempts) && attempts >= 1 && attempts <= 100
      ? []
      : [`attempts must be a whole number from 1 to 100, got ${attempts}; leave it out to have 8`]),
    ...(firstPauseMilliseconds >= 0 && firstPauseMilliseconds <= MOST_PAUSE_MILLISECONDS
      ? []
      : [
          `firstPauseMilliseconds must be from 0 to ${MOST_PAUSE_MILLISECONDS}, got ${firstPauseMilliseconds}; leave it out to have 10`,
        ]),
  ];
  if (broken.length > 0) throw new Error(broken.join('\n'));
}
