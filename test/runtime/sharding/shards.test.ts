import { DatabaseUnavailableError, ShardIds, slotOf, type Shards, type SqlClient } from '../../../runtime';
import { sqlError } from '../database/fake-servers';
import type { FakeShards, FakeShardServer } from './fake-shards';
import {
  copying,
  flipped,
  hostOf,
  MOVING,
  OTHER,
  passing,
  read,
  seconds,
  STAYING,
  twoShards,
  writeOf,
} from './two-shards';

let fakes: FakeShards;
let shards: Shards;
let zero: FakeShardServer;
let one: FakeShardServer;

function start(...options: Parameters<typeof twoShards>): void {
  ({ fakes, shards, zero, one } = twoShards(...options));
}
const write = (slot: number) => shards.write({ slot }, writeOf(slot));

beforeEach(() => {
  jest.useFakeTimers();
  start();
});
afterEach(() => jest.useRealTimers());

describe('without a move', () => {
  test('nothing is asked for before there is work', () => {
    expect(shards.status()).toEqual({
      asleep: true,
      mapVersion: undefined,
      mapAgeSeconds: Infinity,
      shards: new Map(),
    });
    expect([fakes.readings, fakes.table.asked.length, zero.open, one.open]).toEqual([0, 0, 0, 0]);
  });

  test('work goes to the shard of the slot, and only that is connected to', async () => {
    expect(await shards.read({ slot: OTHER }, read)).toBe('writer-1');
    expect([zero.open, one.open]).toEqual([0, 1]);
    expect(await write(STAYING)).toEqual({ result: 'writer-0', position: { shard: 0, position: '0/10' } });
  });

  test('the shard is not asked whether it has the slot', async () => {
    await shards.read({ slot: STAYING }, read);
    await write(STAYING);
    expect(zero.statements).toEqual(['read', 'BEGIN', `write [${STAYING}]`, 'COMMIT']);
  });

  test('a key, its slot, and an id of that slot lead to the same shard', async () => {
    for (const key of ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald']) {
      const slot = slotOf(key);
      const host = slot < 2048 ? 'writer-0' : 'writer-1';
      const ways = [key, { slot }, { id: new ShardIds().next(slot) }];
      expect(await Promise.all(ways.map((way) => shards.read(way, read)))).toEqual([host, host, host]);
      expect(await shards.shardOf(key)).toBe(slot < 2048 ? 0 : 1);
    }
  });

  test('refuses a slot that there is none of', async () => {
    const rule = 'slot must be a whole number from 0 to 4095, got 4096; use slotOf(key)';
    await expect(shards.read({ slot: 4096 }, read)).rejects.toThrow(rule);
    await expect(shards.write({ slot: 4096 }, read)).rejects.toThrow(rule);
  });

  test('an error of the work is thrown as it is, and nothing is done again', async () => {
    zero.errors = [sqlError('23505', 'duplicate key')];
    await expect(write(STAYING)).rejects.toMatchObject({ code: '23505' });
    expect(zero.statements).toEqual(['BEGIN', `write [${STAYING}]`, 'ROLLBACK']);
  });

  test('a write whose commit is not answered is not done again', async () => {
    zero.errors = [undefined, new Error('Connection terminated unexpectedly')];
    await expect(write(STAYING)).rejects.toThrow('Connection terminated unexpectedly');
    expect(zero.work).toEqual([`write [${STAYING}]`]);
  });

  test('a shard that is gone fails its own work alone', async () => {
    await write(STAYING);
    zero.state = 'refusing';
    await expect(write(STAYING)).rejects.toThrow(DatabaseUnavailableError);
    expect((await write(OTHER)).result).toBe('writer-1');
  });

  test('after a while without work nothing is open, nobody looks, and work wakes it', async () => {
    await write(STAYING);
    await shards.read({ slot: OTHER }, read);
    await seconds(35);
    expect([zero.open, one.open, shards.status().asleep, jest.getTimerCount()]).toEqual([0, 0, true, 0]);
    const before = [fakes.table.asked.length, fakes.readings];
    await seconds(600);
    expect([fakes.table.asked.length, fakes.readings]).toEqual(before);
    expect((await write(STAYING)).result).toBe('writer-0');
  });

  test('closing waits for what is under way, and takes nothing new', async () => {
    let finish: () => void = () => undefined;
    const writing = shards.write({ slot: STAYING }, () => new Promise<void>((resolve) => (finish = resolve)));
    await jest.advanceTimersByTimeAsync(0);
    const closing = shards.close();
    await expect(shards.read({ slot: STAYING }, read)).rejects.toThrow('the shards are closed');
    await expect(shards.writeTo(0, read)).rejects.toThrow('the shards are closed');
    finish();
    await Promise.all([writing, closing]);
    expect([zero.open, zero.statements.at(-1)]).toEqual([0, 'COMMIT']);
  });
});

