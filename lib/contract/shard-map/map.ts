import { SLOT_COUNT } from './slots';

/** Format of the stored map. */
export const SHARD_MAP_FORMAT = 1;

/** Key of the item of the control table that holds the map. Without it every slot is on shard 0. */
export const SHARDS_RECORD = 'shards';

/** Seconds between two looks at the map, of whoever routes by it. */
export const SHARD_MAP_POLL_SECONDS = 2;

/**
 * Seconds for which a map that was read is trusted. What routes by an older one asks the shard first, and whoever moves slots waits for this long
 * after it has said so.
 */
export const SHARD_MAP_LEASE_SECONDS = 5;

/** Keys that can be pinned. */
export const MAX_PINS = 64;

/** Bytes of a key that is pinned. */
export const MAX_PINNED_KEY_BYTES = 256;

/** Highest number of a shard. */
export const MAX_SHARD = 255;

/** Where a slot is on its way. */
export const SlotState = {
  /** It belongs to its owner, and nobody moves it. */
  STABLE: 'stable',
  /** It belongs to its owner, and is being copied. */
  COPYING: 'copying',
  /** It belongs to its owner, which takes no writes of it for a moment. */
  FENCED: 'fenced',
} as const;
export type SlotState = (typeof SlotState)[keyof typeof SlotState];

/** Slots, from one shard to another. */
export interface SlotPair {
  /** In rising order. */
  readonly slots: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Slots on their way. */
export interface SlotMove extends SlotPair {
  readonly state: typeof SlotState.COPYING | typeof SlotState.FENCED;
}

/** A key whose slot has a shard of its own. Keys that share the slot are there too. */
export interface Pin {
  readonly key: string;
  readonly slot: number;
  readonly shard: number;
}

/** Which shard each slot belongs to. */
export interface ShardMap {
  readonly format: number;
  /** Grows by one with each change. */
  readonly version: number;
  /** Numbers of the shards that slots are spread over, in rising order: without those of pins. */
  readonly shards: readonly number[];
  /** The shard of each slot. */
  readonly owners: readonly number[];
  readonly moves: readonly SlotMove[];
  readonly pins: readonly Pin[];
}

/** The map of a database that was never split. */
export function initialShardMap(): ShardMap {
  const owners = new Array<number>(SLOT_COUNT).fill(0);
  return { format: SHARD_MAP_FORMAT, version: 0, shards: [0], owners, moves: [], pins: [] };
}

/** The shard that a slot belongs to. */
export function ownerOf(map: ShardMap, slot: number): number {
  const owner = map.owners[slot];
  if (owner === undefined) throw new RangeError(`slot must be a whole number from 0 to ${SLOT_COUNT - 1}, got ${slot}`);
  return owner;
}

/** Where a slot is on its way. */
export function stateOf(map: ShardMap, slot: number): SlotState {
  return moveOf(map, slot)?.state ?? SlotState.STABLE;
}

/** The shard that a slot is on its way to, if it is. */
export function targetOf(map: ShardMap, slot: number): number | undefined {
  return moveOf(map, slot)?.to;
}

function moveOf({ moves }: ShardMap, slot: number): SlotMove | undefined {
  return moves.find(({ slots }) => slots.includes(slot));
}
