import { SHARD_MAP_FORMAT, type Pin, type ShardMap, type SlotMove } from './map';
import { soundMap } from './rules';
import { SLOT_COUNT } from './slots';

/** The map as JSON: two digits of base 36 for the owner of each slot, and slots of moves as ranges. */
interface StoredMap {
  readonly format: number;
  readonly version: number;
  readonly shards: readonly number[];
  readonly owners: string;
  readonly moves: readonly (Omit<SlotMove, 'slots'> & { readonly slots: string })[];
  readonly pins: readonly Pin[];
}

/** The map as it is stored: at most some 50 KB, whatever has been moved. */
export function renderShardMap(map: ShardMap): string {
  const stored: StoredMap = {
    format: map.format,
    version: map.version,
    shards: map.shards,
    owners: map.owners.map((owner) => owner.toString(36).padStart(2, '0')).join(''),
    moves: map.moves.map((move) => ({ ...move, slots: rangesOf(move.slots) })),
    pins: map.pins,
  };
  return JSON.stringify(stored);
}

/** What `renderShardMap` wrote. Refuses a map that breaks a rule. */
export function readShardMap(text: string): ShardMap {
  const stored = JSON.parse(text) as StoredMap;
  if (stored.format !== SHARD_MAP_FORMAT) {
    const got = JSON.stringify(stored.format);
    throw new RangeError(
      `format must be ${SHARD_MAP_FORMAT}, got ${got}; use the release of this package that is deployed`,
    );
  }
  const owners = Array.from({ length: SLOT_COUNT }, (_, slot) =>
    parseInt(stored.owners.slice(2 * slot, 2 * slot + 2), 36),
  );
  const moves = stored.moves.map((move) => ({ ...move, slots: slotsOf(move.slots) }));
  return soundMap({ ...stored, owners, moves });
}

/** Slots as text, such as `12-80,99`. */
export function rangesOf(slots: readonly number[]): string {
  const rising = [...slots].sort((one, other) => one - other);
  const starts = rising.filter((slot, index) => rising[index - 1] !== slot - 1);
  const ends = rising.filter((slot, index) => rising[index + 1] !== slot + 1);
  return starts.map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`)).join(',');
}

/** What `rangesOf` wrote. */
export function slotsOf(ranges: string): number[] {
  if (ranges === '') return [];
  return ranges.split(',').flatMap((range) => {
    const [start = 0, end = start] = range.split('-').map(Number);
    return Array.from({ length: end - start + 1 }, (_, index) => start + index);
  });
}
