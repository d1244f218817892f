import type { Conditions, MetricExpression, Signal } from '../model';
import type { ApplicationModel } from './application';
import type { Tasks } from './tasks';

/** What metrics are made of, at the end of a second. */
export interface Moment {
  readonly arrived: number;
  readonly desired: number;
  readonly tasks: Tasks;
  readonly application: ApplicationModel;
}

/** What a task can do, and what its metrics take for granted. */
export interface Capacities {
  readonly real: number;
  readonly rated: number;
}

/** One measurement of a signal: of a second, or of the minute that it ends. Not a number where there is nothing to measure. */
export type Measure = (moment: Moment, second: number) => number;

/** Percent that a task which does nothing uses, and what a task is measured to use at most. */
const IDLE_CPU = 2;
const FULL_CPU = 100;
/** Memory does not follow the load: a healthy service stays clear of every target that is set for it. */
const MEMORY_PERCENT = 40;
/** A task cannot take, and so not count, more than this many times its rated capacity. */
const MAX_LOAD = 4;

/** Returns how a signal is measured. */
export function measureOf(signal: Signal, { real, rated }: Capacities): Measure {
  switch (signal.model) {
    case 'cpu':
      return ({ tasks, application }) => cpu(application.served, tasks.running * real);
    case 'memory':
      return ({ tasks }) => (tasks.running > 0 ? MEMORY_PERCENT : Number.NaN);
    case 'requests-per-target':
      return ({ arrived, tasks }) => (tasks.serving > 0 ? arrived / tasks.serving : Number.NaN);
    case 'load':
      return ({ arrived, tasks }) =>
        tasks.serving > 0 ? Math.min(MAX_LOAD, arrived / tasks.serving / rated) : Number.NaN;
    case 'response-time':
      return ({ application }) => application.responseSeconds;
    case 'visible':
      return maximumOfMinute(({ application }) => application.backlog);
    case 'backlog-per-task':
      return atEndOfMinute(({ application, tasks }) => Math.ceil(application.backlog / Math.max(1, tasks.running)));
    case 'demand':
      return demand(signal.drainSeconds, real, rated);
    case 'desired-tasks':
      return ({ desired }) => desired;
    case 'unattended-messages':
      return ({ application, tasks }) => (tasks.running === 0 ? application.backlog : 0);
  }
}

/** Returns the seconds until a datapoint of a metric is seen. */
export function delayOf({ signal, periodSeconds }: MetricExpression, delays: Conditions['delays']): number {
  switch (signal.model) {
    case 'cpu':
    case 'memory':
      return periodSeconds < 60 ? delays.cpuHighResolution : delays.cpuMinute;
    case 'requests-per-target':
    case 'response-time':
      return delays.loadBalancer;
    case 'visible':
      return delays.queue;
    case 'backlog-per-task':
      return delays.lambdaMinute;
    case 'load':
    case 'demand':
    case 'desired-tasks':
    case 'unattended-messages':
      return delays.custom;
  }
}

function cpu(served: number, capacity: number): number {
  if (capacity === 0) return Number.NaN;
  return Math.min(FULL_CPU, IDLE_CPU + (FULL_CPU - IDLE_CPU) * (served / capacity));
}

/** As `queueDemand` of lib/contract/queue-demand.ts: tasks that work, and tasks that what waits takes, for each that runs. */
function demand(drainSeconds: number, real: number, rated: number): Measure {
  return ({ application, tasks, desired }) => {
    if (desired === 0) return Number.NaN;
    const needed = application.served / real + application.backlog / (rated * drainSeconds);
    return needed / Math.max(1, tasks.running);
  };
}

function atEndOfMinute(measure: Measure): Measure {
  return (moment, second) => (second % 60 === 59 ? measure(moment, second) : Number.NaN);
}

function maximumOfMinute(measure: Measure): Measure {
  let maximum = 0;
  return (moment, second) => {
    maximum = Math.max(second % 60 === 0 ? 0 : maximum, measure(moment, second));
    return second % 60 === 59 ? maximum : Number.NaN;
  };
}
