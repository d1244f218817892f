import fc from 'fast-check';
import { effectiveRate, learn, NO_ESTIMATE, type CapacitySample } from '../../../runtime/load/capacity';

const RATED = 100;

/** Periods of a task that can do so much, at the given loads (of what it can do), with two percent of CPU besides. */
function periods(capacity: number, loads: readonly number[]): CapacitySample[] {
  return loads.map((load) => {
    const served = Math.min(load, 1);
    return { completedPerSecond: capacity * served, cpuShare: 0.02 + 0.98 * served };
  });
}

const learnt = (samples: readonly CapacitySample[]) =>
  samples.reduce((estimate, one) => learn(estimate, one, RATED), NO_ESTIMATE);
const sample = fc.record({
  completedPerSecond: fc.double({ min: 0, max: 1e4, noNaN: true }),
  cpuShare: fc.double({ min: 0, max: 1.2, noNaN: true }),
});

describe('what a task can do', () => {
  test('is what it is rated for until something else is known', () => {
    expect(effectiveRate(NO_ESTIMATE, RATED)).toBe(RATED);
    expect(effectiveRate(learnt(periods(10, Array<number>(6).fill(0.9))), RATED)).toBe(RATED);
    expect(effectiveRate(learnt(periods(10, Array<number>(60).fill(0.3))), RATED)).toBe(RATED);
  });

  test.each([0.5, 0.7, 0.95, 1.5])('is learned within 10 %% where it is a quarter less, at a load of %d', (load) => {
    const rate = effectiveRate(learnt(periods(75, Array<number>(30).fill(load))), RATED);
    expect(rate).toBeGreaterThan(75 * 0.95);
    expect(rate).toBeLessThan(75 * 1.1);
  });

  test.each([1, 1.25, 3])('is what it is rated for where it can do %d times that', (factor) => {
    expect(effectiveRate(learnt(periods(RATED * factor, Array<number>(60).fill(0.8))), RATED)).toBeGreaterThan(
      0.97 * RATED,
    );
  });

  test('is never more than the rating nor less than half of it', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 100 }), (samples) => {
        const rate = effectiveRate(learnt(samples), RATED);
        expect(rate).toBeGreaterThanOrEqual(RATED / 2);
        expect(rate).toBeLessThanOrEqual(RATED);
      }),
    );
  });

  test('moves by a twelfth of a difference at most once two minutes are known', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 0, maxLength: 40 }), sample, (samples, next) => {
        const before = learnt([...periods(80, Array<number>(18).fill(0.7)), ...samples]);
        const moved = learn(before, next, RATED).logarithm - before.logarithm;
        // From half of the rating to twice of it is a factor of four.
        expect(Math.abs(moved)).toBeLessThanOrEqual(Math.log(4) / 12 + 1e-9);
      }),
    );
  });

  test('does not swing in a loop with scaling, whatever the traffic and the true capacity', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.55, max: 1.2, noNaN: true }),
        fc.double({ min: 300, max: 20_000, noNaN: true }),
        (factor, traffic) => {
          let estimate = NO_ESTIMATE;
          let tasks = Math.max(2, Math.ceil(traffic / RATED / 0.7));
          const counts: number[] = [];
          for (let period = 0; period < 400; period++) {
            estimate = learn(estimate, periods(RATED * factor, [traffic / tasks / (RATED * factor)])[0], RATED);
            // Scaling that keeps the published load at 0.7, with a dead band as alarms have it, once in two minutes.
            const load = traffic / tasks / effectiveRate(estimate, RATED);
            if (period % 12 === 0 && (load > 0.77 || load < 0.525))
              tasks = Math.max(2, Math.ceil((tasks * load) / 0.7));
            counts.push(tasks);
          }
          const settled = counts.slice(-200);
          expect(new Set(settled).size).toBe(1);
          const utilization = traffic / tasks / (RATED * factor);
          expect(utilization).toBeLessThan(0.9);
        },
      ),
    );
  });
});
