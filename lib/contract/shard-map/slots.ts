import { murmurHash3 } from './murmur-hash';

/** Parts that all keys fall into, for ever: ids carry the number of theirs. */
export const SLOT_COUNT = 4096;

/** The slot of a key, 0 to 4095. Whoever stores a row stores it beside the key. */
export function slotOf(key: string): number {
  return murmurHash3(key) % SLOT_COUNT;
}
