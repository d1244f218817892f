import { withCopying, withShards, type ShardMap } from '../../../lib/contract/shard-map';
import {
  DatabaseUnavailableError,
  ShardsReadError,
  type Shards,
  type ShardSlots,
  type SqlClient,
} from '../../../runtime';
import { sqlError } from '../database/fake-servers';
import { FakeShards } from './fake-shards';

let fakes: FakeShards;
let shards: Shards;

const seconds = (number: number) => jest.advanceTimersByTimeAsync(number * 1000);
/** The slots that it was asked for, and who answers. */
const read = async (client: SqlClient, { slots }: ShardSlots) => {
  const { rows } = await client.query('read');
  return { host: (rows as { host: string }[])[0]?.host, count: slots.length };
};
const thirds = (map: ShardMap): ShardMap => ({
  ...withShards(map, [0, 1, 2]),
  owners: map.owners.map((_, slot) => slot % 3),
});
const every = Array.from({ length: 4096 }, (_, slot) => slot);
const ofShard = (shard: number) => every.filter((slot) => slot % 3 === shard);
const slotsOf = (parts: readonly ShardSlots[]) => parts.flatMap(({ slots }) => slots).sort((a, b) => a - b);

async function passing<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(milliseconds);
  return promise;
}

function start(options: ConstructorParameters<typeof FakeShards>[1] = {}): void {
  fakes = new FakeShards(3, options);
  fakes.put(thirds);
  shards = fakes.connect();
}

beforeEach(() => {
  jest.useFakeTimers();
  start();
});
afterEach(() => jest.useRealTimers());

test('each shard is read once, for its slots, without being asked what it has', async () => {
  const { results, failures } = await shards.readAll(read);
  expect(failures).toEqual([]);
  expect(results).toEqual(
    [0, 1, 2].map((shard) => ({
      shard,
      slots: ofShard(shard),
      value: { host: `writer-${shard}`, count: ofShard(shard).length },
    })),
  );
  expect(fakes.writers.map(({ statements }) => statements)).toEqual([['read'], ['read'], ['read']]);
});

test('a shard without slots is not read', async () => {
  fakes.put((map) => ({ ...withShards(map, [0, 1]), owners: map.owners.map((owner) => owner % 2) }));
  expect((await shards.readAll(read)).results.map(({ shard }) => shard)).toEqual([0, 1]);
});

test('no more shards than said are read at the same time', async () => {
  let running = 0;
  let most = 0;
  await shards.readAll(
    async (client, part) => {
      most = Math.max(most, (running += 1));
      const value = await read(client, part);
      running -= 1;
      return value;
    },
    { concurrency: 2 },
  );
  expect(most).toBe(2);
});

describe('a shard that fails', () => {
  beforeEach(() => {
    const [, one] = fakes.writers;
    if (one) one.errors = [sqlError('42P01', 'relation "posts" does not exist')];
  });

  test('fails the read, by its name', async () => {
    const failed = await shards.readAll(read).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ShardsReadError);
    expect(failed).toMatchObject({
      message: 'shard 1 could not be read: relation "posts" does not exist',
      failure: { shard: 1, slots: ofShard(1), error: { code: '42P01' } },
    });
  });

  test('is told of beside what the others gave, where that is allowed', async () => {
    const { results, failures } = await shards.readAll(read, { partial: 'allow' });
    expect(results.map(({ shard }) => shard)).toEqual([0, 2]);
    expect(failures).toMatchObject([{ shard: 1, slots: ofShard(1), error: { code: '42P01' } }]);
    expect(slotsOf([...results, ...failures])).toEqual(every);
  });

  test('keeps those from being begun that come after it, where all are wanted', async () => {
    await expect(shards.readAll(read, { concurrency: 1 })).rejects.toThrow(ShardsReadError);
    expect(fakes.writers.map(({ work }) => work.length)).toEqual([1, 1, 0]);
  });
});

test('a shard that cannot be reached is told of, and the others answer', async () => {
  const [, , two] = fakes.writers;
  if (two) two.state = 'refusing';
  const { results, failures } = await shards.readAll(read, { partial: 'allow' });
  expect(results.map(({ shard }) => shard)).toEqual([0, 1]);
  expect(failures.map(({ shard, error }) => [shard, error instanceof DatabaseUnavailableError])).toEqual([[2, true]]);
});

test('shards that have not answered in time have failed, and those that were not begun too', async () => {
  const [, one] = fakes.writers;
  if (one) one.meanwhile = () => new Promise(() => undefined);
  const reading = shards.readAll(read, { partial: 'allow', timeoutMilliseconds: 1000, concurrency: 1 });
  const { results, failures } = await passing(1100, reading);
  expect(results.map(({ shard }) => shard)).toEqual([0]);
  expect(failures.map(({ shard, error }) => [shard, error.message])).toEqual([
    [1, 'shard 1 took longer than 1000 ms'],
    [2, 'reading every shard took longer than 1000 ms'],
  ]);
});

