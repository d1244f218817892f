import type { Cluster } from '../cluster';
import { HEAD } from './regions';

/** What the writer of one region knows of the other region that follows it: those of the same region have names of their own. */
const LAG = `SELECT coalesce(extract(epoch FROM flush_lag), 0)::float8 AS lag
  FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'`;

/** Seconds from a commit in a region until the other one says that it has it; nothing where none follows. */
export async function lagSeconds(cluster: Pick<Cluster, 'sql'>): Promise<number | undefined> {
  const rows = (await cluster.sql(HEAD, LAG, [HEAD])) as { lag: number }[];
  return rows[0]?.lag;
}

/** How far the copy in a region has got. */
export async function receivedPosition(cluster: Pick<Cluster, 'sql'>): Promise<bigint> {
  const [row] = await cluster.sql(HEAD, `SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::text AS bytes`);
  return BigInt(String(row.bytes));
}

/** How far the writer of a region is. */
export async function currentPosition(cluster: Pick<Cluster, 'sql'>): Promise<string> {
  const [row] = await cluster.sql(HEAD, 'SELECT pg_current_wal_lsn()::text AS position');
  return String(row.position);
}

/**
 * Whether the other region says that it has a position. That it is connected is not enough: one that follows another writer than before is
 * connected for a moment, to fetch what both had in common.
 */
export async function hasPosition(cluster: Pick<Cluster, 'sql'>, position: string): Promise<boolean> {
  const text = `SELECT flush_lsn >= $2::pg_lsn AS there FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'`;
  const rows = await cluster.sql(HEAD, text, [HEAD, position]);
  return rows[0]?.there === true;
}
