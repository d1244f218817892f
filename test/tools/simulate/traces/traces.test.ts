import { createHash } from 'node:crypto';
import type { Trace } from '../../../../tools/simulate/model';
import { BASES, trace, traceHours, traceNames } from '../../../../tools/simulate/traces';
import { monotoneCubic, multiplesOf, REAL_DAYS } from '../../../../tools/simulate/traces/real-days';

const SEEDS = [1, 2, 11];

/** jest compares long arrays slowly. */
function hash({ rate }: Pick<Trace, 'rate'>): string {
  return createHash('sha256').update(rate).digest('hex');
}

/** Means of whole minutes, over the base: noise of a minute hardly shows. */
function minutes({ rate, kind }: Trace): number[] {
  return Array.from({ length: rate.length / 60 }, (_, minute) => {
    const part = rate.subarray(minute * 60, minute * 60 + 60);
    return part.reduce((sum, value) => sum + value, 0) / 60 / BASES[kind];
  });
}

/** The largest growth from one minute to another that comes `apart` later. */
function growth(values: readonly number[], apart: number): number {
  return Math.max(...values.slice(apart).map((value, index) => value / values[index]));
}

const peak = (values: readonly number[]) => Math.max(...values);
const low = (values: readonly number[]) => Math.min(...values);

test.each(traceNames())('%s is the same for the same seed, and another for another', (name) => {
  const one = trace(name, { seed: 7 });
  const again = trace(name, { seed: 7 });
  expect({ ...again, rate: hash(again) }).toEqual({ ...one, rate: hash(one) });
  expect(hash(trace(name, { seed: 8 }))).not.toBe(hash(one));
  expect(Number.isFinite(Math.max(...one.rate)) && Math.min(...one.rate) >= 0).toBe(true);
  expect(one.rate).toHaveLength(traceHours(name) * 3600);
});

test.each(['flash10x', 'worker-dump', 'twitter-fb-03-16'])('%s follows its base', (name) => {
  const one = trace(name, { seed: 3, base: 100 });
  const two = trace(name, { seed: 3, base: 200 });
  // Doubling is exact in binary numbers.
  expect(hash({ rate: one.rate.map((value) => 2 * value) })).toBe(hash(two));
});

test('refuses a name that is none, and says which there are', () => {
  expect(() => trace('flash', { seed: 1 })).toThrow(
    /^trace must be one of diurnal24h, flash10x, .*, got "flash"; take one of these, or the file of a trace$/,
  );
});

describe.each(SEEDS)('with seed %i', (seed) => {
  test('a flash crowd is 8 to 12 times the quiet load within three minutes, and goes', () => {
    const values = minutes(trace('flash10x', { seed }));
    expect(peak(values)).toBeGreaterThan(7.5);
    expect(peak(values)).toBeLessThan(14);
    expect(growth(values, 2)).toBeGreaterThan(6);
    expect(values[values.length - 1]).toBeLessThan(1.4);
  });

  test('a surge is 2.4 to 3.6 times the load within two minutes', () => {
    const values = minutes(trace('surge3x', { seed }));
    expect(growth(values, 2)).toBeGreaterThan(2);
    expect(growth(values, 2)).toBeLessThan(4.2);
  });

  test('a ramp never doubles within five minutes', () => {
    const values = minutes(trace('ramp8x', { seed }));
    expect(growth(values, 5)).toBeLessThan(2.2);
    expect(peak(values)).toBeGreaterThan(5.5);
  });

  test('a day has 4 to 6 times its quietest hour at its busiest', () => {
    const values = minutes(trace('diurnal24h', { seed }));
    expect(values).toHaveLength(1440);
    expect(peak(values) / low(values)).toBeGreaterThan(3.5);
    expect(peak(values) / low(values)).toBeLessThan(8.5);
  });

  test('news comes three times', () => {
    const values = minutes(trace('newsspike', { seed }));
    const starts = values.filter(
      (value, minute) => value > 2.5 && values[minute - 1] <= 2.5 && values[minute + 2] > 1.8,
    );
    expect(starts.length).toBeGreaterThanOrEqual(3);
  });

  test('a launch ends 48 to 72 times above its start', () => {
    const values = minutes(trace('launch60x', { seed }));
    const ratio = values[values.length - 1] / (values.slice(0, 10).reduce((sum, value) => sum + value, 0) / 10);
    expect(ratio).toBeGreaterThan(40);
    expect(ratio).toBeLessThan(85);
  });

  test('a dump throws 6,400 to 9,600 messages into the queue within ten seconds', () => {
    const { rate } = trace('worker-dump', { seed });
    const thrown = rate.filter((value) => value > 300).reduce((sum, value) => sum + value, 0);
    expect(thrown).toBeGreaterThan(6400 * 0.8);
    expect(thrown).toBeLessThan(9600 * 1.2);
  });

  test.each(['azloss', 'worker-azloss'])('%s kills a third of the tasks once', (name) => {
    const { losses, rate } = trace(name, { seed });
    expect(losses).toHaveLength(1);
    expect(losses[0].share).toBeCloseTo(1 / 3);
    expect(losses[0].second).toBeGreaterThan(0);
    expect(losses[0].second).toBeLessThan(rate.length);
  });
});