describe('while slots move', () => {
  const MOVING = [0, 3, 6];
  const copying = (map: ShardMap) => withCopying(map, [{ slots: MOVING, from: 0, to: 1 }]);

  /** Every slot is in one result, and in that of a shard that has it. */
  async function readsEach(): Promise<void> {
    const { results, failures } = await passing(4500, shards.readAll(read));
    expect(failures).toEqual([]);
    expect(slotsOf(results)).toEqual(every);
    for (const { shard, slots } of results) {
      const held = fakes.writers[shard]?.slots;
      expect(slots.filter((slot) => !['owned', 'fenced'].includes(held?.get(slot)?.state ?? ''))).toEqual([]);
    }
  }

  test('the shard says in the snapshot that is read which it has', async () => {
    fakes.put(copying);
    await readsEach();
    expect(fakes.writers[0]?.statements.slice(0, 3)).toEqual([
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      `SELECT slot, peer, token FROM sharding.elsewhere($1) ${JSON.stringify([ofShard(0)])}`,
      'read',
    ]);
    expect(fakes.writers[2]?.statements).toEqual(['read']);
  });

  test('those that are fenced are read where they are', async () => {
    fakes.put(copying);
    MOVING.forEach((slot) => fakes.writers[0]?.slots.set(slot, { state: 'fenced' }));
    await readsEach();
    expect(fakes.writers[0]?.work.length).toBe(1);
  });

  test('those that have left are read where they went, all of them with one call', async () => {
    fakes.put(copying);
    MOVING.forEach((slot) => fakes.move(slot, 0, 1));
    await readsEach();
    expect(fakes.writers.map(({ work }) => work.length)).toEqual([1, 2, 1]);
    const accepted = fakes.writers[1]?.statements.filter((text) => text.includes('accept'));
    expect(accepted).toEqual([`SELECT sharding.accept($1, $2) ${JSON.stringify([MOVING, 'move-0-1'])}`]);
  });

  test('where they went is known to reads by key after that', async () => {
    fakes.put(copying);
    MOVING.forEach((slot) => fakes.move(slot, 0, 1));
    await readsEach();
    const host = await shards.read({ slot: MOVING[0] ?? 0 }, async (client) => (await client.query('read')).rows);
    expect(host).toEqual([{ host: 'writer-1' }]);
  });

  test('a shard whose slots have all left is not read', async () => {
    fakes.put(copying);
    ofShard(0).forEach((slot) => fakes.move(slot, 0, 2));
    await readsEach();
    expect(fakes.writers[0]?.work).toEqual([]);
  });

  test('those that a shard does not have are looked for by a map that is read again', async () => {
    await shards.readAll(read);
    fakes.put(copying);
    fakes.table.state = 'failing';
    await seconds(6);
    fakes.table.state = 'up';
    fakes.put((map) => ({
      ...map,
      version: map.version + 1,
      moves: [],
      owners: map.owners.map((o, slot) => (MOVING.includes(slot) ? 1 : o)),
    }));
    await readsEach();
  });

  test('what was read of slots that have left meanwhile is thrown away and read again', async () => {
    const [zero] = fakes.writers;
    if (zero)
      zero.meanwhile = async () => {
        zero.meanwhile = undefined;
        fakes.put(copying);
        MOVING.forEach((slot) => fakes.move(slot, 0, 1));
        await new Promise((resolve) => setTimeout(resolve, 3000));
      };
    await readsEach();
    expect(zero?.work.length).toBe(2);
  });

  test('a slot that no shard has is told of at the end of the time', async () => {
    fakes.put(copying);
    fakes.writers[0]?.slots.delete(3);
    const reading = shards.readAll(read, { partial: 'allow', timeoutMilliseconds: 2000 });
    const { results, failures } = await passing(2500, reading);
    expect(failures.map(({ shard, slots }) => [shard, slots])).toEqual([[0, [3]]]);
    expect(slotsOf(results)).toEqual(every.filter((slot) => slot !== 3));
  });
});

describe('readers that are behind', () => {
  beforeEach(() => start({ readers: true }));

  test('are read for the slots that they have, and their writers for the others', async () => {
    fakes.readers[2]?.slots.set(2, { state: 'receiving', token: 'move-0-2' });
    const { results } = await passing(1000, shards.readAll(read));
    expect(slotsOf(results)).toEqual(every);
    expect(results.filter(({ slots }) => slots.includes(2))).toEqual([
      { shard: 2, slots: [2], value: { host: 'writer-2', count: 1 } },
    ]);
    expect(fakes.readers.map(({ work }) => work.length)).toEqual([1, 1, 1]);
  });

  test('are read after writes only where they have got to the last of them', async () => {
    const after = ['0/10', '0/30', '0/20'].map((position) => ({ shard: 1, position }));
    const { results } = await passing(1000, shards.readAll(read, { after }));
    expect(results.map(({ value }) => value.host)).toEqual(['reader-0', 'writer-1', 'reader-2']);
  });
});
