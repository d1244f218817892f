import { HELD_OUT, TUNING } from '../../../../tools/bench/scaling/split';
import { traceNames } from '../../../../tools/simulate/traces';

test('nothing that is tuned on is judged on', () => {
  for (const kind of ['web', 'worker'] as const) {
    const seeds: readonly number[] = TUNING[kind].seeds;
    expect(HELD_OUT[kind].seeds.filter((seed) => seeds.includes(seed))).toEqual([]);
  }
  const days: readonly string[] = TUNING.real.traces;
  expect(HELD_OUT.real.traces.filter((day) => days.includes(day))).toEqual([]);
});

test('every trace is in one of the two', () => {
  const used = new Set(
    [TUNING, HELD_OUT]
      .flatMap(({ web, real, worker }) => [web, real, worker])
      .flatMap(({ traces }) => [...traces] as string[]),
  );
  expect([...used].sort()).toEqual(traceNames().sort());
});
