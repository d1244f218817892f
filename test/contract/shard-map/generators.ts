import * as fc from 'fast-check';
import {
  initialShardMap,
  planAdd,
  planDrain,
  planPin,
  planUnpin,
  withCopying,
  withFenced,
  withFlipped,
  withoutMove,
  withPlan,
  type ReshardPlan,
  type ShardMap,
} from '../../../lib/contract/shard-map';

export const runs = { numRuns: 15, seed: 20261124 };

/** What somebody asks for, in numbers that mean something for every map. */
export interface Wish {
  readonly kind: 'add' | 'drain' | 'pin' | 'unpin';
  readonly number: number;
}

export const wishes = fc.array(
  fc.record({
    kind: fc.constantFrom<Wish['kind']>('add', 'add', 'drain', 'pin', 'unpin'),
    number: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** The plan of a wish, or none where the map has nothing to wish for. */
export function planOf(map: ShardMap, { kind, number }: Wish): ReshardPlan | undefined {
  const used = [...map.shards, ...map.pins.map(({ shard }) => shard)];
  const next = Math.max(...used, ...map.owners) + 1;
  switch (kind) {
    case 'add':
      return planAdd(map, number % 3 === 0 ? [next, next + 1] : [next]);
    case 'drain':
      return map.shards.length > 1 ? planDrain(map, map.shards[number % map.shards.length]) : undefined;
    case 'pin': {
      const key = `celebrity-${number}`;
      return map.pins.some((pin) => pin.key === key) || map.pins.length > 9 ? undefined : planPin(map, key, next);
    }
    case 'unpin':
      return map.pins.length > 0 ? planUnpin(map, map.pins[number % map.pins.length].key) : undefined;
  }
}

/** Every map on the way of a plan, in groups of slots. Every other group is given up once, and done again. */
export function* mapsOf(map: ShardMap, plan: ReshardPlan, group = 301): Generator<ShardMap> {
  let current = withPlan(map, plan);
  yield current;
  for (const { slots, from, to } of plan.pairs) {
    for (let start = 0; start < slots.length; start += group) {
      const some = slots.slice(start, start + group);
      yield (current = withFenced(current, some));
      if (start % 2 === 1) {
        yield (current = withoutMove(current, some));
        yield (current = withFenced(withCopying(current, [{ slots: some, from, to }]), some));
      }
      yield (current = withFlipped(current, some));
    }
  }
}

/** The map after all wishes. */
export function mapAfter(asked: readonly Wish[]): ShardMap {
  let map = initialShardMap();
  for (const wish of asked) {
    const plan = planOf(map, wish);
    if (plan) for (const next of mapsOf(map, plan, 5000)) map = next;
  }
  return map;
}
