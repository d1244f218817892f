import type { Clock } from '../ground';
import type { ShardConnections } from '../connections';
import type { Copy, CopyProgress, SlotSum } from '../levers';
import { literal, type Sessions } from '../sessions';
import { slotFilter } from './slot-filter';
import { shardedTables } from './tables';

/** How often, and how long between, it is tried to drop a replication slot whose sender is still ending. */
const DROP_ATTEMPTS = 100;
const DROP_MILLISECONDS = 100;

/** Copies of slots: a publication and a replication slot at the source, a subscription at the target. */
export class CopyLevers {
  public constructor(
    private readonly sessions: Sessions,
    private readonly connections: ShardConnections,
    private readonly clock: Clock,
  ) {}

  public async isCopying({ name, from, to }: Copy): Promise<boolean> {
    const [{ enabled }] = await this.sessions.rows<{ enabled: boolean }>(to, ENABLED, [name]);
    if (!enabled) return false;
    const [{ complete }] = await this.sessions.rows<{ complete: boolean }>(from, COMPLETE, [name]);
    if (!complete) return false;
    // The password may be another one by now.
    const address = literal(await this.connections.address(from));
    await this.sessions.run(to, `ALTER SUBSCRIPTION ${name} CONNECTION ${address}`);
    return true;
  }

  public async copy({ name, from, to }: Copy, slots: readonly number[], token: string): Promise<void> {
    const tables = await shardedTables(this.sessions, from);
    const filter = slotFilter(slots);
    const published = [
      ...tables.map((table) => `${table} WHERE (${filter})`),
      `sharding.marks WHERE (subscription = ${literal(name)})`,
    ];
    // Before the replication slot: what is decoded looks for the publication in the catalog as it was at that time.
    await this.sessions.run(
      from,
      `CREATE PUBLICATION ${name} FOR TABLE ${published.join(', ')} WITH (publish = 'insert, update, delete')`,
    );
    await this.sessions.run(from, `SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [name]);
    const address = literal(await this.connections.address(from));
    await this.sessions.transaction(to, async () => {
      const held = await this.sessions.run(to, HOLD_RECEIVING, [slots, token]);
      if (held.rowCount !== slots.length)
        throw new Error(`shard ${to} receives ${held.rowCount} of ${slots.length} slots`);
      // A slot that is made by the subscription cannot be made in a transaction, which holds the slots for whoever has received them.
      await this.sessions.run(
        to,
        `CREATE SUBSCRIPTION ${name} CONNECTION ${address} PUBLICATION ${name} WITH (create_slot = false)`,
      );
    });
  }

  public async progress({ name, to }: Copy): Promise<CopyProgress> {
    const [row] = await this.sessions.rows<CopyProgress>(to, PROGRESS, [name]);
    return row;
  }

  public async endCopy({ name, from, to }: Copy): Promise<void> {
    const [{ system }] = await this.sessions.rows<{ system: string }>(to, SYSTEM);
    const [known] = await this.sessions.rows<{ oid: string }>(
      to,
      'SELECT oid::text FROM pg_subscription WHERE subname = $1',
      [name],
    );
    if (known) {
      await this.sessions.run(to, `ALTER SUBSCRIPTION ${name} DISABLE`);
      // So it can be dropped while the source does not answer.
      await this.sessions.run(to, `ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
      await this.sessions.run(to, `DROP SUBSCRIPTION ${name}`);
    }
    const living = await this.sessions.rows<{ oid: string }>(to, 'SELECT oid::text FROM pg_subscription');
    const kept = living.map(({ oid }) => oid);
    await this.sessions.run(to, 'DELETE FROM sharding.marks WHERE subscription = $1', [name]);
    await this.dropReplicationSlots(from, name, { system, kept });
    await this.sessions.run(from, `DROP PUBLICATION IF EXISTS ${name}`);
    await this.sessions.run(from, 'DELETE FROM sharding.marks WHERE subscription = $1', [name]);
  }

  public async mark({ name, from }: Copy, token: string): Promise<void> {
    await this.sessions.run(from, 'INSERT INTO sharding.marks (subscription, token) VALUES ($1, $2)', [name, token]);
  }

