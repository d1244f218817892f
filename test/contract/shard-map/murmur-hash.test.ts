import { murmurHash3, murmurHash3OfBytes, SLOT_COUNT, slotOf } from '../../../lib/contract/shard-map';

// https://stackoverflow.com/questions/14747343/murmurhash3-test-vectors, which Boost.Hash2 and others test against.
test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['\0\0\0\0', 0, 0x2362f9de],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aa', 0x9747b28c, 0x5d211726],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['abcd', 0x9747b28c, 0xf0478627],
  ['abc', 0x9747b28c, 0xc84a62dd],
  ['ab', 0x9747b28c, 0x74875592],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('the hash of %j with seed %d is the published one', (text, seed, expected) => {
  expect(murmurHash3(text, seed)).toBe(expected);
});

test.each([
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
])('the hash of the bytes %j with seed %d is the published one', (bytes, seed, expected) => {
  expect(murmurHash3OfBytes(Uint8Array.from(bytes), seed)).toBe(expected);
});

test('the slot of a key is the hash of its text, modulo the number of slots', () => {
  expect(slotOf('Hello world')).toBe(2911983372 % SLOT_COUNT);
});

test('a key that is longer than most has the hash of its bytes', () => {
  const key = 'π'.repeat(400);
  expect(murmurHash3(key)).toBe(murmurHash3OfBytes(new TextEncoder().encode(key)));
});
