import { experienceOf } from '../../../tools/shard-drills/judge/experience';
import { histogramOf, medianPause } from '../../../tools/shard-drills/judge/pauses';
import { failures, tooLong } from '../../../tools/shard-drills/judge/targets';
import type { Outcome } from '../../../tools/shard-drills/load/ledger';

/** Slot 1 moves from shard 0 to shard 2; every other one stays on shard 1. */
const shardsOf = (slot: number) => (slot === 1 ? [0, 2] : [1]);

const read = (at: number, further: Partial<Outcome> = {}): Outcome => ({
  at,
  milliseconds: 5,
  kind: 'key',
  slot: 9,
  attempts: 1,
  ...further,
});
const written = (at: number, slot: number, milliseconds: number, attempts: number): Outcome =>
  read(at, { kind: 'write', slot, milliseconds, attempts });

const seen = (outcomes: readonly Outcome[], outages: Parameters<typeof experienceOf>[0]['outages'] = []) =>
  experienceOf({ outcomes, outages, shardsOf });

describe('what clients saw', () => {
  test('counts writes to slots that moved as pauses where they were run again or slow, and the longest write of a slot that moved whatever held it up', () => {
    const { pauses, longestWrite } = seen([
      written(0, 1, 700, 3),
      written(5, 1, 900, 1),
      written(6, 1, 90, 1),
      written(9, 9, 4000, 1),
    ]);
    expect(pauses).toEqual([700, 900]);
    expect(longestWrite).toBe(900);
  });

  test('counts what needed an engine while it was gone apart, and nothing else', () => {
    const outage = { shard: 2, from: 100, to: 200 };
    const error = 'ECONNREFUSED';
    const outcomes = [
      read(90, { slot: 1, milliseconds: 20, error }),
      read(150, { slot: undefined, kind: 'all', error }),
      read(150, { slot: 9, error }),
      read(201, { slot: 1, error }),
      read(50, { slot: 1, error }),
    ];
    expect(seen(outcomes, [outage])).toMatchObject({
      requests: 3,
      readErrors: 3,
      apart: { requests: 2, errors: 2 },
      reasons: { ECONNREFUSED: 3 },
    });
  });

  test('takes failures and reads that are too old for problems, each kind by itself', () => {
    const outcomes = [read(0, { error: 'gone' }), written(0, 1, 5, 1), read(0, { stale: true })];
    expect(failures(seen(outcomes))).toEqual([
      '1 of 2 reads failed (1 gone)',
      '1 reads did not show what their client had written',
    ]);
    expect(failures(seen([{ ...written(0, 1, 5, 1), error: 'late' }]))).toEqual(['1 of 1 writes failed (1 late)']);
  });

  test('takes a pause that is too long for a problem', () => {
    expect(tooLong(seen([written(0, 1, 999, 2), written(0, 1, 3000, 2)]))).toEqual([]);
    expect(tooLong(seen([written(0, 1, 1000, 2), written(0, 1, 3001, 2)]))).toEqual([
      'a write to a slot that moved took 3001 ms; the most is 3000 ms',
    ]);
  });
});

describe('the histogram of pauses', () => {
  test('counts every pause once, in the bar of the first bound that it does not exceed', () => {
    const bins = histogramOf([1, 50, 51, 3000, 3001]);
    expect(bins.filter(({ count }) => count > 0)).toEqual([
      { label: 'up to 50 ms', count: 2 },
      { label: 'up to 100 ms', count: 1 },
      { label: 'up to 3000 ms', count: 1 },
      { label: 'longer than 3000 ms', count: 1 },
    ]);
  });

  test('has a median where there are pauses', () => {
    expect(medianPause([])).toBe(0);
    expect(medianPause([3, 1, 2])).toBe(2);
  });
});
