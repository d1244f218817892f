import { withShards } from '../../../lib/contract/shard-map';
import { DatabaseUnavailableError, type Shards, type SqlClient } from '../../../runtime';
import { FakeShards } from './fake-shards';

let fakes: FakeShards;
let shards: Shards;

const seconds = (number: number) => jest.advanceTimersByTimeAsync(number * 1000);
const read = (client: SqlClient) => client.query('read');
const openOf = () => fakes.writers.map(({ open }) => open);
const readOf = (shard: number) => shards.read({ slot: shard }, read);

function start(options: Parameters<FakeShards['connect']>[0] = {}): void {
  fakes = new FakeShards(3);
  fakes.put((map) => ({ ...withShards(map, [0, 1, 2]), owners: map.owners.map((_, slot) => slot % 3) }));
  shards = fakes.connect(options);
}

beforeEach(() => {
  jest.useFakeTimers();
  start();
});
afterEach(() => jest.useRealTimers());

test('a pool is made for a shard when it is first worked with, with what it takes to connect', async () => {
  await readOf(1);
  expect(openOf()).toEqual([0, 1, 0]);
  expect(fakes.identities).toEqual([{ shard: 1, database: 'shop-1', secret: 'shop/1/app' }]);
});

test('all shards share one reading of where they are, however many work at once', async () => {
  await Promise.all([0, 1, 2, 0, 1, 2].map(readOf));
  for (let second = 0; second < 60; second += 1) {
    await seconds(1);
    await Promise.all([0, 1, 2].map(readOf));
  }
  expect(fakes.readings).toBe(1);
});

test('where they are is read again every 5 minutes of work', async () => {
  for (let minute = 0; minute <= 10; minute += 1) {
    await readOf(0);
    await seconds(60);
  }
  expect(fakes.readings).toBe(3);
});

test('too many who wait for a connection to a shard are refused at once, and other shards are not part of it', async () => {
  start({ maxWaiting: 1 });
  await readOf(0);
  const [zero] = fakes.writers;
  if (zero) zero.state = 'frozen';
  const waiting = readOf(0).catch((error: unknown) => error);
  await seconds(0);
  await expect(readOf(0)).rejects.toThrow('writer writer-0:5432 has 1 waiting for a connection');
  await readOf(1);
  await seconds(4);
  expect(await waiting).toBeInstanceOf(DatabaseUnavailableError);
});

test('a shard that leaves is closed, and one that comes is found when it is first needed', async () => {
  const later = fakes.places.get(2);
  fakes.places = new Map([...fakes.places].filter(([shard]) => shard !== 2));
  await readOf(1);
  await expect(readOf(2)).rejects.toThrow('shard 2 is not known; deploy it, or wait until it is published');
  fakes.places = new Map([0, 2].flatMap((shard) => [[shard, shard === 2 && later ? later : fakes.placeOf(shard)]]));
  await seconds(11);
  await readOf(2);
  await seconds(0);
  expect(openOf()).toEqual([0, 0, 1]);
  expect(await shards.numbers()).toEqual([0, 2]);
});

test('a shard that is not there is not looked for more often than every 10 seconds', async () => {
  fakes.places = new Map([[0, fakes.placeOf(0)]]);
  for (let time = 0; time < 30; time += 1) await expect(readOf(1)).rejects.toThrow('shard 1 is not known');
  expect(fakes.readings).toBe(1);
});

test('a shard that cannot be reached is looked for, and is worked with where it is found', async () => {
  await readOf(0);
  const [zero, , two] = fakes.writers;
  if (!zero || !two) throw new Error('there are three');
  zero.state = 'refusing';
  fakes.places = new Map([...fakes.places, [0, { ...fakes.placeOf(0), writer: two.endpoint }]]);
  await seconds(11);
  await expect(readOf(0)).rejects.toThrow(DatabaseUnavailableError);
  two.slots.set(0, { state: 'owned' });
  await seconds(11);
  await readOf(0);
  expect(two.work).toEqual(['read']);
});

test('a shard with other credentials has another pool', async () => {
  await readOf(0);
  fakes.places = new Map([...fakes.places, [0, { ...fakes.placeOf(0), secret: 'shop/0/app-2' }]]);
  await seconds(301);
  await readOf(1);
  await seconds(0);
  await readOf(0);
  expect(fakes.identities.filter(({ shard }) => shard === 0).map(({ secret }) => secret)).toEqual([
    'shop/0/app',
    'shop/0/app-2',
  ]);
  expect(openOf()[0]).toBe(1);
});

test('shards whose places cannot be read are an error while none is known, and tried again by the next work', async () => {
  let fails = true;
  start({
    shards: { read: () => (fails ? Promise.reject(new Error('denied')) : Promise.resolve(fakes.places)) },
  });
  await expect(readOf(0)).rejects.toThrow('where the shards are cannot be read');
  fails = false;
  await readOf(0);
});

test('shards whose places cannot be read any more are worked with as they were', async () => {
  let fails = false;
  start({
    shards: { read: () => (fails ? Promise.reject(new Error('denied')) : Promise.resolve(fakes.places)) },
  });
  await readOf(0);
  fails = true;
  await seconds(301);
  await readOf(0);
  await seconds(0);
  await readOf(0);
  expect(fakes.errors).toEqual(['where the shards are cannot be read']);
});

test('work of a shard itself goes to its writer, wherever slots are', async () => {
  expect(await shards.writeTo(2, read)).toMatchObject({ position: { shard: 2, position: '0/10' } });
  expect([fakes.writers[2]?.statements, fakes.table.asked]).toEqual([['BEGIN', 'read', 'COMMIT'], []]);
});

test('the status tells of the map and of each shard', async () => {
  await readOf(0);
  const { shards: each, ...status } = shards.status();
  expect(status).toEqual({ asleep: false, mapVersion: 1, mapAgeSeconds: 0 });
  expect([...each].map(([shard, { asleep }]) => [shard, asleep])).toEqual([
    [0, false],
    [1, true],
    [2, true],
  ]);
});
