import { recoveryBudget } from '../../../lib/contract/region-plan/budget';
import type { Outcome } from '../../../tools/drills/load/plan';
import { experienceOf } from '../../../tools/region-drills/judge/experience';
import { lagBefore, lossOf, lostTooMuch } from '../../../tools/region-drills/judge/loss';
import { measuredParts } from '../../../tools/region-drills/judge/measured';
import { doubleWriters, refusedTrials, writersInTurn, type Trial } from '../../../tools/region-drills/judge/trials';
import { gone } from '../../../tools/region-drills/drill';
import { PLAN } from '../../../tools/region-drills/regions';
import { budgetWith } from '../../../tools/region-drills/table';

const trial = (region: string, at: number, acknowledged = true): Trial => ({
  region,
  began: at,
  ended: at + 5,
  acknowledged,
});

describe('who took writes', () => {
  const MOVED = [
    trial('a', 0),
    trial('b', 10, false),
    trial('a', 20),
    trial('a', 40, false),
    trial('b', 50),
    trial('a', 60, false),
  ];

  test('one after the other is what was meant', () => {
    expect(writersInTurn(MOVED)).toEqual(['a', 'b']);
    expect(doubleWriters(MOVED, ['a', 'b'])).toEqual([]);
  });

  test('one who writes again beside the new one is found, in whatever order it is told', () => {
    const beside = [trial('a', 70), ...MOVED];
    expect(doubleWriters(beside, ['a', 'b'])).toEqual(['writes were taken by a, then b, then a; meant was a, then b']);
  });

  test('a writer who was not meant, and one who never wrote, are found', () => {
    expect(doubleWriters(MOVED, ['a'])).toEqual(['writes were taken by a, then b; meant was a']);
    expect(doubleWriters([], ['a'])).toEqual(['writes were taken by nobody; meant was a']);
  });

  test('refusals count from when the new one had begun', () => {
    expect(refusedTrials(MOVED, ['a', 'b'])).toBe(1);
  });
});

describe('what is lost', () => {
  const write = (id: string, acknowledgedAt: number): Outcome => ({
    at: acknowledgedAt - 20,
    milliseconds: 20,
    kind: 'write',
    write: { id, author: 'ada', key: id },
  });
  const outcomes = [write('old', 8000), write('new', 9800), write('after', 10_500)];

  test('is told in rows, and by how long before the injury it was acknowledged', () => {
    expect(lossOf(outcomes, ['old', 'new'], 10_000)).toEqual({ rows: 2, seconds: 2 });
    expect(lossOf(outcomes, ['after'], 10_000)).toEqual({ rows: 1, seconds: 0 });
    expect(lossOf(outcomes, [], 10_000)).toEqual({ rows: 0, seconds: 0 });
  });

  test('may not be older than the copy was behind', () => {
    expect(lostTooMuch({ rows: 0, seconds: 0 }, undefined)).toEqual([]);
    expect(lostTooMuch({ rows: 2, seconds: 0.4 }, 0.1)).toEqual([]);
    expect(lostTooMuch({ rows: 2, seconds: 2 }, 0.1)).toEqual([
      '2 acknowledged writes lost, of up to 2.00 s; the copy was 0.10 s behind',
    ]);
    expect(lostTooMuch({ rows: 2, seconds: 0 }, undefined)).toEqual([
      '2 acknowledged writes lost, and the lag is not known',
    ]);
  });

  test('the lag that counts is the largest one shortly before', () => {
    const samples = [
      { at: 1000, seconds: 9 },
      { at: 7000, seconds: 0.3 },
      { at: 9000, seconds: 0.2 },
      { at: 11_000, seconds: 8 },
    ];
    expect(lagBefore(samples, 10_000)).toBe(0.3);
    expect(lagBefore(samples, 60_000)).toBeUndefined();
  });
});

describe('what clients saw', () => {
  /** Ten requests a second, all fine but in some seconds. */
  const load = (bad: Readonly<Record<number, Partial<Outcome>>>, seconds = 12) =>
    Array.from({ length: seconds * 10 }, (_, index): Outcome => {
      const second = Math.floor(index / 10) - 2;
      return { at: 10_000 + index * 100, milliseconds: 20, kind: index % 5 === 0 ? 'write' : 'feed', ...bad[second] };
    });
  const INJURY = 12_000;

  test('is back when it is fine to the end, not as soon as it is fine for a while', () => {
    const seen = experienceOf(load({ 0: { error: 'x' }, 5: { error: 'x' } }), INJURY);
    expect([seen.recoverySeconds, seen.readRecoverySeconds, seen.errors]).toEqual([6, 6, 20]);
    expect(experienceOf(load({}), INJURY)).toMatchObject({
      recoverySeconds: 0,
      errors: 0,
      writeOutageSeconds: 0,
      p95: 20,
    });
  });

  test('reads may be back before writes are', () => {
    const outcomes = load({}).map((outcome) =>
      outcome.kind === 'write' && outcome.at >= INJURY && outcome.at < INJURY + 3000
        ? { ...outcome, error: 'x' }
        : outcome,
    );
    const seen = experienceOf(outcomes, INJURY);
    expect(seen).toMatchObject({
      recoverySeconds: 3,
      readRecoverySeconds: 0,
      readErrors: 0,
      writeErrors: 6,
      reads: 96,
    });
    expect(seen.writeOutageSeconds).toBeCloseTo(2.5);
  });

  test('is not back where it is slow, or where the load ends too early to tell', () => {
    expect(experienceOf(load({ 2: { milliseconds: 1500 } }), INJURY).recoverySeconds).toBe(3);
    expect(experienceOf(load({ 8: { error: 'x' } }), INJURY).recoverySeconds).toBe(Infinity);
  });

  test('recovery may count from later than the harm begins', () => {
    expect(experienceOf(load({ 0: { error: 'x' }, 3: { error: 'x' } }), INJURY, INJURY + 3000).recoverySeconds).toBe(1);
  });

  test('a photo that is not there was not shown; any other refusal is a failure', () => {
    const outcome: Outcome = { at: 1, milliseconds: 2, kind: 'photo', error: 'status 404 of an instance' };
    expect(gone(outcome)).toEqual({ at: 1, milliseconds: 2, kind: 'photo', stale: true });
    expect(gone({ ...outcome, kind: 'feed' })).toMatchObject({ error: 'status 404 of an instance' });
    expect(gone({ ...outcome, error: 'status 503 of the balancer' })).toMatchObject({
      error: 'status 503 of the balancer',
    });
  });
});

describe('parts of a recovery', () => {
  const step = (
    kind: 'raise-floor' | 'wait-capacity' | 'shift' | 'watch' | 'promote' | 'record',
    began: number,
    ended: number,
  ) => ({ kind, began, ended });
  const parts = measuredParts({
    injury: 1000,
    detected: 6000,
    steps: [
      step('raise-floor', 6500, 6600),
      step('wait-capacity', 6600, 8500),
      step('shift', 8500, 8600),
      step('watch', 8600, 9600),
      step('promote', 9600, 10_400),
      step('record', 10_400, 10_400),
    ],
  });

  test('are the steps of the evacuation, and what was before it', () => {
    expect(parts).toEqual({ detect: 5, decide: 0.5, scale: 2, promote: 0.8, route: 0.1 });
  });

  test('take the places of those of the budget, but for the way of a value to every edge location', () => {
    const route = recoveryBudget(PLAN).parts.find(({ part }) => part === 'route')?.seconds ?? 0;
    expect(budgetWith(parts).seconds).toBe(5 + 0.5 + 2 + 0.8 + route);
  });
});
