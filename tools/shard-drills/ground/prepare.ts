import { SHARDING_DDL } from '../../../runtime/sharding/schema';
import type { Ground } from './ground';
import { APPLICATION_DDL, FILL, KEYS, SLOTS, TABLES } from './schema';
import { APPLICATION } from './shard';

/** Makes the tables of the application on every shard, and its accounts on the first. */
export async function prepare({ shards }: Ground): Promise<void> {
  for (const shard of shards) {
    await shard.sql(SHARDING_DDL);
    await shard.sql('SELECT sharding.begin($1)', [shard.number]);
    await shard.sql(`SET ROLE ${APPLICATION}; ${APPLICATION_DDL}; RESET ROLE`);
    for (const table of TABLES) await shard.sql('SELECT sharding.protect($1)', [table]);
  }
  // Each row takes the lock of its slot until its transaction ends.
  for (let from = 0; from < KEYS.length; from += BATCH) {
    await shards[0].sql(FILL, [SLOTS.slice(from, from + BATCH), KEYS.slice(from, from + BATCH)]);
  }
}

/** Accounts of one transaction. */
const BATCH = 1000;
