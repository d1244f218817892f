import { LATEST } from '../database/position';
import type { SqlClient } from '../database/sql-client';
import type { ShardPosition, ShardWritten } from './shards-options';
import { UnsureError, type Route, type SlotRouter } from './slot-router';
import { inSnapshot, SNAPSHOT } from './snapshot';

/**
 * Reads where a slot is. While the slot moves, the shard says in the snapshot that is read that it has the slot: then what is read is
 * complete, on a replica too.
 */
export async function readSlot<T>(
  router: SlotRouter,
  route: Route,
  work: (client: SqlClient) => Promise<T>,
  after?: ShardPosition,
): Promise<T> {
  const { slot, pool, asks, since, fromWriter } = route;
  const elsewhere = after !== undefined && after.shard !== pool.shard;
  const position = fromWriter || elsewhere ? LATEST : after?.position;
  if (asks) {
    const beginning = `${SNAPSHOT}; SELECT sharding.check(${slot})`;
    return pool.database.read((client) => inSnapshot(client, beginning, () => work(client)), { after: position });
  }
  const result = await pool.database.read(work, { after: position });
  if (!router.holds([slot], [since])) throw new UnsureError();
  return result;
}

/**
 * Writes where a slot is. The trigger of a table speaks only of rows that are there: that nothing was found to change is true only where
 * the shard has the slot, so either it says so first, or the slot has not moved by the time that all is done.
 */
export async function writeSlot<T>(
  router: SlotRouter,
  route: Route,
  work: (client: SqlClient) => Promise<T>,
): Promise<ShardWritten<T>> {
  const { slot, pool, asks, since } = route;
  const { result, position } = await pool.database.write(async (client) => {
    if (asks) await client.query('SELECT sharding.enter($1)', [slot]);
    const done = await work(client);
    if (!asks && !router.holds([slot], [since])) throw new UnsureError();
    return done;
  });
  return { result, position: { shard: pool.shard, position } };
}
