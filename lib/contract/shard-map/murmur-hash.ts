const { imul } = Math;
const encoder = new TextEncoder();

/** Room for the bytes of most keys: making some anew for each takes longer than all the rest. */
const room = new Uint8Array(768);

/**
 * MurmurHash3 x86_32 of the bytes of a text in UTF-8, as an unsigned number
 * (https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp). Libraries in every language have it, so that a job that is
 * not written in TypeScript finds the slot of a key too.
 */
export function murmurHash3(text: string, seed = 0): number {
  // A character of a string is three bytes at most.
  if (text.length * 3 > room.length) return murmurHash3OfBytes(encoder.encode(text), seed);
  return murmurHash3OfBytes(room, seed, encoder.encodeInto(text, room).written);
}

/** MurmurHash3 x86_32 of the first bytes, or all. */
export function murmurHash3OfBytes(bytes: Uint8Array, seed = 0, length = bytes.length): number {
  const whole = length & ~3;
  let hash = seed;
  for (let index = 0; index < whole; index += 4) {
    const block = bytes[index] | (bytes[index + 1] << 8) | (bytes[index + 2] << 16) | (bytes[index + 3] << 24);
    hash = rotated(hash ^ scrambled(block), 13);
    hash = (imul(hash, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let index = length - 1; index >= whole; index--) rest = (rest << 8) | bytes[index];
  return finished(hash ^ scrambled(rest) ^ length);
}

function scrambled(block: number): number {
  return imul(rotated(imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finished(hash: number): number {
  const first = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
