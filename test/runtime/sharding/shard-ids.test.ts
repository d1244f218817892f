import * as fc from 'fast-check';
import { ShardIds, slotOfId, timeOfId } from '../../../runtime';

const NOW = Date.UTC(2026, 6, 1);
const slots = fc.integer({ min: 0, max: 4095 });
/** Slots, each with how far the clock goes before it: also backwards. */
const steps = fc.array(fc.tuple(slots, fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 300 });
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function idsOf(asked: readonly (readonly [number, number])[], random: () => number) {
  let now = NOW;
  const ids = new ShardIds({ now: () => now, random });
  return asked.map(([slot, step]) => {
    now += step;
    return { slot, id: ids.next(slot) };
  });
}

test('an id tells its slot, and is a positive bigint of PostgreSQL', () => {
  fc.assert(
    fc.property(steps, chances, (asked, chance) => {
      for (const { slot, id } of idsOf(asked, () => chance)) {
        expect(slotOfId(id)).toBe(slot);
        expect(BigInt(id) > 0n && BigInt(id) < 1n << 63n).toBe(true);
      }
    }),
  );
});

test('no id comes twice, whatever the clock does', () => {
  fc.assert(
    fc.property(steps, chances, (asked, chance) => {
      const ids = idsOf(asked, () => chance).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('ids of a slot grow, and those of all slots are in the order of time', () => {
  fc.assert(
    fc.property(steps, chances, (asked, chance) => {
      const made = idsOf(asked, () => chance);
      const last = new Map<number, bigint>();
      let time = 0;
      for (const { slot, id } of made) {
        expect(BigInt(id) > (last.get(slot) ?? 0n)).toBe(true);
        expect(timeOfId(id).getTime()).toBeGreaterThanOrEqual(time);
        last.set(slot, BigInt(id));
        time = timeOfId(id).getTime();
      }
    }),
  );
});

test('more ids than a millisecond has are of the milliseconds after it', () => {
  const ids = new ShardIds({ now: () => NOW, random: () => 0 });
  const made = Array.from({ length: 1025 }, () => ids.next(7));
  expect(timeOfId(made[1023] ?? '').getTime()).toBe(NOW);
  expect(timeOfId(made[1024] ?? '').getTime()).toBe(NOW + 1);
});

test('ids of other processes begin elsewhere in the same millisecond', () => {
  const [one, other] = [0.25, 0.5].map((chance) => new ShardIds({ now: () => NOW, random: () => chance }).next(7));
  expect(one).not.toBe(other);
});

test('the largest id is that of the year 2094', () => {
  const ids = new ShardIds({ now: () => Date.UTC(2025, 0, 1) + 2 ** 41 - 1, random: () => 0.9999 });
  expect(ids.next(4095)).toBe('9223372036854775807');
});

test('refuses a slot that there is none of', () => {
  for (const slot of [-1, 4096, 1.5, NaN]) {
    expect(() => new ShardIds().next(slot)).toThrow(
      `slot must be a whole number from 0 to 4095, got ${slot}; use slotOf(key)`,
    );
  }
});

test('refuses what is no id', () => {
  for (const id of ['', '0', '-1', '01', '1.5', 'x', '9223372036854775808', '99999999999999999999']) {
    const rule = `id must be one of ShardIds, a number from 1 to 9223372036854775807 as text, got ${JSON.stringify(id)}`;
    expect(() => slotOfId(id)).toThrow(rule);
    expect(() => timeOfId(id)).toThrow(rule);
  }
});
