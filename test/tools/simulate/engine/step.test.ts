import { percentChange, stepCapacity } from '../../../../tools/simulate/engine/step';
import { loadAlarm, stepPolicy } from './services';

// https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
describe('a change in percent', () => {
  test.each([
    ['above one is rounded down', 100, 12.7, 12],
    ['of a part of a task is one task', 10, 6.7, 1],
    ['of less than nothing, but not a task, is one task less', 10, -5.8, -1],
    ['below minus one is rounded towards nothing', 100, -6.67, -6],
    ['of one task exactly stays', 10, 10, 1],
    ['of one task less stays', 10, -10, -1],
    ['of no task is none', 0, 50, 0],
    ['of nothing is none', 10, 0, 0],
  ])('%s', (_, capacity, percent, change) => {
    expect(percentChange(capacity, percent)).toBe(change);
  });

  test.each([
    ['at least the smallest change', 4, 25, 2, 2],
    ['more when more is wanted', 100, 25, 2, 25],
    ['as much less', 4, -25, 2, -2],
  ])('is %s', (_, capacity, percent, minimum, change) => {
    expect(percentChange(capacity, percent, minimum)).toBe(change);
  });
});

describe('steps', () => {
  const steps = [
    { lower: 0, upper: 10, adjustment: 0 },
    { lower: 10, upper: 20, adjustment: 10 },
    { lower: 20, adjustment: 30 },
  ];
  const out = stepPolicy({ steps, minAdjustmentMagnitude: undefined });

  // The example of the guide: ten tasks, threshold 50.
  test.each([
    [5, 10],
    [9.99, 10],
    [10, 11],
    [20, 13],
    [40, 13],
    [-1, undefined],
  ])('%d above the threshold: %s tasks', (difference, capacity) => {
    expect(stepCapacity(out, 10, difference)).toBe(capacity);
  });

  const low = stepPolicy({
    steps: [
      { lower: -10, upper: 0, adjustment: -10 },
      { upper: -10, adjustment: -30 },
    ],
    alarm: loadAlarm({ comparison: 'LessThanOrEqualToThreshold' }),
  });

  test.each([
    [0, 9],
    [-9.99, 9],
    [-10, 7],
    [-40, 7],
  ])('%d below the threshold: %d tasks', (difference, capacity) => {
    expect(stepCapacity(low, 10, difference)).toBe(capacity);
  });

  test.each([
    ['ChangeInCapacity', 12],
    ['ExactCapacity', 2],
    ['PercentChangeInCapacity', 11],
  ] as const)('%s of 2 at ten tasks', (adjustmentType, capacity) => {
    expect(stepCapacity(stepPolicy({ adjustmentType, steps: [{ lower: 0, adjustment: 2 }] }), 10, 1)).toBe(capacity);
  });
});
