import { Client, Pool } from 'pg';
import { initialShardMap, withCopying, withFenced, withFlipped, withShards } from '../../../lib/contract/shard-map';
import { connectShards, ShardIds, slotOfId, type Shards, type SqlClient } from '../../../runtime';
import { SHARDING_DDL } from '../../../runtime/sharding/schema';
import { startPostgres, type TestPostgres } from '../../support/postgres';
import { FakeControlTable } from './fake-control-table';

/** Slots that move, and one that stays. */
const MOVING = [10, 11, 12];
const STAYING = 20;
const TOKEN = 'move';

let source: TestPostgres;
let target: TestPostgres;
let follower: TestPostgres;
let table: FakeControlTable;
let shards: Shards;
const ids = new ShardIds();

const placeOf = ({ host, port }: TestPostgres, ...readers: TestPostgres[]) => ({
  writer: { host, port },
  readers: readers.map((reader) => ({ host: reader.host, port: reader.port })),
});

async function prepare(server: TestPostgres, shard: number): Promise<void> {
  await server.sql(SHARDING_DDL);
  await server.sql('SELECT sharding.begin($1)', [shard]);
  await server.sql(
    'CREATE TABLE items (slot smallint NOT NULL, id bigint NOT NULL, body text, PRIMARY KEY (slot, id))',
  );
  await server.sql(`SELECT sharding.protect('items')`);
}

beforeAll(async () => {
  [source, target] = await Promise.all([startPostgres(['synchronous_commit=on']), startPostgres()]);
  await prepare(source, 0);
  await prepare(target, 1);
  follower = await source.follower();
}, 60_000);
afterAll(() => Promise.all([source, target, follower].map((server) => server?.stop())));
beforeEach(async () => {
  await source.sql(
    `DELETE FROM sharding.slots; INSERT INTO sharding.slots SELECT generate_series(0, 4095), 'owned'; DELETE FROM items`,
  );
  await target.sql(`SET session_replication_role = replica; DELETE FROM items; DELETE FROM sharding.slots`);
  table = new FakeControlTable();
  table.put(() => withShards(initialShardMap(), [0, 1]));
  shards = connectShards({
    control: { client: table, table: 'control' },
    shards: { read: () => Promise.resolve(new Map([source, target].map((server, shard) => [shard, placeOf(server)]))) },
    connect: ({ host, port }) => new Pool({ host, port, user: 'postgres', database: 'postgres', max: 4 }),
    probeSeconds: 0.2,
  });
});
afterEach(() => shards.close());

const add = async (slot: number): Promise<string> => {
  const id = ids.next(slot);
  await shards.write({ slot }, (client) => client.query('INSERT INTO items VALUES ($1, $2)', [slot, id]));
  return id;
};
const find = async (client: SqlClient, id: string) =>
  (await client.query('SELECT id FROM items WHERE slot = $1 AND id = $2', [slotOfId(id), id])).rows.length === 1;
const portOf = async (client: SqlClient) =>
  ((await client.query('SELECT inet_server_port() AS port')).rows as { port: number }[])[0]?.port;

