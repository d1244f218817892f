import {
  initialShardMap,
  ownerOf,
  planAdd,
  SlotState,
  stateOf,
  targetOf,
  withCopying,
  withFenced,
  withFlipped,
  withoutMove,
  withShards,
} from '../../../lib/contract/shard-map';

const copying = withCopying(withShards(initialShardMap(), [0, 1]), [{ slots: [7, 8, 9], from: 0, to: 1 }]);

test('the map of a database that was never split has every slot on shard 0', () => {
  const map = initialShardMap();
  expect(new Set(map.owners)).toEqual(new Set([0]));
  expect(map.owners).toHaveLength(4096);
  expect(map).toMatchObject({ version: 0, shards: [0], moves: [], pins: [] });
});

test('a slot that is copied belongs to its source, and one that was fenced and flipped to its target', () => {
  expect([ownerOf(copying, 7), stateOf(copying, 7), targetOf(copying, 7)]).toEqual([0, SlotState.COPYING, 1]);
  const fenced = withFenced(copying, [7, 9]);
  expect([ownerOf(fenced, 7), stateOf(fenced, 7), stateOf(fenced, 8)]).toEqual([
    0,
    SlotState.FENCED,
    SlotState.COPYING,
  ]);
  const flipped = withFlipped(fenced, [7, 9]);
  expect([ownerOf(flipped, 7), stateOf(flipped, 7), targetOf(flipped, 7)]).toEqual([1, SlotState.STABLE, undefined]);
  expect(flipped.moves).toEqual([{ slots: [8], from: 0, to: 1, state: SlotState.COPYING }]);
  expect(flipped.version).toBe(4);
});

test('a slot whose move is given up stays where it was, whether fenced or not', () => {
  const given = withoutMove(withFenced(copying, [8]), [7, 8, 9]);
  expect([ownerOf(given, 8), stateOf(given, 8)]).toEqual([0, SlotState.STABLE]);
  expect(given.moves).toEqual([]);
});

test('slots of one pair of shards are one move, in rising order', () => {
  const more = withCopying(copying, [{ slots: [3], from: 0, to: 1 }]);
  expect(more.moves).toEqual([{ slots: [3, 7, 8, 9], from: 0, to: 1, state: SlotState.COPYING }]);
});

test.each([
  [
    'copied twice',
    () => withCopying(copying, [{ slots: [7], from: 0, to: 1 }]),
    'slots must be stable, got slot 7, which is copying; read the map anew',
  ],
  [
    'fenced before they are copied',
    () => withFenced(copying, [6]),
    'slots must be copying, got slot 6, which is stable; read the map anew',
  ],
  [
    'flipped before they are fenced',
    () => withFlipped(copying, [7]),
    'slots must be fenced, got slot 7, which is copying; read the map anew',
  ],
  [
    'given up where nothing moves',
    () => withoutMove(copying, [6]),
    'slots must be copying or fenced, got slot 6, which is stable; read the map anew',
  ],
  [
    'copied from where they are not',
    () => withCopying(copying, [{ slots: [6], from: 1, to: 0 }]),
    'moves from 1 to 0 must have slots of 1, got slot 6 of 0; plan again with the map as it is',
  ],
  [
    'copied to nowhere',
    () => withCopying(copying, [{ slots: [6], from: 0, to: 0 }]),
    'moves from 0 to 0 must lead to another shard, got 0; name one that is deployed',
  ],
])('slots cannot be %s', (_, change, error) => {
  expect(change).toThrow(new RangeError(error));
});

test('a slot that does not exist has no shard', () => {
  expect(() => ownerOf(initialShardMap(), 4096)).toThrow(
    new RangeError('slot must be a whole number from 0 to 4095, got 4096'),
  );
});

test('planning moves nothing by itself', () => {
  expect(planAdd(initialShardMap(), [1]).pairs[0].slots).toHaveLength(2048);
  expect(initialShardMap().moves).toEqual([]);
});
