import { AlarmWatch } from '../../../../tools/simulate/engine/alarm';
import type { Moment } from '../../../../tools/simulate/engine/measurements';
import { Metrics } from '../../../../tools/simulate/engine/metrics';
import { CONDITIONS } from '../../../../tools/simulate/defaults';
import type { Alarm } from '../../../../tools/simulate/model';
import { Random } from '../../../../tools/simulate/random';
import { loadAlarm, metric } from './services';

const DESIRED = { model: 'desired-tasks' } as const;

/** Runs an alarm over the wanted tasks of each second, and returns when it invoked its policy, and its states. */
function watch(values: readonly number[], overrides: Partial<Alarm>, delay = 0) {
  const metrics = new Metrics({ real: 1, rated: 1 }, values.length);
  const expression = overrides.expression ?? metric(DESIRED, overrides.periodSeconds ?? 10);
  const alarm = new AlarmWatch(
    loadAlarm({ expression, threshold: 5, ...overrides }),
    metrics,
    { ...CONDITIONS.delays, custom: delay },
    new Random(1, 'phases'),
  );
  const invoked: number[] = [];
  const states: string[] = [];
  values.forEach((desired, second) => {
    metrics.record(second, { desired } as Moment);
    if (alarm.due === second + 1 && alarm.evaluate(second + 1)) invoked.push(second + 1);
    states.push(alarm.state);
  });
  return { invoked, states, alarm };
}

const seconds = (count: number, value: number) => new Array<number>(count).fill(value);

test('invokes its policy when enough datapoints breach, and every minute while they do', () => {
  const { invoked } = watch([...seconds(100, 0), ...seconds(200, 9)], {});
  expect(invoked).toEqual([120, 180, 240, 300]);
});

test('sees a datapoint only after its delay', () => {
  const { invoked } = watch([...seconds(100, 0), ...seconds(60, 9)], {}, 15);
  expect(invoked).toEqual([140]);
});

test('does not invoke when it returns to normal in between, and at once when it enters again', () => {
  const { invoked } = watch([...seconds(20, 9), ...seconds(10, 0), ...seconds(30, 9)], {});
  expect(invoked).toEqual([20, 50]);
});

test('counts breaching datapoints among those that it looks at', () => {
  const oneOfThree = [...seconds(10, 9), ...seconds(30, 0)];
  expect(watch(oneOfThree, { evaluationPeriods: 3, datapointsToAlarm: 1 }).states.at(29)).toBe('ALARM');
  expect(watch(oneOfThree, { evaluationPeriods: 3, datapointsToAlarm: 1 }).states.at(39)).toBe('OK');
  expect(watch(oneOfThree, { evaluationPeriods: 3, datapointsToAlarm: 2 }).states.at(29)).toBe('OK');
});

test('of a minute or more it is evaluated once a minute, at a second of its own', () => {
  const { invoked } = watch(seconds(600, 9), { periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1 });
  expect(invoked[0]).toBeGreaterThanOrEqual(60);
  expect(invoked[0]).toBeLessThanOrEqual(120);
  expect(invoked[1] - invoked[0]).toBe(60);
});

test('looks at a long period through a window that slides by minutes', () => {
  // Five minutes are above the threshold on average as soon as two of them are at 20.
  const values = [...seconds(600, 0), ...seconds(600, 20)];
  const { invoked } = watch(values, { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 });
  expect(invoked[0]).toBeGreaterThanOrEqual(720);
  expect(invoked[0]).toBeLessThan(780);
});

test.each([
  ['breaching', 'ALARM'],
  ['notBreaching', 'OK'],
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'INSUFFICIENT_DATA'],
] as const)('takes data that is all missing as %s: %s', (treatMissingData, state) => {
  expect(watch(seconds(60, Number.NaN), { treatMissingData }).states.at(-1)).toBe(state);
});

test('keeps its state where missing data is ignored', () => {
  const values = [...seconds(20, 9), ...seconds(40, Number.NaN)];
  expect(watch(values, { treatMissingData: 'ignore' }).states.at(-1)).toBe('ALARM');
  expect(watch(values, { treatMissingData: 'missing' }).states.at(-1)).toBe('INSUFFICIENT_DATA');
});

test('evaluates formulas, and gives its policy the newest value', () => {
  const load = metric(DESIRED, 10);
  const rate = { kind: 'call', name: 'RATE', arguments: [load] } as const;
  const ahead = { kind: 'binary', operator: '*', left: { kind: 'number', value: 45 }, right: rate } as const;
  const expression = { kind: 'binary', operator: '+', left: load, right: ahead } as const;
  const { alarm, invoked } = watch([...seconds(10, 1), ...seconds(10, 2), ...seconds(10, 3)], { expression });

  // 3 tasks, and a tenth of a task more in each of 45 seconds.
  expect(alarm.value).toBeCloseTo(7.5, 9);
  expect(invoked).toEqual([30]);
});

test.each([
  ['GreaterThanThreshold', [false, false, true]],
  ['GreaterThanOrEqualToThreshold', [false, true, true]],
  ['LessThanThreshold', [true, false, false]],
  ['LessThanOrEqualToThreshold', [true, true, false]],
] as const)('%s', (comparison, expected) => {
  const alarms = [4, 5, 6].map((value) => watch(seconds(30, value), { comparison }).states.at(-1) === 'ALARM');
  expect(alarms).toEqual(expected);
});
