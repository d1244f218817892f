import { SLOT_COUNT, slotOf as hashed } from '../../lib/contract/shard-map';
import { slotOfId } from './shard-ids';
import type { ShardKey } from './shards-options';

/**
 * The slot of a key, 0 to 4095, for ever the same: what is stored in the column `slot` beside the row.
 *
 * @param key Whose row it is, such as the id of a user. All rows that are written together need the same key.
 */
export function slotOf(key: string): number {
  return hashed(key);
}

/** The slot of whatever names a row. */
export function slotOfKey(key: ShardKey): number {
  if (typeof key === 'string') return hashed(key);
  if ('id' in key) return slotOfId(key.id);
  if (Number.isInteger(key.slot) && key.slot >= 0 && key.slot < SLOT_COUNT) return key.slot;
  throw new RangeError(`slot must be a whole number from 0 to ${SLOT_COUNT - 1}, got ${key.slot}; use slotOf(key)`);
}
