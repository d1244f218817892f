/**
 * How far a database is: what the next read has to see. A text that clients can keep, such as `16/B374D848`; it is what
 * `pg_current_wal_insert_lsn` answers.
 */
export type Position = string;

/** Beyond everything: only the writer has got there. What a write has whose position is not known, and every write of MySQL. */
export const LATEST: Position = 'FFFFFFFF/FFFFFFFF';

/** Whether a database that is at one position has got to another one. */
export function hasReached(position: Position, other: Position): boolean {
  return value(position) >= value(other);
}

function value(position: Position): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(position) ?? [];
  if (high === undefined || low === undefined) {
    throw new Error(`position must be that of a write, such as 16/B374D848, got ${JSON.stringify(position)}`);
  }
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
