import { highAlarm, lowAlarm, lowerCapacity, proportional } from '../../../../tools/simulate/engine/target-tracking';
import { cpuTracking } from './services';

test('the example of the backlog: 150 messages a task, 100 wanted, ten tasks', () => {
  expect(proportional(10, 150, 100)).toBe(15);
});

test('one and a half tasks more are two', () => {
  expect(proportional(3, 75, 50)).toBe(5);
});

test('a whole number stays one in floating point', () => {
  expect(proportional(10, 0.7 * 1.1, 0.7)).toBe(11);
});

test.each([
  ['a tenth at a time', 100, 10, 90],
  ['at least one', 5, 10, 4],
  ['never below what the target needs', 100, 47.5, 95],
  ['nothing where one less would be above the target', 10, 46, 10],
])('removes %s', (_, capacity, value, expected) => {
  expect(lowerCapacity(capacity, value, 50, 'gradual')).toBe(expected);
});

test('removes all that is too much when scale-in is proportional', () => {
  expect(lowerCapacity(100, 10, 50, 'proportional')).toBe(20);
});

// The pair that Copilot's documentation shows: CPU > 70 for 3 datapoints, CPU < 63 for 15.
test('alarms are those that Application Auto Scaling makes', () => {
  const policy = cpuTracking({ target: 70 });
  expect(highAlarm(policy)).toMatchObject({ threshold: 70, evaluationPeriods: 3, comparison: 'GreaterThanThreshold' });
  expect(lowAlarm(policy)).toMatchObject({ threshold: 63, evaluationPeriods: 15, comparison: 'LessThanThreshold' });
});

test('of high-resolution metrics a quarter of an hour is looked at as well', () => {
  const policy = cpuTracking({ periodSeconds: 20 });
  expect(highAlarm(policy)).toMatchObject({ periodSeconds: 20, evaluationPeriods: 3 });
  expect(lowAlarm(policy)).toMatchObject({ periodSeconds: 20, evaluationPeriods: 45 });
});
