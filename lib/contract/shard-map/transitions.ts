import { SlotState, stateOf, type Pin, type ShardMap, type SlotMove, type SlotPair } from './map';
import type { ReshardPlan } from './planner';
import { soundMap } from './rules';

/** How the next map differs. */
type Change = Partial<Pick<ShardMap, 'shards' | 'owners' | 'moves' | 'pins'>>;

/** The next map, in which what was planned has begun: all of its slots are being copied. */
export function withPlan(map: ShardMap, { shards, pins, pairs }: ReshardPlan): ShardMap {
  return withCopying({ ...map, shards, pins }, pairs);
}

/** The next map, in which slots are being copied. They must be stable. */
export function withCopying(map: ShardMap, pairs: readonly SlotPair[]): ShardMap {
  const slots = pairs.flatMap((pair) => pair.slots);
  refuseOthers(map, slots, [SlotState.STABLE]);
  const added = pairs.map((pair) => ({ ...pair, state: SlotState.COPYING }));
  return changed(map, { moves: [...map.moves, ...added] });
}

/** The next map, in which slots take no writes for a moment. They must have been copied. */
export function withFenced(map: ShardMap, slots: readonly number[]): ShardMap {
  refuseOthers(map, slots, [SlotState.COPYING]);
  const fenced = splitBy(map.moves, slots).map(({ inside, move }) =>
    inside ? { ...move, state: SlotState.FENCED } : move,
  );
  return changed(map, { moves: fenced });
}

/** The next map, in which slots belong to the shard that they were on their way to. They must be fenced. */
export function withFlipped(map: ShardMap, slots: readonly number[]): ShardMap {
  refuseOthers(map, slots, [SlotState.FENCED]);
  const owners = [...map.owners];
  for (const { move, inside } of splitBy(map.moves, slots)) {
    if (inside) move.slots.forEach((slot) => (owners[slot] = move.to));
  }
  return changed(map, { owners, moves: outside(map.moves, slots) });
}

/** The next map, in which slots stay where they are after all, and so do keys that were to be pinned. */
export function withoutMove(map: ShardMap, slots: readonly number[]): ShardMap {
  refuseOthers(map, slots, [SlotState.COPYING, SlotState.FENCED]);
  const pins = map.pins.filter(({ slot, shard }) => !slots.includes(slot) || map.owners[slot] === shard);
  return changed(map, { pins, moves: outside(map.moves, slots) });
}

/** The next map, in which slots are spread over these shards, and pinned keys have theirs. Moves nothing by itself. */
export function withShards(map: ShardMap, shards: readonly number[], pins: readonly Pin[] = map.pins): ShardMap {
  return changed(map, { shards, pins });
}

function changed(map: ShardMap, change: Change): ShardMap {
  const next = { ...map, ...change, version: map.version + 1 };
  return soundMap({ ...next, moves: merged(next.moves) });
}

function refuseOthers(map: ShardMap, slots: readonly number[], states: readonly SlotState[]): void {
  const states_ = slots.map((slot) => stateOf(map, slot));
  const index = states_.findIndex((state) => !states.includes(state));
  if (index < 0) return;
  const expected = states.join(' or ');
  throw new RangeError(
    `slots must be ${expected}, got slot ${slots[index]}, which is ${states_[index]}; read the map anew`,
  );
}

/** Each move in two: the part with those slots, and the part without. */
function splitBy(moves: readonly SlotMove[], slots: readonly number[]): { inside: boolean; move: SlotMove }[] {
  const chosen = new Set(slots);
  return moves.flatMap((move) =>
    [true, false].map((inside) => ({
      inside,
      move: { ...move, slots: move.slots.filter((slot) => chosen.has(slot) === inside) },
    })),
  );
}

function outside(moves: readonly SlotMove[], slots: readonly number[]): SlotMove[] {
  return splitBy(moves, slots).flatMap(({ inside, move }) => (inside ? [] : [move]));
}

/** One move for each pair of shards and state, so that the stored map stays small. */
function merged(moves: readonly SlotMove[]): SlotMove[] {
  const groups = new Map<string, SlotMove>();
  for (const move of moves) {
    const group = `${move.from} ${move.to} ${move.state}`;
    const slots = [...(groups.get(group)?.slots ?? []), ...move.slots].sort((one, other) => one - other);
    if (slots.length > 0) groups.set(group, { ...move, slots });
  }
  return [...groups.values()];
}