describe('positions', () => {
  beforeEach(() => start({ maxWaitMilliseconds: 50 }, true));

  test('a read after a write of the same shard waits for a reader, and reads the writer where that does not get there', async () => {
    await passing(11_000, shards.read({ slot: STAYING }, read));
    await seconds(0);
    const after = { shard: 0, position: '0/20' };
    expect(await passing(200, shards.read({ slot: STAYING }, read, { after }))).toBe('writer-0');
    const [reader] = fakes.readers;
    if (reader) reader.position = '0/20';
    zero.position = '0/20';
    expect(await passing(200, shards.read({ slot: STAYING }, read, { after }))).toBe('reader-0');
  });

  test('after a write to another shard, the writer answers', async () => {
    expect(await shards.read({ slot: STAYING }, read)).toBe('reader-0');
    expect(await shards.read({ slot: STAYING }, read, { after: { shard: 1, position: '0/1' } })).toBe('writer-0');
  });
});

describe('where the map is not to be trusted', () => {
  test('with an old one, each read and write asks, and work goes on', async () => {
    await write(STAYING);
    fakes.table.state = 'failing';
    for (let second = 0; second < 6; second += 1) {
      await write(STAYING);
      await seconds(1);
    }
    zero.statements.length = 0;
    await write(STAYING);
    expect(await shards.read({ slot: STAYING }, read)).toBe('writer-0');
    expect(zero.statements.slice(0, 2)).toEqual(['BEGIN', `SELECT sharding.enter($1) [${STAYING}]`]);
    expect(zero.statements).toContain(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT sharding.check(${STAYING})`,
    );
  });

  test('in a region whose copy may be behind, each read and write asks', async () => {
    start({ control: { client: fakes.table, table: 'shop-control', consistentRead: false } });
    await shards.read({ slot: STAYING }, read);
    expect(zero.statements[0]).toContain(`sharding.check(${STAYING})`);
  });

  test('a write that found nothing to change where the slot had left meanwhile is done where it is', async () => {
    // It says nothing of slots: no row is there, so no trigger speaks.
    const nothingFound = (client: SqlClient) => hostOf(client.query('write'));
    zero.meanwhile = async (text) => {
      if (!text.startsWith('write')) return;
      zero.meanwhile = undefined;
      fakes.put((map) => flipped(copying(map)));
      zero.slots.set(MOVING, { state: 'moved', peer: 1, token: 'move' });
      await seconds(3);
    };
    const writing = shards.write({ slot: MOVING }, nothingFound);
    expect((await passing(100, writing)).result).toBe('writer-1');
    expect([zero.statements.includes('COMMIT'), one.work]).toEqual([false, ['write']]);
  });

  test('a read whose slot had left meanwhile is done where it is', async () => {
    zero.meanwhile = async () => {
      zero.meanwhile = undefined;
      fakes.put((map) => flipped(copying(map)));
      zero.slots.set(MOVING, { state: 'moved', peer: 1, token: 'move' });
      await seconds(3);
    };
    expect(await passing(100, shards.read({ slot: MOVING }, read))).toBe('writer-1');
  });

  test('work that is slower than the map is old asks no second time while nothing moves', async () => {
    zero.meanwhile = () => seconds(8).then(() => undefined);
    expect(await shards.read({ slot: STAYING }, read)).toBe('writer-0');
    expect(zero.work).toEqual(['read']);
  });
});

describe('readers that are behind', () => {
  beforeEach(() => start({}, true));

  test('are asked about slots for a while after the map is new, and then no more', async () => {
    const [reader] = fakes.readers;
    await shards.read({ slot: STAYING }, read);
    expect(reader?.statements[0]).toContain(`sharding.check(${STAYING})`);
    for (let second = 0; second < 11; second += 1) {
      await seconds(1);
      await shards.read({ slot: STAYING }, read);
    }
    if (reader) reader.statements.length = 0;
    await shards.read({ slot: STAYING }, read);
    expect(reader?.statements).toEqual(['read']);
  });

  test('do not answer for slots that they do not have yet: their writer does', async () => {
    await shards.read({ slot: STAYING }, read);
    fakes.put((map) => flipped(copying(map)));
    fakes.readers[1]?.slots.set(MOVING, { state: 'receiving', token: 'move-0-1' });
    await seconds(3);
    expect(await shards.read({ slot: MOVING }, read)).toBe('writer-1');
    expect(fakes.readers[1]?.work).toEqual([]);
  });

  test('that never heard of the move lead to who did', async () => {
    fakes.put(copying);
    fakes.move(MOVING, 0, 1);
    expect(await shards.read({ slot: MOVING }, read)).toBe('writer-1');
  });
});
