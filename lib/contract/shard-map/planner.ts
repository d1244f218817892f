import type { Pin, ShardMap, SlotPair } from './map';
import { isShard } from './rules';
import { slotOf } from './slots';

/** What becomes of a map, and which slots have to move for it. */
export interface ReshardPlan {
  /** The shards that slots are spread over afterwards. */
  readonly shards: readonly number[];
  readonly pins: readonly Pin[];
  /** Slots that move: one entry for each pair of shards. */
  readonly pairs: readonly SlotPair[];
}

/** Spreads slots over further shards as well. Each shard that is there gives what it has above the new share, and nothing more. */
export function planAdd(map: ShardMap, added: readonly number[]): ReshardPlan {
  const known = added.find((shard) => map.shards.includes(shard) || map.pins.some((pin) => pin.shard === shard));
  refuseIf(known !== undefined, `shards to add must be new, got ${known}; it has slots already`);
  refuseIf(
    added.length === 0 || !added.every(isShard),
    `shards to add must be numbers of shards, got ${list(added)}; deploy one first`,
  );
  return planEven(
    map,
    [...new Set([...map.shards, ...added])].sort((one, other) => one - other),
    map.pins,
  );
}

/** Takes all slots from a shard, and spreads them evenly over the others. */
export function planDrain(map: ShardMap, shard: number): ReshardPlan {
  refuseIf(
    !map.shards.includes(shard),
    `the shard to drain must be one of ${list(map.shards)}, got ${shard}; a shard of pins is left by taking them back`,
  );
  refuseIf(map.shards.length === 1, `the shard to drain must not be the last, got ${shard}; add another one first`);
  return planEven(
    map,
    map.shards.filter((other) => other !== shard),
    map.pins,
  );
}

/** Gives the slot of a key a shard of its own, which takes no other slots. */
export function planPin(map: ShardMap, key: string, to: number): ReshardPlan {
  const slot = slotOf(key);
  const pinned = map.pins.find((pin) => pin.slot === slot && pin.shard !== to);
  refuseIf(
    map.shards.includes(to),
    `the shard of a pin must be one that takes no other slots, got ${to} of ${list(map.shards)}; deploy a shard for it`,
  );
  refuseIf(
    pinned !== undefined,
    `the shard of ${key} must be ${pinned?.shard}, where ${pinned?.key} is, got ${to}; keys of one slot stay together`,
  );
  const pins = [...map.pins.filter((pin) => pin.key !== key), { key, slot, shard: to }];
  const from = map.owners[slot];
  return { shards: map.shards, pins, pairs: from === to ? [] : [{ slots: [slot], from, to }] };
}

/** Takes a pin back: its slot goes to the shards that have too little. */
export function planUnpin(map: ShardMap, key: string): ReshardPlan {
  refuseIf(
    !map.pins.some((pin) => pin.key === key),
    `the key must be pinned, got ${key}; pinned are ${list(map.pins.map((pin) => pin.key))}`,
  );
  return planEven(
    map,
    map.shards,
    map.pins.filter((pin) => pin.key !== key),
  );
}

/** The most slots that a shard has, over the mean: 1 when all have the same. Without shards of pins. */
export function skewOf(map: ShardMap): number {
  const counts = [...countsOf(map, map.shards, map.pins).values()];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (Math.max(...counts) * counts.length) / total;
}

/**
 * The fewest moves after which no shard has more than one slot above another. Done in part and planned again, what is planned is the rest: a
 * shard gives its highest slots, in order, to those that have too little, in order.
 */
function planEven(map: ShardMap, shards: readonly number[], pins: readonly Pin[]): ReshardPlan {
  const given = surplusOf(map, sharesOf(map, shards, pins), pins);
  const needed = needsOf(map, sharesOf(map, shards, pins), pins);
  const pairs = new Map<string, { slots: number[]; from: number; to: number }>();
  given.forEach(({ slot, from }, index) => {
    const to = needed[index];
    const pair = pairs.get(`${from} ${to}`) ?? { slots: [], from, to };
    pair.slots.push(slot);
    pairs.set(`${from} ${to}`, pair);
  });
  return { shards, pins, pairs: [...pairs.values()].map((pair) => ({ ...pair, slots: pair.slots.sort(rising) })) };
}

/** How many slots each shard has in the end. Those of one more go to shards that have them, the lowest numbers first. */
function sharesOf(map: ShardMap, shards: readonly number[], pins: readonly Pin[]): ReadonlyMap<number, number> {
  const counts = countsOf(map, shards, pins);
  const total = spreadSlots(map, pins).length;
  const least = Math.floor(total / shards.length);
  const has = (shard: number) => (counts.get(shard) ?? 0) > least;
  const first = [...shards.filter(has), ...shards.filter((shard) => !has(shard))].slice(0, total % shards.length);
  return new Map(shards.map((shard) => [shard, first.includes(shard) ? least + 1 : least]));
}

/** Slots that shards have above their share, the shards in order, the highest slots of each first. */
function surplusOf(
  map: ShardMap,
  shares: ReadonlyMap<number, number>,
  pins: readonly Pin[],
): { slot: number; from: number }[] {
  const slots = spreadSlots(map, pins);
  const owners = [...new Set(slots.map((slot) => map.owners[slot]))].sort(rising);
  return owners.flatMap((from) => {
    const own = slots.filter((slot) => map.owners[slot] === from).sort((one, other) => other - one);
    return own.slice(0, Math.max(0, own.length - (shares.get(from) ?? 0))).map((slot) => ({ slot, from }));
  });
}

/** The shards that have too little, each as often as it is short of slots. */
function needsOf(map: ShardMap, shares: ReadonlyMap<number, number>, pins: readonly Pin[]): number[] {
  const counts = countsOf(map, [...shares.keys()], pins);
  return [...shares].flatMap(([shard, share]) =>
    new Array<number>(Math.max(0, share - (counts.get(shard) ?? 0))).fill(shard),
  );
}

/** Slots that are spread: all but those of pins. */
function spreadSlots({ owners }: ShardMap, pins: readonly Pin[]): number[] {
  const pinned = new Set(pins.map(({ slot }) => slot));
  return owners.flatMap((_, slot) => (pinned.has(slot) ? [] : [slot]));
}

function countsOf(map: ShardMap, shards: readonly number[], pins: readonly Pin[]): ReadonlyMap<number, number> {
  const counts = new Map(shards.map((shard) => [shard, 0]));
  for (const slot of spreadSlots(map, pins)) {
    const count = counts.get(map.owners[slot]);
    if (count !== undefined) counts.set(map.owners[slot], count + 1);
  }
  return counts;
}

function rising(one: number, other: number): number {
  return one - other;
}

function refuseIf(broken: boolean, rule: string): void {
  if (broken) throw new RangeError(rule);
}

function list(values: readonly (number | string)[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
