import type { Client } from 'pg';
import { SHARDING_DDL } from '../../../runtime/sharding/schema';
import { startPostgres, type TestPostgres } from '../../support/postgres';
import { connect, prepareShard, refusal } from './shard-server';

let source: TestPostgres;
let target: TestPostgres;
const sessions: Client[] = [];

const session = async (server: TestPostgres, user?: string): Promise<Client> => {
  const client = await connect(server, user);
  sessions.push(client);
  return client;
};
const insert = (client: Client, slot: number, id: number) =>
  client.query(`INSERT INTO items VALUES ($1, $2, 'text')`, [slot, id]);
const stateOf = async (server: TestPostgres, slot: number) =>
  (await server.sql('SELECT state FROM sharding.slots WHERE slot = $1', [slot]))[0]?.state;
const fence = (slots: number[], token: string, seconds = 2.5) =>
  source.sql('SELECT sharding.fence($1, $2, $3)', [slots, seconds, token]);
const flip = (slots: number[], fenceToken: string, moveToken: string) =>
  source.sql('SELECT sharding.flip($1, 1, $2, $3)', [slots, fenceToken, moveToken]);
const drained = async (slots: number[], seconds: number) =>
  (await source.sql('SELECT sharding.drain($1, $2) AS ended', [slots, seconds]))[0]?.ended;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  source = await startPostgres(['wal_level=logical']);
  target = await startPostgres();
  await prepareShard(source, 0);
  await prepareShard(target, 1);
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((client) => client.end()));
});
afterAll(() => Promise.all([source?.stop(), target?.stop()]));

describe('a shard', () => {
  test('may be told everything again', async () => {
    await source.sql(SHARDING_DDL);
    await source.sql('SELECT sharding.begin(0)');
    await source.sql(`SELECT sharding.protect('items')`);
    expect(await source.sql('SELECT name, guarded FROM sharding.tables')).toEqual([{ name: 'items', guarded: true }]);
    expect(await source.sql(`SELECT state, count(*)::int AS n FROM sharding.slots GROUP BY state`)).toEqual([
      { state: 'owned', n: 4096 },
    ]);
    expect(await target.sql('SELECT slot FROM sharding.slots')).toEqual([]);
  });

  test('stays the one that it was begun as', async () => {
    expect(await refusal(target.sql('SELECT sharding.begin(0)'))).toEqual({
      code: '55000',
      message: 'this database must stay shard 1, got 0; look at where the connection leads',
    });
  });

  test('takes writes of slots that it owns, and no others', async () => {
    await insert(await session(source), 1, 1);
    const refused = { code: 'ZS003', message: 'slot 1 is not of this shard', detail: { slot: 1 } };
    const client = await session(target);
    expect(await refusal(insert(client, 1, 1))).toEqual(refused);
    expect(await refusal(client.query('SELECT sharding.check(1)'))).toEqual(refused);
    expect(await refusal(client.query('SELECT sharding.enter(1)'))).toEqual(refused);
  });

  test('lets no row change its slot', async () => {
    const client = await session(source);
    await insert(client, 2, 1);
    expect(await refusal(client.query('UPDATE items SET slot = 3 WHERE slot = 2'))).toEqual({
      code: '23514',
      message: 'slot must stay 2, got 3; a row of another key is another row',
    });
  });

  test('lets no sharded table be emptied', async () => {
    expect(await refusal((await session(source)).query('TRUNCATE items'))).toEqual({
      code: '0A000',
      message: 'items is sharded, and TRUNCATE knows no slots; delete rows by slot',
    });
  });

  test.each([
    ['SELECT * FROM sharding.slots', 'permission denied for table slots'],
    [`SELECT sharding.fence('{1}', 1, 'a')`, 'permission denied for function fence'],
    [`SELECT sharding.unfence('{1}')`, 'permission denied for function unfence'],
    [`SELECT sharding.drain('{1}', 1)`, 'permission denied for function drain'],
    [`SELECT sharding.flip('{1}', 1, 'a', 'b')`, 'permission denied for function flip'],
    [`SELECT sharding.receive('{1}', 1, 'b')`, 'permission denied for function receive'],
    [`SELECT sharding.decline('{1}', 'b')`, 'permission denied for function decline'],
    ['SELECT sharding.begin(3)', 'permission denied for function begin'],
  ])('answers an application that asks for %s: %s', async (statement, message) => {
    expect(await refusal((await session(source)).query(statement))).toEqual({ code: '42501', message });
  });

  test('says all that keeps a table from being sharded', async () => {
    const client = await session(source);
    await client.query('CREATE TABLE plain (slot integer, id bigint, email text UNIQUE)');
    expect(await refusal(client.query(`SELECT sharding.protect('plain')`))).toEqual({
      code: '42P16',
      message:
        'public.plain cannot be sharded: it must have a column "slot smallint NOT NULL" that is not generated; it must have a primary key; slot must be in its primary key and in each unique index, since no shard sees the rows of another; an index must begin with slot, since slots are compared while they take no writes',
    });
    await client.query('CREATE UNLOGGED TABLE hasty (slot smallint, id bigint, PRIMARY KEY (id, slot))');
    await client.query('ALTER TABLE hasty REPLICA IDENTITY NOTHING');
    expect(await refusal(client.query(`SELECT sharding.protect('hasty')`))).toEqual({
      code: '42P16',
      message:
        'public.hasty cannot be sharded: it must be an ordinary, logged table that is no partition; an index must begin with slot, since slots are compared while they take no writes; slot must be in its replica identity',
    });
  });

  test('lets nobody shard the table of another', async () => {
    await source.sql('CREATE TABLE foreign_items (slot smallint PRIMARY KEY)');
    expect(await refusal((await session(source)).query(`SELECT sharding.protect('foreign_items')`))).toEqual({
      code: '42P16',
      message: 'public.foreign_items cannot be sharded: public.foreign_items is not of app_a; call it as its owner',
    });
  });
});

