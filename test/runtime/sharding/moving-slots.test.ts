import { withCopying, withShards } from '../../../lib/contract/shard-map';
import { SlotUnavailableError, type Shards, type SqlClient } from '../../../runtime';
import { sqlError } from '../database/fake-servers';
import { FakeShards, refusal, type FakeShardServer } from './fake-shards';
import { copying, flipped, MOVING, OTHER, passing, read, seconds, STAYING, twoShards, writeOf } from './two-shards';

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

const CHECKED = [`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT sharding.check(${MOVING})`, 'read', 'COMMIT'];

test('reads ask the shard in the snapshot that they read, and writes ask before they begin', async () => {
  fakes.put(copying);
  expect(await shards.read({ slot: MOVING }, read)).toBe('writer-0');
  await write(MOVING);
  expect(zero.statements).toEqual([
    ...CHECKED,
    'BEGIN',
    `SELECT sharding.enter($1) [${MOVING}]`,
    `write [${MOVING}]`,
    'COMMIT',
  ]);
});

test('other slots of the same shard are not asked about', async () => {
  fakes.put(copying);
  await shards.read({ slot: STAYING }, read);
  expect(zero.statements).toEqual(['read']);
});

test('a fenced slot is read, and its writes wait until it takes them again', async () => {
  fakes.put(copying);
  zero.slots.set(MOVING, { state: 'fenced' });
  expect(await shards.read({ slot: MOVING }, read)).toBe('writer-0');
  const writing = write(MOVING);
  await seconds(2);
  zero.slots.set(MOVING, { state: 'owned' });
  expect((await passing(200, writing)).result).toBe('writer-0');
  expect(zero.work.filter((text) => text.startsWith('write'))).toEqual([`write [${MOVING}]`]);
});

test('a write to a slot that stays fenced fails at the deadline, with nothing done', async () => {
  start({ deadlineMilliseconds: 1000 });
  zero.slots.set(MOVING, { state: 'fenced' });
  await expect(passing(2000, write(MOVING))).rejects.toMatchObject({
    name: 'SlotUnavailableError',
    message: 'slot 5 moves, and could not be reached within 1000 ms; try again',
    cause: { code: 'ZS001' },
  });
  expect(zero.statements).not.toContain('COMMIT');
});

test('a write follows the slot at once, and is done once', async () => {
  fakes.move(MOVING, 0, 1);
  expect(await write(MOVING)).toEqual({ result: 'writer-1', position: { shard: 1, position: '0/10' } });
  expect(one.slots.get(MOVING)).toEqual({ state: 'owned' });
  expect([zero.statements.includes('COMMIT'), one.work]).toEqual([false, [`write [${MOVING}]`]]);
});

test('where a slot has gone is remembered before the map says it, for reads too', async () => {
  fakes.put(copying);
  fakes.move(MOVING, 0, 1);
  await write(MOVING);
  zero.statements.length = 0;
  expect(await shards.read({ slot: MOVING }, read)).toBe('writer-1');
  await write(MOVING);
  expect(zero.statements).toEqual([]);
});

test('what is remembered is forgotten when a newer map says otherwise', async () => {
  fakes.move(MOVING, 0, 1);
  await write(MOVING);
  // It comes back.
  fakes.put((map) => withShards(map, [0, 1]));
  await seconds(3);
  expect((await write(MOVING)).result).toBe('writer-0');
});

test('what is remembered is kept while newer maps have the slot on its way there', async () => {
  fakes.put(copying);
  fakes.move(MOVING, 0, 1);
  await write(MOVING);
  fakes.table.put((map) => withCopying(map, [{ slots: [STAYING], from: 0, to: 1 }]));
  await seconds(3);
  zero.statements.length = 0;
  expect((await write(MOVING)).result).toBe('writer-1');
  expect(zero.statements).toEqual([]);
});

test('many who are sent on at the same time accept once', async () => {
  fakes.move(MOVING, 0, 1);
  await Promise.all(Array.from({ length: 20 }, () => write(MOVING)));
  expect(one.statements.filter((text) => text.includes('accept')).length).toBe(1);
});

test('a shard that does not have the slot makes the map be read again, not later', async () => {
  await write(STAYING);
  fakes.put((map) => flipped(copying(map)));
  const looks = fakes.table.asked.length;
  expect((await write(MOVING)).result).toBe('writer-1');
  expect(fakes.table.asked.length).toBe(looks + 1);
});

test('a slot that no shard has fails at the deadline, without asking in a rush', async () => {
  start({ deadlineMilliseconds: 1000 });
  zero.slots.delete(MOVING);
  fakes.table.put(copying);
  const reading = passing(2000, shards.read({ slot: MOVING }, read));
  await expect(reading).rejects.toThrow(SlotUnavailableError);
  expect(fakes.table.asked.length).toBeLessThan(60);
});

test('a slot that has gone on from where it was said to be is followed there', async () => {
  fakes = new FakeShards(3);
  fakes.put((map) => withShards(map, [0, 1, 2]));
  fakes.move(MOVING, 1, 2);
  fakes.writers[0]?.slots.set(MOVING, { state: 'moved', peer: 1, token: 'before' });
  expect(await fakes.connect().write({ slot: MOVING }, writeOf(MOVING))).toMatchObject({ result: 'writer-2' });
});

test('a mapper of objects may hide what a shard says in the cause of its own error', async () => {
  fakes.move(MOVING, 0, 1);
  const hidden = (client: SqlClient) =>
    writeOf(MOVING)(client).catch((cause: unknown) => {
      throw new Error('Failed query', { cause: new Error('wrapped', { cause }) });
    });
  expect((await shards.write({ slot: MOVING }, hidden)).result).toBe('writer-1');
});

test('work that writes to the slot of another key is refused in words', async () => {
  await expect(shards.write({ slot: STAYING }, writeOf(OTHER))).rejects.toThrow(
    'work must write rows of slot 6 alone, got slot 4000; do work for each key that is of another slot by itself',
  );
  expect(zero.statements.at(-1)).toBe('ROLLBACK');
});

test('a refusal whose detail cannot be read makes the map be read', async () => {
  await write(STAYING);
  zero.errors = [Object.assign(refusal('ZS002', {}), { detail: 'hidden' })];
  expect((await write(STAYING)).result).toBe('writer-0');
});

test('a target that cannot take the slot on is told of, and the work waits until it can', async () => {
  fakes.move(MOVING, 0, 1);
  await shards.read({ slot: OTHER }, read);
  one.slots.set(MOVING, { state: 'receiving', token: 'of another move' });
  const writing = write(MOVING);
  await seconds(1);
  one.slots.set(MOVING, { state: 'owned' });
  expect((await passing(500, writing)).result).toBe('writer-1');
});

test('a read that fails in its snapshot ends it', async () => {
  fakes.put(copying);
  zero.errors = [sqlError('42601')];
  await expect(shards.read({ slot: MOVING }, read)).rejects.toMatchObject({ code: '42601' });
  expect(zero.statements.at(-1)).toBe('ROLLBACK');
});

test('what is remembered is forgotten when the shard there does not have the slot', async () => {
  fakes.move(MOVING, 0, 1);
  await write(MOVING);
  fakes.table.state = 'failing';
  fakes.own(MOVING, 0);
  expect((await write(MOVING)).result).toBe('writer-0');
});
