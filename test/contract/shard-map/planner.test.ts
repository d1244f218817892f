import * as fc from 'fast-check';
import {
  brokenMapRules,
  initialShardMap,
  murmurHash3,
  ownerOf,
  planAdd,
  planDrain,
  planPin,
  planUnpin,
  readShardMap,
  renderShardMap,
  skewOf,
  SLOT_COUNT,
  slotOf,
  SlotState,
  withPlan,
  type ReshardPlan,
  type ShardMap,
} from '../../../lib/contract/shard-map';
import { mapAfter, mapsOf, planOf, runs, wishes } from './generators';

const SLOTS = Array.from({ length: SLOT_COUNT }, (_, slot) => slot);

/** Slots of each shard, without those of pins. */
function countsOf({ owners, shards, pins }: Pick<ShardMap, 'owners' | 'shards' | 'pins'>): number[] {
  const pinned = new Set(pins.map(({ slot }) => slot));
  return shards.map((shard) => SLOTS.filter((slot) => owners[slot] === shard && !pinned.has(slot)).length);
}

/** The state of every slot: looked up one by one, it takes most of the time of these tests. */
function statesOf({ moves }: ShardMap): SlotState[] {
  const states = new Array<SlotState>(SLOT_COUNT).fill(SlotState.STABLE);
  moves.forEach(({ slots, state }) => slots.forEach((slot) => (states[slot] = state)));
  return states;
}

function last(map: ShardMap, plan: ReshardPlan): ShardMap {
  return [...mapsOf(map, plan, SLOT_COUNT)].at(-1) ?? map;
}

test('every slot has one owner in every map, and gets another one only out of a fence', () => {
  fc.assert(
    fc.property(wishes, (asked) => {
      let map = initialShardMap();
      for (const wish of asked) {
        const plan = planOf(map, wish);
        if (!plan) continue;
        for (const next of mapsOf(map, plan)) {
          expect(brokenMapRules(next)).toEqual([]);
          const states = statesOf(map);
          const changed = SLOTS.filter((slot) => next.owners[slot] !== map.owners[slot]);
          expect(changed.filter((slot) => states[slot] !== SlotState.FENCED)).toEqual([]);
          map = next;
        }
      }
    }),
    runs,
  );
});

test('whoever has the map of before and whoever has the next one agree on every slot that is stable in both', () => {
  fc.assert(
    fc.property(
      wishes,
      wishes.map(([wish]) => wish),
      (asked, wish) => {
        const map = mapAfter(asked);
        const plan = planOf(map, wish);
        const all = plan ? [map, ...mapsOf(map, plan)] : [map];
        all.slice(1).forEach((next, index) => {
          const former = all[index];
          const states = [former, next].map(statesOf);
          const stable = SLOTS.filter((slot) => states.every((one) => one[slot] === SlotState.STABLE));
          expect(stable.filter((slot) => next.owners[slot] !== former.owners[slot])).toEqual([]);
        });
      },
    ),
    runs,
  );
});

test('no shard has more than one slot above another after an addition or a drain, and no fewer moves lead there', () => {
  fc.assert(
    fc.property(
      wishes,
      wishes.map(([wish]) => wish),
      (asked, wish) => {
        const map = mapAfter(asked);
        const plan = planOf(map, wish);
        if (!plan || wish.kind === 'pin') return;
        const after = last(map, plan);
        const counts = countsOf(after);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        // What each shard lacks has to come, so that no plan moves less than the least that can be lacking.
        const before = countsOf({ ...map, shards: plan.shards, pins: plan.pins });
        const least = Math.min(...counts);
        const larger = counts.filter((count) => count > least).length;
        const sorted = [...before].sort((one, other) => other - one);
        const lacking = sorted.map((count, index) => Math.max(0, (index < larger ? least + 1 : least) - count));
        const moved = plan.pairs.flatMap(({ slots }) => slots).length;
        expect(moved).toBe(lacking.reduce((sum, count) => sum + count, 0));
      },
    ),
    runs,
  );
});

test('a shard gives no more than what it has above its share, and those that have too little give nothing', () => {
  fc.assert(
    fc.property(wishes, (asked) => {
      const map = mapAfter(asked);
      const plan = planAdd(map, [Math.max(...map.owners, ...map.shards) + 1]);
      const share = Math.floor((SLOT_COUNT - new Set(plan.pins.map(({ slot }) => slot)).size) / plan.shards.length);
      const counts = countsOf(map);
      map.shards.forEach((shard, index) => {
        const given = plan.pairs.filter(({ from }) => from === shard).flatMap(({ slots }) => slots).length;
        expect(given).toBeLessThanOrEqual(Math.max(0, counts[index] - share));
      });
    }),
    runs,
  );
});

test('a plan that was done in part is planned again as its rest', () => {
  fc.assert(
    fc.property(wishes, fc.integer({ min: 2, max: 6 }), fc.nat(), (asked, drained, seed) => {
      const map = mapAfter([...asked, { kind: 'add', number: 3 }]);
      const plan = seed % 2 === 0 ? planDrain(map, map.shards[drained % map.shards.length]) : planAdd(map, [250]);
      const target = new Map(plan.pairs.flatMap(({ slots, to }) => slots.map((slot) => [slot, to] as const)));
      const done = [...target.keys()].filter((slot) => murmurHash3(`${slot}`, seed) % 2 === 0);
      const owners = map.owners.map((owner, slot) => (done.includes(slot) ? (target.get(slot) ?? owner) : owner));
      const half = { ...map, owners, shards: plan.shards };
      const again = planDrainedOrAdded(half);
      const rest = new Map(again.pairs.flatMap(({ slots, to }) => slots.map((slot) => [slot, to] as const)));
      expect(rest).toEqual(
        new Map([...target].filter(([slot]) => !done.includes(slot)).sort(([one], [other]) => one - other)),
      );
    }),
    runs,
  );
});

