import type { ApplicationModel } from '../../../../tools/simulate/engine/application';
import { Ledger } from '../../../../tools/simulate/engine/outcome';

const TASKS = { running: 1, serving: 1, capacity: 1, billed: 1 };

/** An outcome of minutes with so many bad ones of 1,000 requests each, and the tasks that serve and are needed in each. */
function outcome(bad: readonly number[], serving: readonly number[] = bad.map(() => 1), need = serving, late = 0) {
  const ledger = new Ledger(bad.length * 60, false);
  bad.forEach((count, minute) => {
    for (let second = 0; second < 60; second++) {
      const first = second === 0;
      const application = { served: first ? 1000 : 0, dropped: 0, bad: first ? count : 0 } as ApplicationModel;
      const tasks = { ...TASKS, serving: serving[minute] } as Parameters<Ledger['record']>[3];
      ledger.record(minute * 60 + second, first ? 1000 : 0, application, tasks, 1);
    }
  });
  const finish = () => ({ left: late, late });
  const needed = Float64Array.from(need.flatMap((tasks) => new Array<number>(60).fill(tasks)));
  return ledger.close({ finish } as ApplicationModel, needed, []);
}

test('a minute violates the objective when more than one in a hundred requests is bad', () => {
  expect(outcome([0, 10, 11])).toMatchObject({ minutes: 3, violatingMinutes: 1, bad: 21 });
});

test('what is left past its deadline counts in the last minute', () => {
  expect(outcome([0, 0], [1, 1], [1, 1], 50)).toMatchObject({ violatingMinutes: 1, bad: 50, left: 50 });
});

test('episodes are runs of such minutes', () => {
  expect(outcome([99, 99, 99, 0, 99, 0]).episodes).toEqual({ count: 2, meanMinutes: 2, worstMinutes: 3 });
  expect(outcome([0, 0]).episodes).toEqual({ count: 0, meanMinutes: 0, worstMinutes: 0 });
});

test('accuracy is what is missing or too much, for what is needed', () => {
  const { under, over } = outcome([0, 0, 0, 0], [5, 10, 10, 15], [10, 10, 10, 10]);
  expect(under).toEqual({ accuracyPercent: 12.5, timeShare: 0.25 });
  expect(over).toEqual({ accuracyPercent: 12.5, timeShare: 0.25 });
});

test('too much where nothing is needed counts in tasks', () => {
  expect(outcome([0, 0], [2, 2], [0, 0]).over).toEqual({ accuracyPercent: 200, timeShare: 1 });
});

test('a run is unstable in minutes in which supply does not move as demand does', () => {
  expect(outcome([0, 0, 0, 0, 0], [1, 2, 2, 1, 1], [1, 2, 3, 4, 4]).instability).toBe(0.5);
});

test('tasks are counted in hours', () => {
  expect(outcome(new Array<number>(60).fill(0)).taskHours).toBe(1);
});
