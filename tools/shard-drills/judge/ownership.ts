import { SLOT_COUNT, type ShardMap } from '../../../lib/contract/shard-map';

/** What a shard says of its slots. A slot that it does not name is not its own. */
export interface Holding {
  readonly shard: number;
  readonly owned: readonly number[];
  readonly fenced: readonly number[];
  readonly receiving: readonly number[];
}

/** The shard that owns each slot; nothing where none or more than one does. */
export type Owners = ReadonlyMap<number, number>;

/** Who owns each slot that exactly one shard says is its own. */
export function ownersOf(holdings: readonly Holding[]): Owners {
  const owners = new Map<number, number>();
  const disputed = new Set<number>();
  for (const { shard, owned, fenced } of holdings) {
    for (const slot of [...owned, ...fenced]) {
      if (owners.has(slot)) disputed.add(slot);
      owners.set(slot, shard);
    }
  }
  disputed.forEach((slot) => owners.delete(slot));
  return owners;
}

/** What is wrong with who owns what once nothing moves any more. */
export function brokenOwnership(holdings: readonly Holding[], map: ShardMap): string[] {
  const counts = Array.from({ length: SLOT_COUNT }, () => 0);
  for (const { owned } of holdings) for (const slot of owned) counts[slot]++;
  const owners = ownersOf(holdings);
  const slots = counts.map((_, slot) => slot);
  return [
    ...some(
      'slots that nobody owns',
      slots.filter((slot) => counts[slot] === 0),
    ),
    ...some(
      'slots that several shards own',
      slots.filter((slot) => counts[slot] > 1),
    ),
    ...holdings.flatMap(({ shard, fenced, receiving }) => [
      ...some(`slots that are still fenced on shard ${shard}`, fenced),
      ...some(`slots that shard ${shard} still receives`, receiving),
    ]),
    ...some(
      'slots whose owner is another one in the map',
      slots.filter((slot) => owners.has(slot) && owners.get(slot) !== map.owners[slot]),
    ),
    ...(map.moves.length === 0 ? [] : [`the map still has ${map.moves.length} moves`]),
  ];
}

/**
 * Slots of which two shards said at one time that they are theirs. Shards are asked one after another, and all of them again: one that owned a slot
 * before and after another said that it does, owned it beside that one.
 */
export function ownedTwice(before: readonly Holding[], after: readonly Holding[]): number[] {
  const again = new Map(after.map(({ shard, owned }) => [shard, new Set(owned)]));
  const first = new Map<number, number>();
  const found = new Set<number>();
  for (const { shard, owned } of before) {
    for (const slot of owned) {
      const other = first.get(slot);
      if (other !== undefined && again.get(other)?.has(slot)) found.add(slot);
      first.set(slot, other ?? shard);
    }
  }
  return [...found];
}

function some(what: string, slots: readonly number[]): string[] {
  return slots.length === 0 ? [] : [`${slots.length} ${what}: ${slots.slice(0, 3).join(', ')}`];
}