describe('a fence', () => {
  test('keeps writes out until it is taken away, and no reads', async () => {
    const client = await session(source);
    await insert(client, 10, 1);
    await fence([10], 'f10');
    const { code, message } = await refusal(client.query(`UPDATE items SET body = 'new' WHERE slot = 10`));
    expect(code).toBe('ZS001');
    expect(message).toMatch(/^slot 10 takes no writes until 20/);
    expect((await refusal(client.query('SELECT sharding.enter(10)'))).code).toBe('ZS001');
    await client.query('SELECT sharding.check(10)');
    await source.sql(`SELECT sharding.unfence('{10}', 'another')`);
    expect(await stateOf(source, 10)).toBe('fenced');
    await source.sql(`SELECT sharding.unfence('{10}', 'f10')`);
    await insert(client, 10, 2);
  });

  test('is over by itself, and may be put up again', async () => {
    await fence([11], 'first', 0.01);
    await pause(30);
    await insert(await session(source), 11, 1);
    await fence([11], 'second');
    expect((await refusal(fence([11], 'third'))).message).toBe('slots to be fenced must be owned, got others: 11');
    await source.sql(`SELECT sharding.unfence('{11}')`);
  });

  test.each([0, 2.6])('lasts no %d seconds', async (seconds) => {
    expect(await refusal(fence([11], 'token', seconds))).toEqual({
      code: '22023',
      message: `seconds must be above 0 and at most 2.5, got ${seconds}; fence fewer slots`,
    });
  });

  test('is put up around all slots or none', async () => {
    await source.sql(`DELETE FROM sharding.slots WHERE slot = 13`);
    expect((await refusal(fence([12, 13], 'token'))).message).toBe('slots to be fenced must be owned, got others: 13');
    expect(await stateOf(source, 12)).toBe('owned');
  });

  test('waits for the writes that came before it, and for no others', async () => {
    const [writer, other, late] = [await session(source), await session(source), await session(source)];
    await writer.query('BEGIN');
    await insert(writer, 20, 1);
    await other.query('BEGIN');
    await insert(other, 29, 1);
    await fence([20, 21], 'f20');
    expect(await drained([20, 21], 0.05)).toBe(false);
    await late.query('BEGIN');
    expect((await refusal(insert(late, 20, 2))).code).toBe('ZS001');
    const end = drained([20, 21], 2);
    await writer.query('COMMIT');
    expect(await end).toBe(true);
    await source.sql(`SELECT sharding.unfence('{20,21}')`);
  });

  test('is heeded by statements that were prepared, copied rows, and merged ones', async () => {
    const client = await session(source);
    const prepared = { name: 'insert', text: 'INSERT INTO items VALUES ($1, $2)' };
    await client.query(prepared, [30, 1]);
    await fence([30], 'f30');
    expect((await refusal(client.query(prepared, [30, 2]))).code).toBe('ZS001');
    expect(
      (await refusal(client.query('INSERT INTO items SELECT slot, 3 FROM generate_series(29, 31) slot'))).code,
    ).toBe('ZS001');
    const upsert = `INSERT INTO items VALUES (30, 1) ON CONFLICT (slot, id) DO UPDATE SET body = 'new'`;
    expect((await refusal(client.query(upsert))).code).toBe('ZS001');
    const merge = `MERGE INTO items USING (SELECT 30 AS slot) one ON items.slot = one.slot WHEN MATCHED THEN DELETE`;
    expect((await refusal(client.query(merge))).code).toBe('ZS001');
    await source.sql(`SELECT sharding.unfence('{30}')`);
  });

  test.each(['REPEATABLE READ', 'SERIALIZABLE'])('is seen in a transaction that is %s and older', async (level) => {
    const client = await session(source);
    await client.query(`BEGIN ISOLATION LEVEL ${level}`);
    await client.query('SELECT count(*) FROM items');
    await fence([31], 'f31');
    expect(await refusal(insert(client, 31, 1))).toEqual({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
    await client.query('ROLLBACK');
    await source.sql(`SELECT sharding.unfence('{31}')`);
  });

  test('gives way to a writer of several slots instead of making a deadlock', async () => {
    const client = await session(source);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await insert(client, 33, 1);
    expect((await refusal(fence([32, 33], 'f32'))).code).toBe('55P03');
    await insert(client, 32, 1);
    await client.query('COMMIT');
    expect(await stateOf(source, 32)).toBe('owned');
  });
});

describe('a flip', () => {
  test('hands slots over, and the target takes them from whoever knows the token', async () => {
    await target.sql(`SELECT sharding.receive('{40,41}', 0, 'm40')`);
    await fence([40, 41], 'f40');
    expect(await drained([40, 41], 1)).toBe(true);
    await flip([40, 41], 'f40', 'm40');
    const [old, next] = [await session(source), await session(target)];
    const moved = {
      code: 'ZS002',
      message: 'slot 40 has moved to shard 1',
      detail: { slot: 40, to: 1, token: 'm40' },
    };
    expect(await refusal(insert(old, 40, 1))).toEqual(moved);
    expect(await refusal(old.query('SELECT sharding.check(40)'))).toEqual(moved);
    expect((await refusal(insert(next, 40, 1))).code).toBe('ZS003');
    const accept = async (token: string) =>
      (await next.query<{ n: number }>(`SELECT sharding.accept('{40,41}', $1) AS n`, [token])).rows[0]?.n;
    expect(await accept('guessed')).toBe(0);
    expect(await accept('m40')).toBe(2);
    expect(await accept('m40')).toBe(2);
    await insert(next, 40, 1);
  });

  test('is refused once the fence is over, or was put up by another', async () => {
    await fence([42], 'f42', 0.01);
    await pause(30);
    expect(await refusal(flip([42], 'f42', 'm42'))).toEqual({
      code: '55000',
      message: 'slots to be flipped must all be fenced by f42, got 0 of 1; nothing was changed',
    });
    await fence([42], 'another');
    expect((await refusal(flip([42], 'f42', 'm42'))).code).toBe('55000');
    expect((await refusal(flip([42, 43], 'another', 'm42'))).message).toBe(
      'slots to be flipped must all be fenced by another, got 1 of 2; nothing was changed',
    );
    expect(await stateOf(source, 42)).toBe('fenced');
    await source.sql(`SELECT sharding.unfence('{42}')`);
  });

  test('waits for nobody who writes past a fence that is over', async () => {
    const client = await session(source);
    await fence([44, 45], 'f44', 0.01);
    await pause(30);
    await client.query('BEGIN');
    await insert(client, 45, 1);
    expect((await refusal(flip([44, 45], 'f44', 'm44'))).code).toBe('55P03');
    await insert(client, 44, 1);
    await client.query('COMMIT');
  });

  test('holds back whoever would take the fence for expired, until all know of it', async () => {
    const [mover, client] = [await session(source, 'postgres'), await session(source)];
    await fence([46], 'f46', 0.3);
    await mover.query('BEGIN');
    await mover.query(`SELECT sharding.flip('{46}', 1, 'f46', 'm46')`);
    await pause(400);
    const late = refusal(insert(client, 46, 1));
    await pause(50);
    await mover.query('COMMIT');
    expect((await late).code).toBe('ZS002');
  });

  test('can be followed by the way back', async () => {
    await target.sql(`SELECT sharding.receive('{50}', 0, 'm50')`);
    await fence([50], 'f50');
    await flip([50], 'f50', 'm50');
    await target.sql(`SELECT sharding.accept('{50}', 'm50')`);
    await source.sql(`SELECT sharding.receive('{50}', 1, 'm51')`);
    expect(await stateOf(source, 50)).toBe('receiving');
    expect((await refusal(target.sql(`SELECT sharding.receive('{50}', 0, 'm52')`))).message).toBe(
      'slots to be received must not be owned here, got 1 of 1 that are',
    );
    await source.sql(`SELECT sharding.decline('{50}', 'another')`);
    expect(await stateOf(source, 50)).toBe('receiving');
    await source.sql(`SELECT sharding.decline('{50}', 'm51')`);
    expect(await stateOf(source, 50)).toBeUndefined();
  });
});

test('rows that are replicated pass slots that are still to be received', async () => {
  await (await session(source)).query('INSERT INTO items VALUES (60, 1), (61, 1)');
  await source.sql(
    `CREATE PUBLICATION p FOR TABLE items WHERE (slot IN (60)) WITH (publish = 'insert, update, delete')`,
  );
  await target.sql(`SELECT sharding.receive('{60}', 0, 'm60')`);
  await target.sql(
    `CREATE SUBSCRIPTION s CONNECTION 'host=${source.host} port=${source.port} user=postgres dbname=postgres' PUBLICATION p`,
  );
  await insert(await session(source), 60, 2);
  const arrived = async () =>
    (await target.sql('SELECT slot, id FROM items WHERE slot >= 60 ORDER BY id')) as unknown[];
  while ((await arrived()).length < 2) await pause(20);
  expect(await arrived()).toEqual([
    { slot: 60, id: '1' },
    { slot: 60, id: '2' },
  ]);
  await target.sql('DROP SUBSCRIPTION s');
});
