import { Fleet, LAUNCH_RATES } from '../../../../tools/simulate/engine';
import { Random } from '../../../../tools/simulate/random';

const DRAIN = 32;

/** Every task runs 28 seconds after its launch, and serves 6 seconds later. */
function fleet(tasks: number): Fleet {
  const options = {
    rates: LAUNCH_RATES,
    startMedianSeconds: 25,
    startSigma: 0,
    healthCheckSeconds: 0,
    drainSeconds: DRAIN,
  };
  return new Fleet(tasks, options, new Random(1, 'starts'));
}

/** Lets time pass, with the wanted number of tasks, and returns the fleet. */
function pass(of: Fleet, from: number, to: number, desired: number): Fleet {
  for (let second = from; second < to; second++) {
    of.reconcile(second, desired);
    of.advance(second + 1);
  }
  return of;
}

test('a task is billed from its pull, runs, serves at half its capacity, and warms up', () => {
  const one = fleet(0);
  expect(pass(one, 0, 10, 1)).toMatchObject({ billed: 0, running: 0, serving: 0, capacity: 0 });
  expect(pass(one, 10, 11, 1)).toMatchObject({ billed: 1, running: 0 });
  expect(pass(one, 11, 28, 1)).toMatchObject({ billed: 1, running: 1, serving: 0 });
  expect(pass(one, 28, 34, 1)).toMatchObject({ running: 1, serving: 1, capacity: 0.5 });
  expect(pass(one, 34, 40, 1).capacity).toBeCloseTo(0.7, 9);
  expect(pass(one, 40, 49, 1)).toMatchObject({ billed: 1, running: 1, serving: 1, capacity: 1 });
});

test('a removed task drains: billed, but neither running nor serving', () => {
  const ten = fleet(10);
  expect(pass(ten, 0, 1, 7)).toMatchObject({ billed: 10, running: 7, serving: 7, capacity: 7 });
  expect(pass(ten, 1, DRAIN - 1, 7).billed).toBe(10);
  expect(pass(ten, DRAIN - 1, DRAIN, 7).billed).toBe(7);
});

test('what is pending is removed first, then what is warming, then what is steady', () => {
  const mixed = fleet(10);
  pass(mixed, 0, 40, 14);
  pass(mixed, 40, 45, 18);
  expect(mixed).toMatchObject({ serving: 14 });

  pass(mixed, 45, 46, 14);
  expect(mixed).toMatchObject({ serving: 14, billed: 14 });
  pass(mixed, 46, 47, 12);
  expect(mixed.serving).toBe(12);
  expect(mixed.capacity).toBeCloseTo(10 + 2 * (0.5 + (0.5 * 13) / 15), 9);
  expect(pass(mixed, 47, 48, 9)).toMatchObject({ serving: 9, capacity: 9 });
});

test('a task that dies is replaced when that is noticed', () => {
  const four = fleet(4);
  expect(four.kill(0, 2)).toBe(2);
  expect(four).toMatchObject({ serving: 2, running: 2, capacity: 2 });
  expect(pass(four, 0, 5 + 33, 4).serving).toBe(2);
  expect(pass(four, 38, 39, 4).serving).toBe(4);
});

test('no more tasks die than there are', () => {
  expect(fleet(3).kill(0, 5)).toBe(3);
});

test('the account launches 100 tasks at once and 20 a second', () => {
  const launched = fleet(0);
  pass(launched, 0, 11, 1000);
  expect(launched.billed).toBe(100);
  pass(launched, 11, 16, 1000);
  expect(launched.billed).toBe(200);
});