/** What moving slots is, without the copying, which is done here by hand. */
const moving = {
  copy: async () => {
    table.put((map) => withCopying(map, [{ slots: MOVING, from: 0, to: 1 }]));
    await target.sql('SELECT sharding.receive($1, 0, $2)', [MOVING, TOKEN]);
  },
  fence: async () => {
    table.put((map) => withFenced(map, MOVING));
    await source.sql('SELECT sharding.fence($1, 2.5, $2)', [MOVING, 'fence']);
    // Of those that had looked before the fence.
    expect(await source.sql('SELECT sharding.drain($1, 1) AS drained', [MOVING])).toEqual([{ drained: true }]);
    const rows = await source.sql('SELECT slot, id, body FROM items WHERE slot = ANY ($1)', [MOVING]);
    const client = new Client({ host: target.host, port: target.port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('SET session_replication_role = replica');
    for (const { slot, id, body } of rows)
      await client.query('INSERT INTO items VALUES ($1, $2, $3)', [slot, id, body]);
    await client.end();
  },
  flip: () => source.sql('SELECT sharding.flip($1, 1, $2, $3)', [MOVING, 'fence', TOKEN]),
  publish: () => Promise.resolve().then(() => table.put((map) => withFlipped(map, MOVING))),
  clean: async () => {
    const client = new Client({ host: source.host, port: source.port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('SET session_replication_role = replica');
    await client.query('DELETE FROM items WHERE slot = ANY ($1)', [MOVING]);
    await client.end();
  },
};

test('rows are written and found where their slot is', async () => {
  const id = await add(STAYING);
  expect(await shards.read({ id }, (client) => find(client, id))).toBe(true);
  expect(await shards.read({ id }, portOf)).toBe(source.port);
});

test('work goes on through every step of a move, and no row is lost or seen twice', async () => {
  const made: string[] = [];
  let going = true;
  const wrong: unknown[] = [];
  const visit = async (slot: number) => {
    while (going) {
      const id = await add(slot);
      made.push(id);
      if (!(await shards.read({ id }, (client) => find(client, id)))) wrong.push({ slot, id });
      const { results } = await shards.readAll(async (client, { slots }) => {
        const { rows } = await client.query('SELECT id::text FROM items WHERE slot = ANY ($1) AND id = $2', [
          slots,
          id,
        ]);
        return rows.length;
      });
      const seen = results.reduce((sum, { value }) => sum + value, 0);
      if (seen !== 1) wrong.push({ slot, id, seen });
    }
  };
  const visits = [...MOVING, STAYING].map(visit);
  /** Instead of waiting for the lease: there is one reader of the map. */
  const known = async () => {
    while (shards.status().mapVersion !== table.map.version) await pause();
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
  for (const step of [moving.copy, known, moving.fence, moving.flip, moving.publish, moving.clean]) {
    await pause();
    await step();
  }
  await pause();
  going = false;
  await Promise.all(visits);
  expect(wrong).toEqual([]);
  const rows = [
    ...(await source.sql('SELECT id::text FROM items')),
    ...(await target.sql('SELECT id::text FROM items')),
  ].map(({ id }) => id);
  expect([...rows].sort()).toEqual([...made].sort());
  const after = MOVING.map((slot) => shards.read({ slot }, portOf));
  expect(await Promise.all(after)).toEqual(MOVING.map(() => target.port));
});

test('a slot whose mover died after the flip is accepted by whoever works with it', async () => {
  await moving.copy();
  await moving.fence();
  await moving.flip();
  expect(await shards.read({ slot: 10 }, portOf)).toBe(target.port);
  const { results } = await shards.readAll((client) => portOf(client));
  expect(results.filter(({ shard }) => shard === 1).flatMap(({ slots }) => slots)).toEqual(MOVING);
  expect(await target.sql('SELECT slot, state FROM sharding.slots ORDER BY slot')).toEqual(
    MOVING.map((slot) => ({ slot, state: 'owned' })),
  );
});

test('a write of several statements is done as a whole where the slot went meanwhile', async () => {
  const made = [ids.next(10), ids.next(10)];
  let calls = 0;
  await shards.write({ slot: 10 }, async (client) => {
    calls += 1;
    if (calls === 1) for (const step of [moving.copy, moving.fence, moving.flip]) await step();
    for (const id of made) await client.query('INSERT INTO items VALUES (10, $1)', [id]);
  });
  expect(calls).toBe(2);
  expect((await target.sql('SELECT id::text FROM items ORDER BY id')).map(({ id }) => id)).toEqual(made);
  expect(await source.sql('SELECT id FROM items')).toEqual([]);
});

test('a reader answers for a slot that moves by what it has itself', async () => {
  await shards.close();
  shards = connectShards({
    control: { client: table, table: 'control' },
    shards: {
      read: () =>
        Promise.resolve(
          new Map([
            [0, placeOf(source, follower)],
            [1, placeOf(target)],
          ]),
        ),
    },
    connect: ({ host, port }) => new Pool({ host, port, user: 'postgres', database: 'postgres', max: 4 }),
  });
  await moving.copy();
  const id = ids.next(10);
  const { position } = await shards.write({ id }, (client) => client.query('INSERT INTO items VALUES (10, $1)', [id]));
  const read = async (client: SqlClient) => [await find(client, id), await portOf(client)];
  const found = await shards.read({ id }, read, { after: position });
  expect(found).toEqual([true, follower.port]);
  await moving.fence();
  await moving.flip();
  expect(await shards.read({ id }, read)).toEqual([true, target.port]);
});
