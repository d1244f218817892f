import type { Stored, StoredAccount, StoredOrder } from '../judge/comparison';
import type { Holding } from '../judge/ownership';
import type { Shard } from './shard';

const HOLDING = `
  SELECT coalesce(array_agg(slot) FILTER (WHERE state = 'owned'), '{}') AS owned,
         coalesce(array_agg(slot) FILTER (WHERE state = 'fenced'), '{}') AS fenced,
         coalesce(array_agg(slot) FILTER (WHERE state = 'receiving'), '{}') AS receiving
  FROM sharding.slots`;

/** What one shard after another says of its slots. */
export async function holdingsOf(shards: readonly Shard[]): Promise<Holding[]> {
  const holdings: Holding[] = [];
  for (const shard of shards) holdings.push(await holdingOf(shard));
  return holdings;
}

async function holdingOf(shard: Shard): Promise<Holding> {
  const [row] = await shard.sql(HOLDING);
  return { shard: shard.number, ...(row as Omit<Holding, 'shard'>) };
}

/** Every row of every shard. */
export async function storedRows(shards: readonly Shard[]): Promise<Stored> {
  const each = await Promise.all(
    shards.map(async (shard) => {
      const accounts = await shard.sql('SELECT slot, key, orders FROM accounts');
      const orders = await shard.sql('SELECT slot, id::text, request::text, account FROM orders');
      const named = <T>(rows: readonly object[]) => rows.map((row) => ({ shard: shard.number, ...row }) as T);
      return { accounts: named<StoredAccount>(accounts), orders: named<StoredOrder>(orders) };
    }),
  );
  return {
    accounts: each.flatMap(({ accounts }) => accounts),
    orders: each.flatMap(({ orders }) => orders),
  };
}
