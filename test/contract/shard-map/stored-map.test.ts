import {
  brokenMapRules,
  initialShardMap,
  MAX_PINS,
  planAdd,
  rangesOf,
  readShardMap,
  renderShardMap,
  slotOf,
  slotsOf,
  withCopying,
  withShards,
  type ShardMap,
} from '../../../lib/contract/shard-map';

test('slots are stored as ranges', () => {
  expect(rangesOf([99, 12, 13, 14])).toBe('12-14,99');
  expect(slotsOf('12-14,99')).toEqual([12, 13, 14, 99]);
  expect(slotsOf(rangesOf([]))).toEqual([]);
});

test('a map is read as it was written', () => {
  const { pairs, shards } = planAdd(initialShardMap(), [1, 2]);
  const map = withCopying(withShards(initialShardMap(), shards), pairs);
  expect(readShardMap(renderShardMap(map))).toEqual(map);
});

test('the largest map needs less than a sixth of what an item of DynamoDB may have', () => {
  const shards = Array.from({ length: 128 }, (_, index) => 128 + index);
  // Every other slot moves, each between another pair of shards than the one before.
  const owners = initialShardMap().owners.map((_, slot) => 128 + ((slot * 37) % 128));
  const moving = owners.flatMap((from, slot) => (slot % 2 === 0 ? [{ from, slot }] : []));
  const pairs = shards.map((from, index) => ({
    slots: moving.filter((one) => one.from === from).map(({ slot }) => slot),
    from,
    to: shards[(index + 1) % shards.length],
  }));
  const keys = Array.from({ length: MAX_PINS }, (_, index) => `${index}`.padEnd(254, '.'));
  const pins = keys.map((key, index) => ({ key, slot: slotOf(key), shard: index }));
  const pinned = new Map(pins.map(({ slot, shard }) => [slot, shard]));
  const crowded: ShardMap = {
    ...initialShardMap(),
    version: Number.MAX_SAFE_INTEGER - 1,
    shards,
    owners: owners.map((owner, slot) => pinned.get(slot) ?? owner),
    pins: pins.map((pin) => ({ ...pin, shard: pinned.get(pin.slot) ?? pin.shard })),
  };
  const stable = pairs.map((pair) => ({ ...pair, slots: pair.slots.filter((slot) => !pinned.has(slot)) }));
  const text = renderShardMap(
    withCopying(
      crowded,
      stable.filter(({ slots }) => slots.length > 0),
    ),
  );
  expect(readShardMap(text).pins).toHaveLength(MAX_PINS);
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
});

test('a map of another format is refused before anything of it is believed', () => {
  const text = renderShardMap({ ...initialShardMap(), format: 2 });
  expect(() => readShardMap(text)).toThrow(
    new RangeError('format must be 1, got 2; use the release of this package that is deployed'),
  );
});

test('every broken rule is named at once', () => {
  const [key, long] = ['celebrity', 'x'.repeat(300)];
  const broken: ShardMap = {
    format: 0,
    version: -1,
    shards: [1, 0],
    owners: initialShardMap().owners.map((owner, slot) => (slot === 5 ? 999 : owner)),
    moves: [
      { slots: [], from: 0, to: 1, state: 'copying' },
      { slots: [1], from: 0, to: 0, state: 'copying' },
      { slots: [1, 2], from: 0, to: 1, state: 'fenced' },
      { slots: [2], from: 3, to: 1, state: 'fenced' },
    ],
    pins: [
      { key, slot: 1, shard: 2 },
      { key, slot: slotOf(key), shard: 0 },
      { key: long, slot: slotOf(long), shard: 2 },
      { key: 'other', slot: slotOf('other'), shard: 2 },
    ],
  };
  expect(brokenMapRules(broken)).toEqual([
    'format must be 1, got 0; use the release of this package that is deployed',
    'version must be a whole number from 0, got -1; it grows by one with each change',
    'shards must be numbers from 0 to 255 in rising order, got 1, 0; name each shard that takes slots once',
    'owners[5] must be a number from 0 to 255, got 999; each slot has one shard',
    'moves from 0 to 1 must have slots, got none; leave the move out',
    'moves from 0 to 0 must lead to another shard, got 0; name one that is deployed',
    'moves from 3 to 1 must have slots of 3, got slot 2 of 0; plan again with the map as it is',
    'moves must have each slot once, got slot 1 twice; end one move before the next',
    `pins[celebrity].slot must be ${slotOf(key)}, got 1; the slot of a key never changes`,
    'pins[celebrity].shard must be one that takes no other slots, got 0; add a shard for it',
    `pins must be of keys of 1 to 254 characters, got 300; pin another key of slot ${slotOf(long)}`,
    `pins[other].shard must be where slot ${slotOf('other')} is or goes, got 2 and not 0; move the slot there`,
    'pins must have each key once, got celebrity twice; leave one out',
  ]);
});

test('owners that are too few, shards that are none, and pins that are too many are named too', () => {
  const pins = Array.from({ length: MAX_PINS + 1 }, (_, index) => ({
    key: `${index}`,
    slot: slotOf(`${index}`),
    shard: 9,
  }));
  const rules = brokenMapRules({ ...initialShardMap(), shards: [], owners: [0], pins });
  expect(rules.slice(0, 3)).toEqual([
    'shards must be numbers from 0 to 255 in rising order, got none; name each shard that takes slots once',
    'owners must be 4096, got 1; each slot has one shard',
    'pins must be at most 64, got 65; take one back that is hot no longer',
  ]);
});
