import { Pool } from 'pg';
import { connectShards, migrateShards, staticShards, type Migration, type Shards } from '../../../runtime';
import { startPostgres, type TestPostgres } from '../../support/postgres';
import { FakeControlTable } from './fake-control-table';

const NAMES = ['shard_0', 'shard_1', 'shard_2'];
const FIRST: Migration = {
  name: '0001-posts',
  sql: `CREATE TABLE posts (slot smallint NOT NULL, id bigint NOT NULL, PRIMARY KEY (slot, id));
    SELECT sharding.protect('posts');`,
};
const SECOND: Migration = { name: '0002-likes', sql: 'ALTER TABLE posts ADD COLUMN likes integer NOT NULL DEFAULT 0' };
const THIRD: Migration = { name: '0003-title', sql: 'ALTER TABLE posts ADD COLUMN title text' };

let server: TestPostgres;
let shards: Shards;

/** A database of one server is enough of a shard. */
function connect(): Shards {
  const place = { writer: { host: server.host, port: server.port }, readers: [] };
  return connectShards({
    control: { client: new FakeControlTable(), table: 'control' },
    shards: staticShards(Object.fromEntries(NAMES.map((database, shard) => [shard, { ...place, database }]))),
    connect: ({ host, port }, _role, { database }) => new Pool({ host, port, user: 'postgres', database, max: 4 }),
  });
}
const on = async (shard: number, sql: string) =>
  (await shards.writeTo(shard, (client) => client.query(sql))).result.rows;
const ledger = (shard: number) => on(shard, 'SELECT name FROM sharding.migrations ORDER BY applied_at');
const columns = async (shard: number) =>
  (await on(shard, `SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'posts'`))[0];
const done = (applied: readonly string[]) => NAMES.map((_, shard) => ({ shard, applied, left: [] }));

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server?.stop());
beforeEach(async () => {
  for (const name of NAMES) await server.sql(`CREATE DATABASE ${name}`);
  shards = connect();
});
afterEach(async () => {
  await shards.close();
  for (const name of NAMES) await server.sql(`DROP DATABASE ${name} WITH (FORCE)`);
});

test('every shard becomes one, and gets each migration once', async () => {
  expect(await migrateShards(shards, [FIRST])).toEqual(done(['sharding', '0001-posts']));
  expect(await migrateShards(shards, [FIRST])).toEqual(done([]));
  expect(await migrateShards(shards, [FIRST, SECOND], { concurrency: 1 })).toEqual(done(['0002-likes']));
  for (const shard of [0, 1, 2]) {
    expect(await ledger(shard)).toEqual([{ name: 'sharding' }, { name: '0001-posts' }, { name: '0002-likes' }]);
    expect(await on(shard, 'SELECT shard FROM sharding.self')).toEqual([{ shard }]);
  }
});

test('several who migrate at the same time apply each migration once', async () => {
  const others = [connect(), connect()];
  const reports = await Promise.all([shards, ...others].map((each) => migrateShards(each, [FIRST, SECOND])));
  for (const shard of [0, 1, 2]) {
    const applied = reports.flatMap((report) => report[shard]?.applied ?? []);
    expect([...applied].sort()).toEqual(['0001-posts', '0002-likes', 'sharding']);
  }
  expect(reports.flat().filter(({ failure }) => failure)).toEqual([]);
  await Promise.all(others.map((each) => each.close()));
});

test('a migration that fails on a shard is taken back and ends it there, and the others go on', async () => {
  await migrateShards(shards, [FIRST]);
  await on(1, 'ALTER TABLE posts ADD COLUMN likes text');
  const both = { ...SECOND, sql: `ALTER TABLE posts ADD COLUMN other text; ${SECOND.sql}` };
  const [zero, one, two] = await migrateShards(shards, [FIRST, both, THIRD]);
  expect([zero?.applied, two?.applied]).toEqual(Array(2).fill(['0002-likes', '0003-title']));
  expect(one).toMatchObject({
    shard: 1,
    applied: [],
    failure: { migration: '0002-likes', error: { message: 'column "likes" of relation "posts" already exists' } },
    left: ['0002-likes', '0003-title'],
  });
  expect(await columns(1)).toEqual({ n: 3 });
  await on(1, 'ALTER TABLE posts DROP COLUMN likes');
  expect((await migrateShards(shards, [FIRST, both, THIRD]))[1]).toEqual({
    shard: 1,
    applied: ['0002-likes', '0003-title'],
    left: [],
  });
});

test('where shard 0 fails, the others are left as they are', async () => {
  const wrong = { name: '0002-wrong', sql: 'ALTER TABLE absent ADD COLUMN x int' };
  const [zero, ...others] = await migrateShards(shards, [FIRST, wrong]);
  expect(zero).toMatchObject({
    applied: ['sharding', '0001-posts'],
    failure: { migration: '0002-wrong' },
    left: ['0002-wrong'],
  });
  expect(others).toEqual(
    [1, 2].map((shard) => ({ shard, applied: [], left: ['sharding', '0001-posts', '0002-wrong'] })),
  );
  expect(await on(1, `SELECT to_regclass('sharding.migrations') AS ledger`)).toEqual([{ ledger: null }]);
});

test('a migration that was changed after it was applied is refused, by its checksums', async () => {
  await migrateShards(shards, [FIRST]);
  const [zero] = await migrateShards(shards, [{ ...FIRST, sql: `${FIRST.sql} -- better` }, SECOND]);
  expect(zero?.failure?.error.message).toMatch(
    /^migration 0001-posts must stay what was applied to shard 0, checksum [0-9a-f]{12}, got [0-9a-f]{12}; add another migration$/,
  );
  expect(zero?.left).toEqual(['0001-posts', '0002-likes']);
});

test('what a release before applied, and this one does not know, is left alone', async () => {
  await migrateShards(shards, [FIRST, SECOND]);
  expect(await migrateShards(shards, [FIRST])).toEqual(done([]));
});

test('a connection that leads to another shard is refused', async () => {
  await migrateShards(shards, [FIRST]);
  await on(0, 'UPDATE sharding.self SET shard = 7');
  const [zero] = await migrateShards(shards, [FIRST]);
  expect(zero?.failure).toMatchObject({
    migration: 'sharding',
    error: { message: 'this database must stay shard 7, got 0; look at where the connection leads' },
  });
});

test('every rule that migrations break is told of before anything is done', async () => {
  const migrations = [
    { name: '', sql: 'SELECT 1' },
    FIRST,
    { ...FIRST, sql: ' ' },
    { name: 'sharding', sql: 'SELECT 1' },
  ];
  await expect(migrateShards(shards, migrations)).rejects.toThrow(
    new RangeError(
      'migrations[0].name must be a text other than "sharding", got ""; name what it changes; ' +
        'migrations[2].name must come once, got 0001-posts twice; a change of an applied one is another migration; ' +
        'migrations[3].name must be a text other than "sharding", got "sharding"; name what it changes; ' +
        'migrations[2].sql must have a statement, got none; leave it out',
    ),
  );
  expect(await on(0, `SELECT to_regclass('sharding.migrations') AS ledger`)).toEqual([{ ledger: null }]);
});
