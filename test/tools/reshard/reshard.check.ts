import { readShardMap, SHARDS_RECORD, slotOf, type ShardMap } from '../../../lib/contract/shard-map';
import { PHASES } from '../../../tools/reshard/ground';
import { abort, dryRun, recordOf, reshard, resume } from '../../../tools/reshard/reshard';
import { startPostgres, type TestPostgres } from '../../support/postgres';
import { prepareShard } from '../../runtime/sharding/shard-server';
import { Killed, TestGround } from './ground';

const KEYS = 3000;
const SETTINGS = ['wal_level=logical', 'max_logical_replication_workers=8', 'max_worker_processes=12'];

let servers: TestPostgres[];
let ground: TestGround;

beforeAll(async () => {
  servers = await Promise.all([0, 1, 2].map(() => startPostgres(SETTINGS)));
  for (const [shard, server] of servers.entries()) await prepareShard(server, shard);
  const rows = Array.from({ length: KEYS }, (_, id) => `(${slotOf(`key-${id}`)}, ${id}, 'written at first')`);
  await servers[0].sql(`INSERT INTO items VALUES ${rows.join(', ')}`);
  ground = new TestGround(servers);
}, 120_000);

afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function map(): Promise<ShardMap> {
  return readShardMap((await ground.store.read(SHARDS_RECORD)).value ?? '');
}

/** Ids of all rows, with the shard that they are on; each is there once, on the shard that the map says. */
async function places(): Promise<Map<number, number>> {
  const { owners } = await map();
  const found = new Map<number, number>();
  for (const [shard, server] of servers.entries()) {
    for (const { id, slot } of (await server.sql('SELECT id::int, slot FROM items')) as {
      id: number;
      slot: number;
    }[]) {
      expect({ id, shards: [found.get(id), shard] }).toEqual({ id, shards: [undefined, owners[slot]] });
      found.set(id, shard);
    }
  }
  return found;
}

/** What shards own by their own word, in the order of slots. */
async function owned(): Promise<number[]> {
  const owners: number[] = [];
  for (const [shard, server] of servers.entries()) {
    for (const { slot } of (await server.sql(`SELECT slot FROM sharding.slots WHERE state = 'owned'`)) as {
      slot: number;
    }[]) {
      expect(owners[slot]).toBeUndefined();
      owners[slot] = shard;
    }
  }
  return owners;
}

async function nothingIsLeft(): Promise<void> {
  for (const server of servers) {
    for (const table of ['pg_publication', 'pg_subscription', 'pg_replication_slots']) {
      expect(await server.sql(`SELECT * FROM ${table}`)).toEqual([]);
    }
    expect(await server.sql(`SELECT slot FROM sharding.slots WHERE state IN ('fenced', 'receiving')`)).toEqual([]);
  }
  expect((await map()).moves).toEqual([]);
}

test('says what it would do, and does nothing', async () => {
  const { plan } = await dryRun(ground, { kind: 'add', count: 1 });
  expect(plan.pairs.map(({ from, to, slots }) => [from, to, slots.length])).toEqual([[0, 1, 2048]]);
  expect(await recordOf(ground)).toEqual({ version: 0 });
});

test('moves slots to a shard that is added, with what is written to them meanwhile, and leaves nothing behind', async () => {
  let id = KEYS;
  let writing = true;
  const writer = (async () => {
    while (writing) {
      const slot = slotOf(`key-${id}`);
      const insert = `INSERT INTO items VALUES (${slot}, ${id}, 'written meanwhile')`;
      // To whom it belongs, as a router finds out.
      const done = await servers[0]
        .sql(insert)
        .catch(() => servers[1].sql(insert))
        .catch(() => undefined);
      if (done) id += 1;
    }
  })();
  const { state, rows, pauses } = await reshard(ground, { kind: 'add', count: 1 });
  writing = false;
  await writer;
  expect(state).toBe('done');
  expect(pauses).toHaveLength(2);
  expect(id).toBeGreaterThan(KEYS);
  const found = await places();
  expect(found.size).toBe(id);
  expect([...found.values()].filter((shard) => shard === 1).length).toBeGreaterThanOrEqual(rows);
  expect(await owned()).toEqual((await map()).owners);
  await nothingIsLeft();
}, 60_000);

test.each(PHASES.map((phase, index) => [phase, index] as const))(
  'ends as if nothing had happened when it was killed at "%s" and somebody resumes',
  async (phase, index) => {
    const rows = (await places()).size;
    ground.killedAt = phase;
    const request = index % 2 === 0 ? ({ kind: 'drain', shard: 1 } as const) : ({ kind: 'add', count: 1 } as const);
    await expect(reshard(ground, request)).rejects.toThrow(Killed);
    ground.holder = `${ground.holder}'`;
    await resume(ground);
    expect((await map()).shards).toEqual(index % 2 === 0 ? [0] : [0, 1]);
    expect((await places()).size).toBe(rows);
    expect(await owned()).toEqual((await map()).owners);
    await nothingIsLeft();
  },
  60_000,
);

test('gives up what has not changed hands, and keeps what has', async () => {
  const rows = (await places()).size;
  ground.killedAt = 'flipped';
  await expect(reshard(ground, { kind: 'add', count: 1 })).rejects.toThrow(Killed);
  await expect(reshard(ground, { kind: 'drain', shard: 0 })).rejects.toThrow(
    'ztm reshard --add 1 must be over first, got it in progress; use --resume or --abort',
  );
  expect((await abort(ground)).state).toBe('aborted');
  const { owners, shards } = await map();
  expect(shards).toEqual([0, 1]);
  expect(owners.filter((owner) => owner === 2).length).toBeGreaterThan(0);
  expect(owners.filter((owner) => owner === 2).length).toBeLessThanOrEqual(1024);
  expect((await places()).size).toBe(rows);
  expect(await owned()).toEqual(owners);
  await nothingIsLeft();
  await expect(resume(ground)).rejects.toThrow('Nothing is in progress.');
}, 60_000);

test('gives the slot of a key a shard of its own', async () => {
  await expect(dryRun(ground, { kind: 'pin', key: 'key-7' })).rejects.toThrow(
    '--to must be a shard that is deployed and has no slots, got none',
  );
  await reshard(ground, { kind: 'add', count: 1 });
  await reshard(ground, { kind: 'drain', shard: 2 });
  await reshard(ground, { kind: 'pin', key: 'key-7' });
  const { owners, pins } = await map();
  expect(pins).toEqual([{ key: 'key-7', slot: slotOf('key-7'), shard: 2 }]);
  expect(owners.filter((owner) => owner === 2)).toHaveLength(1);
  expect((await places()).get(7)).toBe(2);
}, 60_000);

test('refuses at once everything that keeps slots from being moved', async () => {
  const { shards } = await map();
  await servers[shards[0]].sql('ALTER TABLE items ADD COLUMN more text');
  await expect(dryRun(ground, { kind: 'drain', shard: shards.at(-1) ?? 0 })).rejects.toThrow(
    /Slots cannot be moved:\n {2}- .*items must be the same on shards/s,
  );
  await expect(dryRun(ground, { kind: 'add', count: 9 })).rejects.toThrow(
    '--add must be at most 0, got 9; deployed are 0, 1, 2: raise shards of the platform, and deploy it first',
  );
}, 60_000);