/** A pin that is taken back at once spreads everything anew over the shards that there are. */
function planDrainedOrAdded(half: ShardMap): ReshardPlan {
  const { pairs } = planUnpin({ ...half, pins: [...half.pins, { key: '', slot: -1, shard: -1 }] }, '');
  const order = pairs.flatMap(({ slots, ...pair }) => slots.map((slot) => ({ ...pair, slots: [slot] })));
  return { shards: half.shards, pins: half.pins, pairs: order.sort((one, other) => one.slots[0] - other.slots[0]) };
}

test('ten million keys are spread within 5 % of the mean over any number of shards up to 64, whatever keys look like', () => {
  const keys = new Array<number>(SLOT_COUNT).fill(0);
  const kinds = [
    (index: number) => `${index}`,
    (index: number) => `user-${index}@example.com`,
    (index: number) => `${(index * 2_654_435_761) % 4_294_967_296}-0000-4000-8000-${index}`,
    (index: number) => `shop/${index % 1000}/order/${index}`,
  ];
  for (let index = 0; index < 2_500_000; index++) for (const key of kinds) keys[slotOf(key(index))] += 1;
  let map = initialShardMap();
  for (let shards = 1; shards <= 64; shards++) {
    if (shards > 1) map = last(map, planAdd(map, [shards - 1]));
    const held = new Array<number>(shards).fill(0);
    keys.forEach((count, slot) => (held[ownerOf(map, slot)] += count));
    const mean = 10_000_000 / shards;
    expect(Math.max(...held.map((count) => Math.abs(count / mean - 1)))).toBeLessThan(0.05);
  }
  expect(skewOf(map)).toBe(1);
});

test('the slot of a celebrity has a shard of its own, which no plan gives anything to or takes anything from', () => {
  fc.assert(
    fc.property(wishes, (asked) => {
      const pinned = last(initialShardMap(), planPin(initialShardMap(), 'celebrity', 200));
      const more = asked.reduce((map, wish) => {
        const plan = wish.kind === 'unpin' ? undefined : planOf(map, wish);
        return plan ? last(map, plan) : map;
      }, pinned);
      expect(SLOTS.filter((slot) => more.owners[slot] === 200)).toEqual([slotOf('celebrity')]);
    }),
    runs,
  );
});

test('a pin that is taken back sends its slot to a shard that takes slots', () => {
  const pinned = last(initialShardMap(), planPin(initialShardMap(), 'celebrity', 200));
  const back = last(pinned, planUnpin(pinned, 'celebrity'));
  expect([ownerOf(back, slotOf('celebrity')), back.pins]).toEqual([0, []]);
});

test('every map on the way is stored and read as it is', () => {
  fc.assert(
    fc.property(wishes, (asked) => {
      const map = mapAfter(asked);
      for (const next of mapsOf(map, planAdd(map, [255]), 500))
        expect(readShardMap(renderShardMap(next))).toEqual(next);
    }),
    { ...runs, numRuns: 10 },
  );
});

test('skew is the most slots of a shard over the mean', () => {
  const owners = SLOTS.map((slot) => (slot < 3072 ? 0 : 1));
  expect(skewOf({ ...initialShardMap(), shards: [0, 1], owners })).toBe(1.5);
});

const two = last(initialShardMap(), planAdd(initialShardMap(), [1]));
const star = last(two, planPin(two, 'star', 9));

test.each([
  ['adding a shard that is there', () => planAdd(two, [1]), 'shards to add must be new, got 1; it has slots already'],
  ['adding a shard of pins', () => planAdd(star, [9]), 'shards to add must be new, got 9; it has slots already'],
  ['adding none', () => planAdd(two, []), 'shards to add must be numbers of shards, got none; deploy one first'],
  [
    'adding what is no shard',
    () => planAdd(two, [256]),
    'shards to add must be numbers of shards, got 256; deploy one first',
  ],
  [
    'draining an unknown shard',
    () => planDrain(two, 7),
    'the shard to drain must be one of 0, 1, got 7; a shard of pins is left by taking them back',
  ],
  [
    'draining the last',
    () => planDrain(initialShardMap(), 0),
    'the shard to drain must not be the last, got 0; add another one first',
  ],
  [
    'pinning where slots are',
    () => planPin(two, 'star', 1),
    'the shard of a pin must be one that takes no other slots, got 1 of 0, 1; deploy a shard for it',
  ],
  [
    'pinning one slot to two shards',
    () =>
      planPin(star, 'star', 9).pairs.length ||
      planPin({ ...star, pins: [{ ...star.pins[0], key: 'other' }] }, 'star', 8),
    'the shard of star must be 9, where other is, got 8; keys of one slot stay together',
  ],
  ['taking back no pin', () => planUnpin(two, 'star'), 'the key must be pinned, got star; pinned are none'],
])('%s is refused', (_, plan, error) => {
  expect(plan).toThrow(new RangeError(error));
});

test('what was planned begins as one change of the map', () => {
  const plan = planPin(two, 'star', 9);
  const begun = withPlan(two, plan);
  expect(begun).toMatchObject({
    version: two.version + 1,
    pins: plan.pins,
    moves: [{ slots: [slotOf('star')], to: 9, state: 'copying' }],
  });
});
