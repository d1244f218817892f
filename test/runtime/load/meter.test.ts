import fc from 'fast-check';
import type { LoadPeriod } from '../../../lib/contract/load-metric';
import { LoadMeter } from '../../../runtime/load/meter';

const TEN = Date.parse('2026-01-01T00:00:00Z');
const AT = (seconds: number): number => TEN + seconds * 1000;

/** A meter with a clock of its own. */
class Bench {
  public readonly written: LoadPeriod[] = [];
  public clock = TEN;
  public readonly meter: LoadMeter;

  constructor(healthCheckSeconds?: number) {
    this.meter = new LoadMeter({
      now: () => this.clock,
      write: (period) => this.written.push(period),
      healthCheckSeconds,
    });
  }

  public at(seconds: number, ...steps: ('arrived' | 'healthChecked' | 'tick' | 'close')[]): this {
    this.clock = AT(seconds);
    steps.forEach((step) => this.meter[step]());
    return this;
  }

  public get lines(): [number, number, number][] {
    return this.written.map(({ start, requests, seconds }) => [(start - TEN) / 1000, requests, seconds]);
  }
}

describe('a meter', () => {
  test('writes nothing before the first request', () => {
    const bench = new Bench().at(0, 'tick').at(10, 'tick').at(25, 'tick', 'close');
    expect(bench.written).toEqual([]);
  });

  test('writes each period once it is over, with the time at which it started', () => {
    const bench = new Bench().at(0, 'arrived', 'arrived').at(9.999, 'arrived', 'tick');
    expect(bench.lines).toEqual([]);
    bench.at(10, 'tick', 'tick').at(15, 'arrived').at(20, 'arrived');
    expect(bench.lines).toEqual([
      [0, 3, 10],
      [10, 1, 10],
    ]);
  });

  test('writes a zero for a period in which nothing came', () => {
    expect(new Bench().at(0, 'arrived').at(10, 'tick').at(20, 'tick').lines).toEqual([
      [0, 1, 10],
      [10, 0, 10],
    ]);
  });

  test('counts the rest of the period in which it opens with the first whole one', () => {
    const bench = new Bench().at(3.7, 'arrived').at(10, 'tick').at(12, 'arrived').at(20, 'tick').at(30, 'tick');
    expect(bench.lines).toEqual([
      [10, 2, 16.3],
      [20, 0, 10],
    ]);
  });

  test('writes every period that a slow event loop has missed', () => {
    expect(new Bench().at(0, 'arrived').at(34, 'arrived').at(40, 'tick').lines).toEqual([
      [0, 1, 10],
      [10, 0, 10],
      [20, 0, 10],
      [30, 1, 10],
    ]);
  });

  test('writes the last five minutes at most after a process was suspended', () => {
    const { lines } = new Bench().at(0, 'arrived').at(7200, 'tick');
    expect(lines).toHaveLength(31);
    expect(lines.slice(0, 2)).toEqual([
      [0, 1, 10],
      [6900, 0, 10],
    ]);
    expect(lines.at(-1)).toEqual([7190, 0, 10]);
  });

  test('goes on when the clock is set back, without a period twice', () => {
    const bench = new Bench().at(0, 'arrived').at(12, 'arrived').at(8, 'arrived').at(20, 'tick');
    expect(bench.lines).toEqual([
      [0, 1, 10],
      [10, 2, 10],
    ]);
  });

  test('goes on when the clock is set back by an hour', () => {
    const bench = new Bench().at(3600, 'arrived').at(0, 'arrived').at(10, 'tick');
    expect(bench.lines).toEqual([[0, 2, 10]]);
  });

  test.each([
    ['within a period', 14, [[10, 1, 4]]],
    ['as it begins', 10.2, [[10, 1, 1]]],
  ])('writes what is left once when it is closed %s', (_case, end, rest) => {
    const bench = new Bench().at(0, 'arrived').at(10.1, 'arrived').at(end, 'close', 'close');
    expect(bench.lines).toEqual([[0, 1, 10], ...rest]);
  });

  test('writes what came before its first whole period when it is closed', () => {
    expect(new Bench().at(4, 'arrived').at(6, 'close').lines).toEqual([[0, 1, 2]]);
  });

  test('writes no zero of a rest', () => {
    expect(new Bench().at(0, 'arrived').at(12, 'close').lines).toEqual([[0, 1, 10]]);
  });

  test('opens again after it was closed', () => {
    const bench = new Bench().at(0, 'arrived').at(2, 'close').at(4, 'arrived').at(20, 'tick');
    expect(bench.lines).toEqual([
      [0, 1, 2],
      [10, 1, 16],
    ]);
  });
});

describe('a meter behind a load balancer', () => {
  test('opens with the first health check', () => {
    expect(new Bench(5).at(0, 'healthChecked').at(5, 'healthChecked').at(10, 'tick').lines).toEqual([[0, 0, 10]]);
  });

  test('writes no zeros when the load balancer checks it no more', () => {
    const bench = new Bench(5).at(0, 'healthChecked').at(3, 'arrived');
    [5, 10, 15, 20, 25].forEach((second) => bench.at(second, 'healthChecked'));
    [30, 40, 50].forEach((second) => bench.at(second, 'tick'));
    expect(bench.lines).toEqual([
      [0, 1, 10],
      [10, 0, 10],
      [20, 0, 10],
    ]);
  });

  test('writes what still arrives when the load balancer checks it no more', () => {
    expect(new Bench(5).at(0, 'healthChecked').at(25, 'arrived').at(40, 'tick').lines).toEqual([[20, 1, 10]]);
  });

  test.each([undefined, 5])('writes zeros when no health check has ever come (interval %s)', (seconds) => {
    expect(new Bench(seconds).at(0, 'arrived').at(30, 'tick').lines).toHaveLength(3);
  });
});

describe('any sequence of arrivals and of late timers', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 25_000 }),
    what: fc.constantFrom('arrived', 'arrived', 'arrived', 'tick', 'healthChecked') as fc.Arbitrary<'arrived' | 'tick'>,
  });

  test('loses no request and doubles none, and writes each period of the wall clock once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.array(step, { maxLength: 60 }), (offset, steps) => {
        const bench = new Bench();
        bench.clock += offset;
        for (const { wait, what } of steps) {
          bench.clock += wait;
          bench.meter[what]();
        }
        bench.meter.close();
        const sent = steps.filter(({ what }) => what === 'arrived').length;
        expect(bench.written.reduce((sum, { requests }) => sum + requests, 0)).toBe(sent);
        const starts = bench.written.map(({ start }) => start);
        expect(starts.every((start) => start % 10_000 === 0)).toBe(true);
        expect(starts).toEqual(starts.map((_start, index) => (starts[0] ?? 0) + index * 10_000));
        expect(bench.written.slice(1, -1).every(({ seconds }) => seconds === 10)).toBe(true);
      }),
    );
  });

  test('covers the whole time between the first arrival and the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.array(step, { maxLength: 60 }), (offset, steps) => {
        const bench = new Bench();
        bench.clock += offset;
        bench.meter.arrived();
        const opened = bench.clock;
        for (const { wait, what } of steps) {
          bench.clock += wait;
          bench.meter[what]();
        }
        // From the end of a whole period on nothing is left to cover.
        bench.clock = Math.ceil(bench.clock / 10_000) * 10_000 + 10_000;
        bench.meter.close();
        const covered = bench.written.reduce((sum, { seconds }) => sum + seconds, 0);
        expect(covered).toBeCloseTo((bench.clock - opened) / 1000, 6);
      }),
    );
  });
});
