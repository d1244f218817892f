import fc from 'fast-check';
import {
  ACCOUNTS,
  arrivals,
  KINDS,
  zipf,
  type Arrival,
  type ArrivalsOptions,
} from '../../../tools/shard-drills/load/plan';

function first(count: number, options: ArrivalsOptions): Arrival[] {
  const all = arrivals(options);
  return Array.from({ length: count }, () => all.next().value);
}

const UNIFORM: ArrivalsOptions = { perSecond: 100, skew: 'uniform', seed: 1 };

describe('requests of a drill', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(first(50, UNIFORM)).toEqual(first(50, UNIFORM));
    expect(first(50, { ...UNIFORM, seed: 2 })).not.toEqual(first(50, UNIFORM));
  });

  test('come as often as they are asked to, of every kind, and a fifth of them at least are writes', () => {
    const all = first(5000, UNIFORM);
    const seconds = all.reduce((sum, { after }) => sum + after, 0) / 1000;
    expect(5000 / seconds).toBeGreaterThan(95);
    expect(5000 / seconds).toBeLessThan(105);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(all.filter(({ kind }) => kind === 'write').length).toBeGreaterThan(0.2 * all.length);
  });

  test('ask for all accounts alike, or for the first more than for any other', () => {
    const timesOfFirst = (skew: ArrivalsOptions['skew']) =>
      first(5000, { ...UNIFORM, skew }).filter(({ key }) => key === 'account-1').length;
    expect(timesOfFirst('uniform')).toBeLessThan(20);
    expect(timesOfFirst('zipf')).toBeGreaterThan(400);
  });
});

describe("a rank by Zipf's law", () => {
  test('is one of the ranks, and no lower for a greater number', () => {
    const number = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const rankOf = zipf(ACCOUNTS);
    fc.assert(
      fc.property(number, number, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map(rankOf);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThan(ACCOUNTS);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  test('is the first twice as often as the second', () => {
    const rankOf = zipf(2);
    expect([0, 0.66, 0.67, 0.999].map(rankOf)).toEqual([0, 0, 1, 1]);
  });
});
