import type { Outcome } from '../../../tools/drills/load/plan';
import { experienceOf, p99 } from '../../../tools/drills/recovery';

const INJURY = 10_000;

/** 100 requests in each second from 5 to 25, changed by what is wrong in a second after the injury. */
function outcomes(wrong: (second: number, index: number) => Partial<Outcome>): Outcome[] {
  return Array.from({ length: 20 }, (_, second) => second - 5).flatMap((second) =>
    Array.from({ length: 100 }, (_, index): Outcome => {
      const at = INJURY + second * 1000 + index * 10;
      return { at, milliseconds: 20, kind: 'feed', ...wrong(second, index) };
    }),
  );
}

test('is back at once where nothing happens', () => {
  expect(
    experienceOf(
      outcomes(() => ({})),
      INJURY,
    ),
  ).toMatchObject({ requests: 2000, errors: 0, recoverySeconds: 0 });
});

test('is back where three seconds begin in which no more than 1 % failed', () => {
  const seen = experienceOf(
    outcomes((second, index) => (second >= 0 && second < 3 && index < 2 ? { error: 'status 502' } : {})),
    INJURY,
  );
  expect(seen).toMatchObject({ errors: 6, reasons: { 'status 502': 6 }, recoverySeconds: 3 });
});

test('is not back before p99 is', () => {
  const slow = outcomes((second, index) => (second === 0 && index < 2 ? { milliseconds: 900 } : {}));
  expect(experienceOf(slow, INJURY)).toMatchObject({ errors: 0, recoverySeconds: 1, p99Before: 20 });
});

test('is not back where it fails again within three seconds', () => {
  const fails = (...seconds: number[]) =>
    experienceOf(
      outcomes((second) => (seconds.includes(second) ? { error: 'ECONNRESET' } : {})),
      INJURY,
    ).recoverySeconds;
  expect([fails(0, 3), fails(0, 4), fails(1)]).toEqual([4, 1, 2]);
});

test.each([2, 12])('is not back at all where it fails from second %d until the load ends', (from) => {
  const seen = experienceOf(
    outcomes((second) => (second === 0 || second === 2 || second >= from - 2 ? { error: 'status 502' } : {})),
    INJURY,
  );
  expect(seen.recoverySeconds).toBe(from === 2 ? Infinity : 3);
});

test('counts reads that do not show what their reader wrote', () => {
  const seen = experienceOf(
    outcomes((second, index) => ({ stale: second === 2 && index === 0 })),
    INJURY,
  );
  expect(seen.stale).toBe(1);
});

test('the time within which 99 of 100 are answered', () => {
  const times = Array.from({ length: 100 }, (_, index): Outcome => ({ at: 0, milliseconds: index + 1, kind: 'feed' }));
  expect(p99(times)).toBe(99);
  expect(p99([])).toBe(0);
});
