import type { Verdict } from '../support/lane';
import { unless } from '../drills/planted';
import { KEYS } from './ground/schema';
import type { World } from './ground/world';
import { compare, type Comparison } from './judge/comparison';
import { brokenOwnership, ownersOf } from './judge/ownership';

/** Plants what must never be, with the guard of the shards out of the way: a comparison that does not find it proves nothing. */
export async function plant(world: World): Promise<Verdict[]> {
  const before = await compared(world);
  const [lost, doubled] = world.acknowledged.filter(({ id }) => !before.lost.includes(id));
  for (const { sql } of world.ground.shards.map((shard) => ({ sql: shard.sql.bind(shard) }))) {
    await sql(`SET session_replication_role = replica`);
    await sql('DELETE FROM orders WHERE id = $1', [lost.id]);
    await sql(
      'INSERT INTO orders (slot, id, account, request) SELECT slot, id + 1, account, request FROM orders WHERE id = $1',
      [doubled.id],
    );
  }
  const found = await compared(world);
  return [
    {
      name: 'a planted loss of a write and a planted double are found',
      problems: [
        ...unless(found.lost.includes(lost.id), 'the loss is not found'),
        ...unless(found.doubled.includes(doubled.request), 'the double is not found'),
        ...unless(
          found.lost.length === before.lost.length + 1,
          `${found.lost.length} writes are found lost, and one is`,
        ),
      ],
    },
    await secondOwner(world),
  ];
}

/** Another shard says that a slot is its own, and has a row of it. */
async function secondOwner(world: World): Promise<Verdict> {
  const [holding, other] = (await world.holdings()).filter(({ owned }) => owned.length > 0);
  const stored = await world.stored();
  const row = stored.accounts.find(({ shard, slot }) => shard === holding.shard && holding.owned.includes(slot));
  if (!row) throw new Error(`shard ${holding.shard} has no account`);
  const { ground, watcher } = world;
  watcher.take();
  const beside = ground.shards[other.shard];
  await beside.sql(
    `INSERT INTO sharding.slots (slot, state) VALUES ($1, 'owned') ON CONFLICT (slot) DO UPDATE SET state = 'owned', peer = NULL, token = NULL`,
    [row.slot],
  );
  await beside.sql(`INSERT INTO accounts (slot, key, note) VALUES ($1, $2, 'planted')`, [row.slot, row.key]);
  const found = await compared(world);
  const problems = brokenOwnership(await world.holdings(), await world.map());
  await watcher.looked(2);
  return {
    name: 'a planted second owner of a slot, and the row that two shards show then, are found',
    problems: [
      ...unless(found.onTwoShards.includes(row.key), 'the row is not found'),
      ...unless(problems.includes(`1 slots that several shards own: ${row.slot}`), 'the second owner is not found'),
      ...unless(watcher.take().ownedTwice.includes(row.slot), 'the watcher does not see the second owner'),
    ],
  };
}

async function compared(world: World): Promise<Comparison> {
  const owners = ownersOf(await world.holdings());
  return compare({ acknowledged: world.acknowledged, stored: await world.stored(), owners, keys: KEYS });
}