test('noise keeps the mean, and is as strong as it says', () => {
  const logarithms = [1, 2, 3, 4, 5, 6].flatMap((seed) => minutes(trace('noisy', { seed })).map(Math.log));
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
  const sigma = Math.sqrt(logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logarithms.length);
  expect(sigma).toBeGreaterThan(0.27);
  expect(sigma).toBeLessThan(0.4);
});

test.each(Object.entries(REAL_DAYS))('%s keeps what was counted', (_name, day) => {
  const multiples = multiplesOf(day);
  expect(multiples).toHaveLength(86_400);
  const mean = multiples.reduce((sum, value) => sum + value, 0) / multiples.length;
  expect(mean).toBeGreaterThan(0.97);
  expect(mean).toBeLessThan(1.03);
  const most = Math.max(...day.counts) / (day.counts.reduce((sum, count) => sum + count, 0) / day.counts.length);
  expect(Math.max(...multiples)).toBeGreaterThan(0.98 * most);
  expect(Math.max(...multiples)).toBeLessThanOrEqual(most * (1 + 1e-12));
});

test.each(traceNames())('%s says what the two days before it were like', (name) => {
  const { history, rate } = trace(name, { seed: 5 });
  expect(history).toHaveLength(48);
  const most = Math.max(...(history ?? []));
  expect(most).toBeGreaterThanOrEqual(0);
  expect(most).toBeLessThanOrEqual(2 * Math.max(...rate));
});

test('the days before a day are like it', () => {
  const { history = new Float64Array(), rate } = trace('diurnal24h', { seed: 5 });
  const hour = (index: number) =>
    rate.subarray(index * 3600, index * 3600 + 3600).reduce((sum, value) => sum + value, 0) / 3600;
  for (const index of [0, 6, 12, 18]) {
    expect(history[index] / hour(index)).toBeGreaterThan(0.9);
    expect(history[24 + index] / hour(index)).toBeLessThan(1.1);
  }
});

test('a smooth curve goes through its points and never beyond them', () => {
  const curve = monotoneCubic([1, 5, 2, 2, 8]);
  expect([0, 1, 2, 3, 4].map(curve)).toEqual([1, 5, 2, 2, 8]);
  expect(curve(2.5)).toBe(2);
  for (let at = 0; at <= 4; at += 0.01) {
    expect(curve(at)).toBeGreaterThanOrEqual(1 - 1e-12);
    expect(curve(at)).toBeLessThanOrEqual(8 + 1e-12);
  }
  expect(curve(-3)).toBe(1);
  expect(curve(9)).toBe(8);
});
