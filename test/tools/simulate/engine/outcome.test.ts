import type { ApplicationModel } from '../../../../tools/simulate/engine/application';
import { Ledger } from '../../../../tools/simulate/engine/outcome';
import { SuppliedTasks } from '../../../../tools/simulate/engine/tasks';

/** An outcome of minutes with so many bad ones of 1,000 requests each, and the tasks that serve and are needed in each. */
function outcome(bad: readonly number[], serving: readonly number[] = bad.map(() => 1), need = serving) {
  const late = new Float64Array(bad.length * 60);
  bad.forEach((count, minute) => (late[minute * 60] = count));
  const application: ApplicationModel = {
    served: 0,
    dropped: 0,
    backlog: 0,
    responseSeconds: 0,
    late,
    step: () => undefined,
    finish: () => 7,
  };
  const ledger = new Ledger(late.length, false);
  late.forEach((_, second) => {
    const tasks = new SuppliedTasks([serving[Math.floor(second / 60)]]);
    tasks.advance(0);
    ledger.record(second, second % 60 === 0 ? 1000 : 0, application, tasks, 1);
  });
  const needed = Float64Array.from(need.flatMap((tasks) => new Array<number>(60).fill(tasks)));
  return ledger.close(application, needed, []);
}

test('a minute violates the objective when more than one in a hundred requests is bad', () => {
  expect(outcome([0, 10, 11])).toMatchObject({ minutes: 3, violatingMinutes: 1, bad: 21 });
});

test('what waits at the end is left', () => {
  expect(outcome([0])).toMatchObject({ left: 7, bad: 0 });
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
