import type { Application, ServiceKind } from '../model';
import { WebApplication } from './application-web';
import { WorkerApplication } from './application-worker';

/** What the tasks of a service do with what arrives, second by second. */
export interface ApplicationModel {
  /** Completed in the last second. */
  readonly served: number;
  /** Given up in the last second: clients that left, requests that were refused. */
  readonly dropped: number;
  /** What missed the objective so far, by the second in which it arrived. */
  readonly late: Float64Array;
  /** What waits after the last second. */
  readonly backlog: number;
  /** Mean seconds until an answer in the last second; not a number when there was none. */
  readonly responseSeconds: number;
  /** Works for one second with the capacity of all tasks, in requests or messages, after some tasks died. */
  step(second: number, arrived: number, capacity: number, died: number): void;
  /** Returns what is left after the last second; what of it is past its deadline is late. */
  finish(end: number): number;
}

/** Returns the model of a kind of service, whose tasks complete `capacity` in a second. */
export function applicationModel(
  kind: ServiceKind,
  application: Application,
  capacity: number,
  seconds: number,
): ApplicationModel {
  return kind === 'web'
    ? new WebApplication(application, capacity, seconds)
    : new WorkerApplication(application, capacity, seconds);
}