  public async hasMark({ name, to }: Copy, token: string): Promise<boolean> {
    const { rowCount } = await this.sessions.run(
      to,
      'SELECT FROM sharding.marks WHERE subscription = $1 AND token = $2',
      [name, token],
    );
    return rowCount === 1;
  }

  public async sums(shard: number, slots: readonly number[], seconds: number): Promise<readonly SlotSum[]> {
    const tables = await shardedTables(this.sessions, shard);
    if (tables.length === 0) return [];
    const each = tables.map(
      (table) =>
        `SELECT ${literal(table)} AS "table", slot, count(*)::float8 AS rows,
           sum(hashtextextended((sharded.*)::text COLLATE "C", 0))::text AS sum
         FROM ${table} AS sharded WHERE slot = ANY ('{${slots.join(',')}}'::smallint[]) GROUP BY slot`,
    );
    return this.sessions.transaction(shard, async () => {
      await this.sessions.run(shard, `SET LOCAL statement_timeout = ${Math.max(1, Math.round(seconds * 1000))}`);
      return this.sessions.rows<SlotSum>(shard, each.join(' UNION ALL '));
    });
  }

  /** That of the subscription, and those that its workers have made for single tables. */
  private async dropReplicationSlots(
    shard: number,
    name: string,
    { system, kept }: { readonly system: string; readonly kept: readonly string[] },
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const rows = await this.sessions.rows<{ slot_name: string; active_pid: number | null }>(
        shard,
        REPLICATION_SLOTS,
        [name, system, kept],
      );
      if (rows.length === 0) return;
      if (attempt > DROP_ATTEMPTS) throw new Error(`shard ${shard} still has replication slots of ${name}`);
      for (const { slot_name, active_pid } of rows) {
        if (active_pid === null) await this.sessions.run(shard, DROP_REPLICATION_SLOT, [slot_name]);
        else await this.sessions.run(shard, 'SELECT pg_terminate_backend($1)', [active_pid]);
      }
      await this.clock.sleep(DROP_MILLISECONDS);
    }
  }
}

const SYSTEM = 'SELECT system_identifier::text AS system FROM pg_control_system()';

const ENABLED = 'SELECT coalesce((SELECT subenabled FROM pg_subscription WHERE subname = $1), false) AS enabled';

/** A slot that was kept from growing, or invalidated otherwise, cannot be read on. */
const COMPLETE = `
  SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1 AND wal_status IS DISTINCT FROM 'lost')
    AND EXISTS (SELECT FROM pg_publication WHERE pubname = $1)
    AND NOT EXISTS (SELECT schema, name FROM sharding.tables
      EXCEPT SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = $1) AS complete`;

const HOLD_RECEIVING = `
  SELECT FROM sharding.slots WHERE slot = ANY ($1) AND state = 'receiving' AND token = $2 ORDER BY slot FOR SHARE`;

const PROGRESS = `
  SELECT count(*) FILTER (WHERE r.srsubstate = 'r')::float8 AS "tablesDone", count(*)::float8 AS tables,
    (SELECT coalesce(sum(tuples_processed), 0)::float8 FROM pg_stat_progress_copy
      WHERE datname = current_database() AND type = 'CALLBACK') AS rows,
    coalesce((SELECT apply_error_count + sync_error_count FROM pg_stat_subscription_stats WHERE subname = $1), 0)::float8 AS failures
  FROM pg_subscription s JOIN pg_subscription_rel r ON r.srsubid = s.oid WHERE s.subname = $1`;

const REPLICATION_SLOTS = `
  SELECT slot_name, active_pid FROM pg_replication_slots
  WHERE slot_type = 'logical' AND database = current_database() AND (slot_name = $1 OR NOT active
    AND slot_name ~ ('^pg_[0-9]+_sync_[0-9]+_' || $2 || '$') AND split_part(slot_name, '_', 2) <> ALL ($3::text[]))`;

/** It may have gone, or been taken, since it was looked at. */
const DROP_REPLICATION_SLOT = `
  SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active`;
