import { initialShardMap, SLOT_COUNT, type ShardMap } from '../../../lib/contract/shard-map';
import { brokenOwnership, ownedTwice, ownersOf, type Holding } from '../../../tools/shard-drills/judge/ownership';

const SLOTS = Array.from({ length: SLOT_COUNT }, (_, slot) => slot);
const holding = (shard: number, owned: readonly number[], further: Partial<Holding> = {}): Holding => ({
  shard,
  owned,
  fenced: [],
  receiving: [],
  ...further,
});

/** Slot 7 is on shard 1, all others on shard 0. */
const MAP: ShardMap = { ...initialShardMap(), owners: SLOTS.map((slot) => (slot === 7 ? 1 : 0)) };
const REST = SLOTS.filter((slot) => slot !== 7);

describe('who owns what', () => {
  test('is well where each slot has the owner of the map', () => {
    expect(brokenOwnership([holding(0, REST), holding(1, [7])], MAP)).toEqual([]);
    expect(ownersOf([holding(0, REST), holding(1, [7])]).get(7)).toBe(1);
  });

  test('is broken by a slot without an owner, with two, with one that is not that of the map, and by what still moves', () => {
    const move = { slots: [7], from: 0, to: 1, state: 'copying' as const };
    const holdings = [holding(0, [...REST.slice(1), 7], { fenced: [0] }), holding(1, [1], { receiving: [9] })];
    expect(brokenOwnership(holdings, { ...MAP, moves: [move] })).toEqual([
      '1 slots that nobody owns: 0',
      '1 slots that several shards own: 1',
      '1 slots that are still fenced on shard 0: 0',
      '1 slots that shard 1 still receives: 9',
      '1 slots whose owner is another one in the map: 7',
      'the map still has 1 moves',
    ]);
  });

  test('is nobody where two shards say that they own it', () => {
    const owners = ownersOf([holding(0, [1, 2]), holding(1, [2], { fenced: [3] })]);
    expect([...owners]).toEqual([
      [1, 0],
      [3, 1],
    ]);
  });
});

describe('two owners at one time', () => {
  test('are found where one says so before and after the other', () => {
    const both = [holding(0, [1, 2]), holding(1, [2])];
    expect(ownedTwice(both, both)).toEqual([2]);
  });

  test('are not found where a slot has moved between two looks, in either direction', () => {
    expect(ownedTwice([holding(0, [2]), holding(1, [])], [holding(0, []), holding(1, [2])])).toEqual([]);
    expect(ownedTwice([holding(0, [2]), holding(1, [2])], [holding(0, []), holding(1, [2])])).toEqual([]);
  });
});
