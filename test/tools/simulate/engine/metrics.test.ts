import { CONDITIONS } from '../../../../tools/simulate/defaults';
import { delayOf, type Moment } from '../../../../tools/simulate/engine/measurements';
import { Metrics } from '../../../../tools/simulate/engine/metrics';
import type { Signal, Statistic } from '../../../../tools/simulate/model';
import { metric } from './services';

interface Values {
  readonly arrived?: number;
  readonly desired?: number;
  readonly served?: number;
  readonly backlog?: number;
  readonly running?: number;
  readonly serving?: number;
  readonly responseSeconds?: number;
}

function moment({
  arrived = 0,
  desired = 1,
  served = 0,
  backlog = 0,
  running = 1,
  serving = 1,
  responseSeconds = 0,
}: Values) {
  return { arrived, desired, tasks: { running, serving }, application: { served, backlog, responseSeconds } } as Moment;
}

/** The datapoint that ends after these seconds. Real tasks complete 8 requests or messages a second, and 10 by their rating. */
function datapoint(
  signal: Signal,
  seconds: readonly Values[],
  statistic: Statistic = 'Average',
  period = seconds.length,
) {
  const metrics = new Metrics({ real: 8, rated: 10 }, seconds.length);
  const at = metrics.watch(metric(signal, period, statistic));
  seconds.forEach((values, second) => metrics.record(second, moment(values)));
  return at(seconds.length);
}

const minute = (values: (second: number) => Values) => Array.from({ length: 60 }, (_, second) => values(second));

test.each<[string, Signal, Values, number]>([
  ['CPU of tasks that do nothing', { model: 'cpu' }, { running: 2 }, 2],
  ['CPU at half of what tasks can really do', { model: 'cpu' }, { running: 2, served: 8 }, 51],
  ['CPU at all of it', { model: 'cpu' }, { running: 2, served: 16 }, 100],
  ['no CPU without a task', { model: 'cpu' }, { running: 0 }, Number.NaN],
  ['memory, whatever the load', { model: 'memory' }, { served: 8 }, 40],
  ['load by the rated capacity of healthy tasks', { model: 'load' }, { arrived: 30, serving: 2, running: 3 }, 1.5],
  ['load of at most four', { model: 'load' }, { arrived: 300, serving: 2 }, 4],
  ['no load without a healthy task', { model: 'load' }, { arrived: 30, serving: 0 }, Number.NaN],
  ['the time of answers', { model: 'response-time' }, { responseSeconds: 0.3 }, 0.3],
  [
    'demand: busy tasks and those for what waits',
    { model: 'demand', drainSeconds: 4 },
    { served: 16, backlog: 80, running: 2 },
    2,
  ],
  ['demand while the first task starts', { model: 'demand', drainSeconds: 4 }, { backlog: 80, running: 0 }, 2],
  [
    'no demand of a service that sleeps',
    { model: 'demand', drainSeconds: 4 },
    { backlog: 80, running: 0, desired: 0 },
    Number.NaN,
  ],
  ['wanted tasks', { model: 'desired-tasks' }, { desired: 7 }, 7],
  ['messages that wait while no task runs', { model: 'unattended-messages' }, { backlog: 5, running: 0 }, 5],
  ['no unattended message while one runs', { model: 'unattended-messages' }, { backlog: 5 }, 0],
])('measures %s', (_, signal, values, expected) => {
  expect(datapoint(signal, [values, values])).toBe(expected);
});

test('counts requests for each healthy task, whatever statistic is asked for', () => {
  const seconds = minute(() => ({ arrived: 30, serving: 3 }));
  expect(datapoint({ model: 'requests-per-target' }, seconds, 'Sum')).toBe(600);
  expect(datapoint({ model: 'requests-per-target' }, seconds)).toBe(600);
});

test('knows the most messages that waited within a minute', () => {
  const seconds = minute((second) => ({ backlog: second === 30 ? 90 : 5 }));
  expect(datapoint({ model: 'visible' }, seconds)).toBe(90);
});

test('knows the messages for each task at the end of a minute', () => {
  const seconds = minute((second) => ({ backlog: second === 59 ? 7 : 90, running: 2 }));
  expect(datapoint({ model: 'backlog-per-task' }, seconds, 'Maximum')).toBe(4);
});

test.each([
  ['Average', 2],
  ['Sum', 6],
  ['Maximum', 3],
  ['Minimum', 1],
] as const)('%s of a period', (statistic, expected) => {
  const seconds = [{ desired: 9 }, { desired: 1 }, { desired: 2 }, { desired: 3 }];
  expect(datapoint({ model: 'desired-tasks' }, seconds, statistic, 3)).toBe(expected);
});

test('has no datapoint of a period that began before it', () => {
  expect(datapoint({ model: 'desired-tasks' }, [{ desired: 1 }], 'Average', 2)).toBeNaN();
});

test.each<[Signal, number, number]>([
  [{ model: 'cpu' }, 60, 160],
  [{ model: 'cpu' }, 20, 25],
  [{ model: 'requests-per-target' }, 60, 60],
  [{ model: 'visible' }, 300, 60],
  [{ model: 'load' }, 10, 15],
  [{ model: 'load' }, 60, 15],
  [{ model: 'backlog-per-task' }, 60, 15],
])('%j of %d seconds is seen %d seconds later', (signal, period, delay) => {
  expect(delayOf(metric(signal, period), CONDITIONS.delays)).toBe(delay);
});
