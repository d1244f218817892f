import {
  SlotState,
  stateOf,
  withCopying,
  withFenced,
  withFlipped,
  withoutMove,
  withShards,
  type ShardMap,
  type SlotPair,
} from '../../lib/contract/shard-map';
import type { Spread } from './record';

/** The map in which these slots are on their way, whether they were before or not. */
export function onTheirWay(map: ShardMap, pair: SlotPair): ShardMap {
  const slots = pair.slots.filter((slot) => stateOf(map, slot) === SlotState.STABLE && map.owners[slot] === pair.from);
  return slots.length === 0 ? map : withCopying(map, [{ ...pair, slots }]);
}

/** The map in which they take no writes for a moment. */
export function fencedIn(map: ShardMap, slots: readonly number[]): ShardMap {
  const copied = slots.filter((slot) => stateOf(map, slot) === SlotState.COPYING);
  return copied.length === 0 ? map : withFenced(map, copied);
}

/** The map in which they have arrived, whatever is known of them. */
export function arrived(map: ShardMap, pair: SlotPair): ShardMap {
  const slots = pair.slots.filter((slot) => map.owners[slot] === pair.from);
  if (slots.length === 0) return map;
  return withFlipped(fencedIn(onTheirWay(map, { ...pair, slots }), slots), slots);
}

/** The map in which they stay where they are. */
export function stayed(map: ShardMap, slots: readonly number[]): ShardMap {
  const moving = slots.filter((slot) => stateOf(map, slot) !== SlotState.STABLE);
  return moving.length === 0 ? map : withoutMove(map, moving);
}

/** The map in which slots are spread over these shards. */
export function spreadOver(map: ShardMap, { shards, pins }: Spread): ShardMap {
  const isSame = JSON.stringify([map.shards, map.pins]) === JSON.stringify([shards, pins]);
  return isSame ? map : withShards(map, shards, pins);
}
