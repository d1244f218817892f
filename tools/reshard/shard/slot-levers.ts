import { SLOT_LOCKS } from '../../../runtime/sharding/schema/terms';
import { FENCE_SECONDS } from '../../../lib/contract/shard-map';
import type { FlipTokens, HeldSlot, Removable } from '../levers';
import type { Sessions } from '../sessions';
import { shardedTables } from './tables';

/** What is done with the slots of a shard: the functions that it has for it, and the removal of rows. */
export class SlotLevers {
  public constructor(private readonly sessions: Sessions) {}

  public async slots(shard: number): Promise<ReadonlyMap<number, HeldSlot>> {
    const rows = await this.sessions.rows<{ slot: number; state: HeldSlot['state']; peer: number; token: string }>(
      shard,
      'SELECT slot, state, peer, token FROM sharding.slots',
    );
    return new Map(
      rows.map(({ slot, state, peer, token }) => [slot, { state, peer: peer ?? undefined, token: token ?? undefined }]),
    );
  }

  public async receive(shard: number, slots: readonly number[], from: number, token: string): Promise<void> {
    await this.sessions.run(shard, 'SELECT sharding.receive($1, $2, $3)', [slots, from, token]);
  }

  public async decline(shard: number, slots: readonly number[], token: string): Promise<void> {
    await this.sessions.run(shard, 'SELECT sharding.decline($1, $2)', [slots, token]);
  }

  public async accept(shard: number, slots: readonly number[], token: string): Promise<void> {
    const [{ owned }] = await this.sessions.rows<{ owned: number }>(shard, 'SELECT sharding.accept($1, $2) AS owned', [
      slots,
      token,
    ]);
    if (owned !== slots.length) throw new Error(`shard ${shard} accepted ${owned} of ${slots.length} slots`);
  }

  public async fence(shard: number, slots: readonly number[], token: string): Promise<void> {
    await this.sessions.run(shard, 'SELECT sharding.fence($1, $2, $3)', [slots, FENCE_SECONDS, token]);
  }

  public async drain(shard: number, slots: readonly number[], seconds: number): Promise<boolean> {
    const [{ ended }] = await this.sessions.rows<{ ended: boolean }>(shard, 'SELECT sharding.drain($1, $2) AS ended', [
      slots,
      seconds,
    ]);
    return ended;
  }

  public async flip(shard: number, slots: readonly number[], to: number, tokens: FlipTokens): Promise<void> {
    await this.sessions.run(shard, 'SELECT sharding.flip($1, $2, $3, $4)', [slots, to, tokens.fence, tokens.move]);
  }

  public async unfence(shard: number, slots: readonly number[]): Promise<void> {
    await this.sessions.run(shard, 'SELECT sharding.unfence($1)', [slots]);
  }

  public async oldestWriter(shard: number, slots: readonly number[]): Promise<number> {
    const [{ seconds }] = await this.sessions.rows<{ seconds: number }>(shard, OLDEST_WRITER, [slots]);
    return seconds;
  }

  public async remove(
    shard: number,
    slots: readonly number[],
    { state, token }: Removable,
    most: number,
  ): Promise<number> {
    const tables = await shardedTables(this.sessions, shard);
    return this.sessions.transaction(shard, async () => {
      // No application removes these rows: its triggers and foreign keys have no say. Neither has the guard of the slots, so that they are held here.
      await this.sessions.run(shard, 'SET LOCAL session_replication_role = replica');
      const held = await this.sessions.rows<{ slot: number }>(shard, HOLD, [slots, state, token ?? null]);
      let removed = 0;
      for (const table of tables) {
        const { rowCount } = await this.sessions.run(
          shard,
          `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE slot = ANY ($1) LIMIT $2))`,
          [held.map(({ slot }) => slot), most],
        );
        removed += rowCount ?? 0;
      }
      return removed;
    });
  }
}

const HOLD = `
  SELECT slot FROM sharding.slots WHERE slot = ANY ($1) AND state = $2 AND ($3::text IS NULL OR token = $3) ORDER BY slot FOR SHARE`;

const OLDEST_WRITER = `
  SELECT coalesce(max(extract(epoch FROM clock_timestamp() - a.xact_start)), 0)::float8 AS seconds
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid::bigint = ${SLOT_LOCKS}
    AND a.datname = current_database() AND l.objid::bigint = ANY ($1::bigint[])`;
