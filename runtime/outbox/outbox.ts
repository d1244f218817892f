import type { SqlClient } from '../database/sql-client';

/** A job that is to be delivered to a queue. */
export interface OutboxJob {
  /** Id of the job, 1 to 128 characters, the same whenever the write that it belongs to is repeated. The consumer gets it. */
  readonly id: string;
  /** Name of the queue, as the application knows it, such as `jobs`. */
  readonly queue: string;
  /** What the consumer gets: text of up to 255 KiB. What is larger belongs into a bucket. */
  readonly body: string;
}

/** Messages of 256 KiB fit into every queue and batch. The rest is for the attribute with the id. */
const MOST_BODY_BYTES = 255 * 1024;

/** What SQS refuses in a body: everything that XML 1.0 has no place for, half pairs of surrogates among it. */
const NOT_TEXT = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Jobs that are written in the same transaction as the data: a job is there if, and only if, the data is. An `OutboxRelay` delivers
 * it after the commit, at least once. The table is that of `OUTBOX_DDL`.
 *
 * @example
 * await database.write(async (client) => {
 *   await insertPhoto(client, photo);
 *   await Outbox.add(client, { queue: 'jobs', id: photo.id, body: JSON.stringify({ photo: photo.id }) });
 * });
 * relay.wake();
 */
export class Outbox {
  private constructor() {}

  /**
   * Adds a job. One that waits under the same id stays as it is.
   *
   * @param client Connection that is in the transaction of the data.
   * @param job What is to be delivered.
   */
  public static async add(client: SqlClient, { id, queue, body }: OutboxJob): Promise<void> {
    const problems = [
      ...(id.length >= 1 && id.length <= 128 ? [] : [`id must have 1 to 128 characters, got ${id.length}; shorten it`]),
      ...(queue === '' ? ['queue must be named, got nothing; name the queue'] : []),
      ...(body === '' ? ['body must hold something, got nothing; SQS takes no empty message'] : []),
      ...(Buffer.byteLength(body) <= MOST_BODY_BYTES
        ? []
        : [`body must have up to ${MOST_BODY_BYTES} bytes, got ${Buffer.byteLength(body)}; put it into a bucket`]),
      ...(NOT_TEXT.test(body) ? ['body must be text that XML has a place for, got other characters; encode it'] : []),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    await client.query('INSERT INTO outbox (id, queue, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING', [
      id,
      queue,
      body,
    ]);
  }
}
