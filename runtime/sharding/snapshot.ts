import { DatabaseUnavailableError, needsOtherConnection } from '../database/failures';
import type { SqlClient } from '../database/sql-client';
import { rollback } from '../database/transaction';

/** What a transaction that reads begins with. All that it reads is of the moment of its first statement, on a replica too. */
export const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** A connection that is still in a transaction. It has the code of a broken one, since it is not to be used again. */
class UnfinishedReadError extends DatabaseUnavailableError {
  public readonly code = '08006';
}

/**
 * Does work that only reads in a transaction of one snapshot.
 *
 * @param beginning `SNAPSHOT`, maybe with further statements: then it is one round trip.
 */
export async function inSnapshot<T>(client: SqlClient, beginning: string, work: () => Promise<T>): Promise<T> {
  try {
    await client.query(beginning);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    if (needsOtherConnection(error) || (await rollback(client))) throw error;
    throw new UnfinishedReadError('the transaction of a read could not be ended', error);
  }
}
