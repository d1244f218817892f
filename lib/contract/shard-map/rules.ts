import {
  MAX_PINNED_KEY_BYTES,
  MAX_PINS,
  MAX_SHARD,
  SHARD_MAP_FORMAT,
  type Pin,
  type ShardMap,
  type SlotMove,
} from './map';
import { SLOT_COUNT, slotOf } from './slots';

/** Every rule that a map breaks: whoever writes one asks here first, since everybody routes by it. */
export function brokenMapRules(map: ShardMap): string[] {
  return [
    formatRule(map),
    versionRule(map),
    shardsRule(map),
    ownersRule(map),
    ...map.moves.map((move) => moveRule(map, move)),
    onceRule(map),
    countRule(map),
    ...map.pins.map((pin) => pinRule(map, pin)),
    keysRule(map),
  ].filter((rule) => rule !== undefined);
}

/** Throws with every rule that a map breaks, and otherwise gives it back. */
export function soundMap(map: ShardMap): ShardMap {
  const broken = brokenMapRules(map);
  if (broken.length > 0) throw new RangeError(broken.join('; '));
  return map;
}

/** Whether it is the number of a shard. */
export function isShard(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_SHARD;
}

function formatRule({ format }: ShardMap): string | undefined {
  if (format === SHARD_MAP_FORMAT) return undefined;
  return `format must be ${SHARD_MAP_FORMAT}, got ${JSON.stringify(format)}; use the release of this package that is deployed`;
}

function versionRule({ version }: ShardMap): string | undefined {
  if (Number.isInteger(version) && version >= 0) return undefined;
  return `version must be a whole number from 0, got ${JSON.stringify(version)}; it grows by one with each change`;
}

function shardsRule({ shards }: ShardMap): string | undefined {
  const rising = shards.every((shard, index) => isShard(shard) && (index === 0 || shard > shards[index - 1]));
  if (rising && shards.length > 0) return undefined;
  const got = shards.length === 0 ? 'none' : shards.join(', ');
  return `shards must be numbers from 0 to ${MAX_SHARD} in rising order, got ${got}; name each shard that takes slots once`;
}

function ownersRule({ owners }: ShardMap): string | undefined {
  if (owners.length !== SLOT_COUNT) {
    return `owners must be ${SLOT_COUNT}, got ${owners.length}; each slot has one shard`;
  }
  const slot = owners.findIndex((owner) => !isShard(owner));
  if (slot < 0) return undefined;
  return `owners[${slot}] must be a number from 0 to ${MAX_SHARD}, got ${owners[slot]}; each slot has one shard`;
}

function moveRule({ owners }: ShardMap, { slots, from, to }: SlotMove): string | undefined {
  const property = `moves from ${from} to ${to}`;
  if (!isShard(to) || to === from)
    return `${property} must lead to another shard, got ${to}; name one that is deployed`;
  if (slots.length === 0) return `${property} must have slots, got none; leave the move out`;
  const foreign = slots.find((slot) => owners[slot] !== from);
  if (foreign === undefined) return undefined;
  const got = `slot ${foreign} of ${owners[foreign] ?? 'no shard'}`;
  return `${property} must have slots of ${from}, got ${got}; plan again with the map as it is`;
}

function onceRule({ moves }: ShardMap): string | undefined {
  const seen = new Set<number>();
  const twice = moves.flatMap(({ slots }) => slots).find((slot) => seen.size === seen.add(slot).size);
  if (twice === undefined) return undefined;
  return `moves must have each slot once, got slot ${twice} twice; end one move before the next`;
}

function countRule({ pins }: ShardMap): string | undefined {
  if (pins.length <= MAX_PINS) return undefined;
  return `pins must be at most ${MAX_PINS}, got ${pins.length}; take one back that is hot no longer`;
}

function pinRule(map: ShardMap, { key, slot, shard }: Pin): string | undefined {
  const property = `pins[${key}]`;
  const bytes = JSON.stringify(key).length;
  if (key === '' || bytes > MAX_PINNED_KEY_BYTES) {
    return `pins must be of keys of 1 to ${MAX_PINNED_KEY_BYTES - 2} characters, got ${bytes - 2}; pin another key of slot ${slot}`;
  }
  if (slot !== slotOf(key))
    return `${property}.slot must be ${slotOf(key)}, got ${slot}; the slot of a key never changes`;
  if (!isShard(shard) || map.shards.includes(shard)) {
    return `${property}.shard must be one that takes no other slots, got ${shard}; add a shard for it`;
  }
  const place = map.moves.find(({ slots }) => slots.includes(slot))?.to ?? map.owners[slot];
  if (place === shard) return undefined;
  return `${property}.shard must be where slot ${slot} is or goes, got ${shard} and not ${place}; move the slot there`;
}

function keysRule({ pins }: ShardMap): string | undefined {
  const keys = pins.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  return twice === undefined ? undefined : `pins must have each key once, got ${twice} twice; leave one out`;
}
