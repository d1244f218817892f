import type { ShardConnections } from '../connections';
import type { ShardLoad, ShardSurvey, TableSurvey } from '../levers';
import { literal, type Sessions } from '../sessions';

/** What is asked of a shard, and changes nothing. */
export class HealthLevers {
  public constructor(
    private readonly sessions: Sessions,
    private readonly connections: ShardConnections,
  ) {}

  public async survey(shard: number): Promise<ShardSurvey> {
    const [{ sharded }] = await this.sessions.rows<{ sharded: boolean }>(
      shard,
      `SELECT to_regclass('sharding.self') IS NOT NULL AS sharded`,
    );
    const [server] = await this.sessions.rows<Omit<ShardSurvey, 'shard' | 'begunAs' | 'tables'>>(shard, SERVER);
    if (!sharded) return { ...server, shard, tables: [] };
    const [self] = await this.sessions.rows<{ shard: number }>(shard, 'SELECT shard FROM sharding.self');
    const tables = await this.sessions.rows<TableSurvey>(shard, TABLES);
    return { ...server, shard, begunAs: self?.shard, tables };
  }

  /** A subscription that is taken back at once: the database connects as it would to copy. */
  public async unreachable(to: number, from: number): Promise<string | undefined> {
    const address = literal(await this.connections.address(from));
    const probe = `CREATE SUBSCRIPTION ztm_reshard_probe CONNECTION ${address} PUBLICATION ztm_reshard_probe
      WITH (create_slot = false, enabled = false, slot_name = NONE, copy_data = false)`;
    await this.sessions.run(to, 'BEGIN');
    try {
      await this.sessions.run(to, 'SET LOCAL session_replication_role = replica');
      await this.sessions.run(to, probe);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await this.sessions.run(to, 'ROLLBACK');
    }
  }

  public async load(shard: number): Promise<ShardLoad> {
    const [{ aurora }] = await this.sessions.rows<{ aurora: boolean }>(
      shard,
      `SELECT to_regproc('aurora_replica_status') IS NOT NULL AS aurora`,
    );
    const [row] = await this.sessions.rows<ShardLoad>(shard, aurora ? loadText(AURORA_LAG) : loadText(REPLICA_LAG));
    return row;
  }
}

/** Those of a physical replica: logical ones are subscriptions, among them our own. */
const REPLICA_LAG = `
  SELECT coalesce(max(extract(epoch FROM replay_lag)), 0)::float8 FROM pg_stat_replication
  WHERE pid NOT IN (SELECT active_pid FROM pg_replication_slots WHERE slot_type = 'logical' AND active_pid IS NOT NULL)`;

/** Readers of Aurora share the storage, and are no senders' receivers. */
const AURORA_LAG = `
  SELECT coalesce(max(replica_lag_in_msec), 0)::float8 / 1000 FROM aurora_replica_status()
  WHERE session_id <> 'MASTER_SESSION_ID'`;

function loadText(lag: string): string {
  return `SELECT (${lag}) AS "replicaLagSeconds",
    (SELECT count(*)::float8 FROM pg_stat_activity
      WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()) AS "activeBackends"`;
}

const SERVER = `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
    current_setting('wal_level') AS "walLevel",
    current_setting('max_replication_slots')::int - (SELECT count(*)::int FROM pg_replication_slots) AS "freeReplicationSlots",
    current_setting('max_wal_senders')::int - (SELECT count(*)::int FROM pg_stat_replication) AS "freeSenders",
    current_setting('max_logical_replication_workers')::int
      - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type LIKE 'logical replication%worker') AS "freeWorkers",
    (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
      OR coalesce(pg_has_role((SELECT oid FROM pg_roles WHERE rolname = 'rds_replication'), 'MEMBER'), false) AS "mayReplicate"`;

const TABLES = `
  SELECT format('%I.%I', t.schema, t.name) AS name, t.guarded,
    ARRAY(SELECT format('%s %s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attgenerated = '' THEN '' ELSE ' generated' END)
      FROM pg_attribute WHERE attrelid = t.relation AND attnum > 0 AND NOT attisdropped ORDER BY attnum) AS columns,
    ARRAY(SELECT a.attname::text FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = t.relation AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END
      UNION SELECT 'slot' WHERE c.relreplident = 'f' ORDER BY 1) AS identity,
    ARRAY(SELECT DISTINCT a.attname::text FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE i.indrelid = t.relation AND i.indisunique
        AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%') ORDER BY 1) AS numbered,
    greatest(c.reltuples, coalesce(s.n_live_tup, 0), 0)::float8 AS rows, pg_table_size(c.oid)::float8 AS bytes
  FROM sharding.tables t JOIN pg_class c ON c.oid = t.relation LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid ORDER BY 1`;
