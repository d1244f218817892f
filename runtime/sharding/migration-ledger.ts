import { createHash } from 'node:crypto';
import type { SqlClient } from '../database/sql-client';
import { SHARDING_DDL } from './schema';

/** A change of the tables of every shard. */
export interface Migration {
  /** Names it for ever, such as `0007-likes`. */
  readonly name: string;

  /**
   * One or more statements, which leave the transaction alone: without `BEGIN`, `COMMIT`, or what cannot be in a transaction, such as `CREATE
   * INDEX CONCURRENTLY`.
   */
  readonly sql: string;
}

/** Name of what each shard has before any migration. */
export const FOUNDATION = 'sharding';

/** Key of the advisory lock of whoever migrates a shard; the slots have another one. */
const LEDGER_LOCK = [0x5a4d, 0] as const;

const LEDGER = `CREATE SCHEMA IF NOT EXISTS sharding;
CREATE TABLE IF NOT EXISTS sharding.migrations (
  name text PRIMARY KEY,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)`;

/**
 * Makes a database the shard of a number, and gives it a ledger. What it has to have of this package is run again only where that has
 * changed.
 *
 * @param client In a transaction of its own.
 * @returns Whether anything was done.
 */
export async function layFoundation(client: SqlClient, shard: number): Promise<boolean> {
  await lock(client);
  await client.query(LEDGER);
  const checksum = checksumOf(SHARDING_DDL);
  const changed = (await appliedChecksum(client, FOUNDATION)) !== checksum;
  if (changed) await client.query(SHARDING_DDL);
  // It refuses a connection that leads to another shard.
  await client.query('SELECT sharding.begin($1)', [shard]);
  if (changed) {
    await client.query(
      `INSERT INTO sharding.migrations (name, checksum) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = excluded.applied_at`,
      [FOUNDATION, checksum],
    );
  }
  return changed;
}

/**
 * Applies a migration, unless it was.
 *
 * @param client In a transaction of its own.
 * @returns Whether it was applied now.
 */
export async function applyOnce(client: SqlClient, shard: number, { name, sql }: Migration): Promise<boolean> {
  await lock(client);
  const checksum = checksumOf(sql);
  const applied = await appliedChecksum(client, name);
  if (applied === checksum) return false;
  if (applied !== undefined) {
    throw new Error(
      `migration ${name} must stay what was applied to shard ${shard}, checksum ${short(applied)}, got ${short(checksum)}; add another migration`,
    );
  }
  await client.query(sql);
  await client.query('INSERT INTO sharding.migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
  return true;
}

/** Two who migrate the same shard wait for each other, and the second finds the work done. */
async function lock(client: SqlClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...LEDGER_LOCK]);
}

async function appliedChecksum(client: SqlClient, name: string): Promise<string | undefined> {
  const { rows } = await client.query('SELECT checksum FROM sharding.migrations WHERE name = $1', [name]);
  return (rows as { checksum: string }[])[0]?.checksum;
}

function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

function short(checksum: string): string {
  return checksum.slice(0, 12);
}
