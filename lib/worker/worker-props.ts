import type { Duration } from 'aws-cdk-lib';
import type { IQueueDemand } from './queue-demand';
import type { IWorkQueue } from '../queue';
import type { IServiceCluster, ServiceOptions } from '../service';

/** What a worker runs, and how it scales. */
export interface WorkerOptions extends ServiceOptions {
  /**
   * Longest time that a message is worked on without its visibility timeout being extended, up to 2 hours. The queue's
   * visibility timeout must be six times that. Above `stopTimeout`, tasks have to protect themselves (`taskProtection`).
   *
   * @default Duration.seconds(30)
   */
  readonly processingTime?: Duration;

  /**
   * Messages that a task works on at once, 1 to 1000. A task must not receive more, because scaling takes each message that was
   * received for one that is worked on. Tasks find it in `WORK_CONCURRENCY`.
   *
   * @default 1
   */
  readonly concurrency?: number;

  /**
   * Messages that a task completes in a second, 0.0001 to 10,000, as a load test shows it. Where it is too low, more tasks run
   * than needed.
   *
   * @default - `concurrency` divided by `processingTime`, as if each message took the longest
   */
  readonly messagesPerSecond?: number;

  /**
   * Age that messages should not exceed, 30 seconds to 1 day. From 5 minutes on, tasks are used to 95 % and come and go with
   * the work; below, to 70 %, with capacity kept for what comes next. Below 2 minutes, keep `minTasks` at 1 or more: it takes
   * up to two minutes to wake.
   *
   * @default Duration.minutes(5)
   */
  readonly messageAge?: Duration;

  /**
   * Fewest tasks, 0 to 5000. With 0, no task runs while there is nothing to do, and one message wakes the first.
   *
   * @default 0
   */
  readonly minTasks?: number;

  /**
   * Most tasks, 1 to 5000.
   *
   * @default 10
   */
  readonly maxTasks?: number;

  /**
   * How long nothing must wait and nothing be in flight before the last task goes, 1 to 60 whole minutes. Only with
   * `minTasks` 0.
   *
   * @default Duration.minutes(5)
   */
  readonly sleepAfter?: Duration;

  /**
   * Whether tasks may protect themselves from being stopped by scaling and deployments, by a PUT of
   * `{"ProtectionEnabled":true,"ExpiresInMinutes":n}` to `$ECS_AGENT_URI/task-protection/v1/state` before they take a message, and
   * of `false` after it. ECS sets `ECS_AGENT_URI` in every task. Needed for messages that take longer than `stopTimeout`; a
   * deployment waits for protected tasks.
   *
   * @default false
   */
  readonly taskProtection?: boolean;
}

/** Properties for defining a WorkerService. */
export interface WorkerServiceProps extends WorkerOptions {
  /** Where its tasks run. */
  readonly cluster: IServiceCluster;

  /** The queue that the worker consumes. */
  readonly queue: IWorkQueue;

  /** Publishes what scaling follows; one for all workers of a region. */
  readonly queueDemand: IQueueDemand;
}
