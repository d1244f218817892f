import { withCopying, withFenced, withFlipped, withShards, type ShardMap } from '../../../lib/contract/shard-map';
import { DatabaseUnavailableError } from '../../../runtime';
import { ShardMapReader } from '../../../runtime/sharding/shard-map-reader';
import { FakeControlTable } from './fake-control-table';

let table: FakeControlTable;
let reader: ShardMapReader;
let errors: string[];

const readerOf = (consistentRead?: boolean) =>
  new ShardMapReader({
    client: table,
    table: 'shop-control',
    consistentRead,
    idleSeconds: 10,
    onError: ({ message }) => errors.push(message),
  });
const seconds = (number: number) => jest.advanceTimersByTimeAsync(number * 1000);
const work = () => reader.during(() => Promise.resolve(reader.map.version));
/** Works once a second. */
const working = async (number: number) => {
  for (let second = 0; second < number; second += 1) {
    await work();
    await seconds(1);
  }
};
const pair = { slots: [1, 2], from: 0, to: 1 };
const shared = (map: ShardMap) => withShards(map, [0, 1]);
const copying = (map: ShardMap) => withCopying(map, [pair]);
const flipped = (map: ShardMap) => withFlipped(withFenced(map, [1, 2]), [1, 2]);

beforeEach(() => {
  jest.useFakeTimers();
  table = new FakeControlTable();
  errors = [];
  reader = readerOf();
});
afterEach(() => jest.useRealTimers());

test('nobody looks before there is work, and without an item the database was never split', async () => {
  await seconds(60);
  expect([table.asked.length, reader.ageSeconds, reader.trusted]).toEqual([0, Infinity, false]);
  expect(() => reader.map).toThrow('the map of the shards is not known');
  expect(await work()).toBe(0);
  expect(reader.map.owners.every((owner) => owner === 0)).toBe(true);
  expect(table.asked).toEqual([{ TableName: 'shop-control', Key: { record: { S: 'shards' } }, ConsistentRead: true }]);
});

test('while there is work it looks every 2 seconds, and sleeps after a while without any', async () => {
  await working(20);
  expect(table.asked.length).toBe(11);
  await seconds(12);
  expect(reader.asleep).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
  const before = table.asked.length;
  await seconds(600);
  expect(table.asked.length).toBe(before);
});

test('what it was told last is what it knows, and it looks again before work after a sleep', async () => {
  await work();
  await seconds(60);
  table.put(shared);
  expect(await work()).toBe(1);
});

test('age counts from before the request', async () => {
  table.meanwhile = () => jest.setSystemTime(Date.now() + 700);
  await work();
  expect(reader.ageSeconds).toBeCloseTo(0.7);
});

test('a machine that was suspended, so that only the clock on the wall has gone on, trusts nothing it has', async () => {
  await work();
  expect(reader.trusted).toBe(true);
  jest.setSystemTime(Date.now() + 6000);
  expect(reader.trusted).toBe(false);
});

test('a clock that is set back makes no map younger', async () => {
  await work();
  await seconds(1);
  table.state = 'failing';
  jest.setSystemTime(Date.now() - 3_600_000);
  await working(6);
  expect(reader.trusted).toBe(false);
});

test('a map is trusted for 5 seconds, then known but not trusted', async () => {
  await work();
  table.state = 'failing';
  await working(5);
  expect([reader.trusted, reader.map.version]).toEqual([true, 0]);
  await working(1);
  expect([reader.trusted, reader.map.version]).toEqual([false, 0]);
  expect(errors).toContain('throttled');
  table.state = 'up';
  await working(2);
  expect(reader.trusted).toBe(true);
});

test('one look that is lost is made up for at once', async () => {
  table.failures = 1;
  expect(await work()).toBe(0);
  expect([table.asked.length, errors]).toEqual([2, []]);
});

test('a look that is not answered is given up after a second', async () => {
  await work();
  table.state = 'frozen';
  await working(5);
  expect(errors).toEqual(['a look at the map of the shards took longer than 1000 ms']);
});

test('without any map, work fails, and the next work looks again', async () => {
  table.state = 'failing';
  await expect(work()).rejects.toThrow(DatabaseUnavailableError);
  await expect(work()).rejects.toThrow('the map of the shards cannot be read');
  table.state = 'up';
  expect(await work()).toBe(0);
});

test('an older version is refused, and makes the known one no younger', async () => {
  table.put(shared);
  table.put(copying);
  await work();
  const newest = table.map;
  table.put(() => withShards({ ...newest, version: 0, moves: [], shards: [0] }, [0]));
  await working(6);
  expect([reader.map.version, reader.trusted]).toEqual([2, false]);
  expect(errors).toContain(
    'the version of the map of the shards must not fall below 2, got 1; look at who restored or wrote shop-control',
  );
  table.put(() => newest);
  await working(2);
  expect([reader.map.version, reader.trusted]).toEqual([2, true]);
});

test('a map that cannot be read leaves the last good one', async () => {
  await work();
  table.put((map) => ({ ...map, format: 2, version: 1 }));
  await working(3);
  expect(reader.map.version).toBe(0);
  expect(errors[0]).toMatch(/^format must be 1, got 2/);
});

test('with reads that may be behind, nothing is trusted, and an older version is nothing to speak of', async () => {
  reader = readerOf(false);
  table.put(shared);
  table.put(shared);
  await work();
  table.put(() => withShards({ ...table.map, version: 0 }, [0, 1]));
  await working(4);
  expect([reader.map.version, reader.trusted, errors]).toEqual([2, false, []]);
  expect(table.asked[0]?.ConsistentRead).toBe(false);
});

test('those who ask for a look at the same time have one', async () => {
  await work();
  await Promise.all([reader.refresh(), reader.refresh(), reader.refresh()]);
  expect(table.asked.length).toBe(2);
});

describe('a slot', () => {
  test('that was never moved has always been where it is', async () => {
    await work();
    expect(reader.sinceOf(1)).toBe(-Infinity);
  });

  test('is where it is since the map was first seen, where maps before that are not known', async () => {
    table.put(shared);
    await seconds(3);
    const before = performance.now();
    await work();
    expect(reader.sinceOf(1)).toBe(before);
  });

  test('is nowhere for certain while it moves, and on its new shard since that was seen', async () => {
    table.put(shared);
    await work();
    const first = reader.sinceOf(1);
    table.put(copying);
    await working(3);
    expect([reader.sinceOf(1), reader.sinceOf(3)]).toEqual([NaN, first]);
    table.put(flipped);
    await working(3);
    expect(reader.sinceOf(1)).toBeGreaterThan(first);
    expect([reader.map.owners[1], reader.sinceOf(3)]).toEqual([1, first]);
  });

  test('may have gone and come back while nobody looked, unless the map is the same', async () => {
    table.put(shared);
    await work();
    const first = reader.sinceOf(1);
    await seconds(60);
    await work();
    expect(reader.sinceOf(1)).toBe(first);
    await seconds(60);
    table.put(shared);
    await work();
    expect(reader.sinceOf(1)).toBeGreaterThan(first);
  });
});
