/**
 * How much work waits per task of a worker: what `lambda/queue-demand` publishes and the worker's scaling follows. One
 * demand means that the tasks can just keep up and work off what waits within the drain time.
 */

/** Namespace and names of what is published. */
export const QueueDemandMetric = {
  NAMESPACE: 'ZeroToMillions',
  /** Work that waits or is being done, in tasks, for each task that runs. Published while the service wants any task. */
  DEMAND: 'QueueDemand',
  /** Number of tasks that the service wants. */
  DESIRED_TASKS: 'DesiredTasks',
  /** Number of messages that wait while no task runs; 0 while one does. */
  UNATTENDED_MESSAGES: 'UnattendedMessages',
  /** Dimension: name of the deployment. */
  DEPLOYMENT: 'Deployment',
  /** Dimension: name of the worker. */
  SERVICE: 'Service',
} as const;

/** Variable of the publishing function that holds its configuration, as JSON. */
export const QUEUE_DEMAND_CONFIG = 'QUEUE_DEMAND_CONFIG';

/** Seconds between two publications. */
export const QUEUE_DEMAND_INTERVAL = 10;

/** A worker and its queue. */
export interface WatchedWorker {
  /** Name of the worker, the value of the dimension. */
  readonly name: string;
  /** Name of its ECS service. */
  readonly service: string;
  /** Physical name of its queue. */
  readonly queue: string;
  /** Messages that a task works on at once. */
  readonly concurrency: number;
  /** Messages that a task completes in a second. */
  readonly messagesPerSecond: number;
  /** Seconds within which what waits should be worked off. */
  readonly drainSeconds: number;
}

/** Configuration of the publishing function: one per region. */
export interface QueueDemandConfig {
  /** Name of the deployment, which is the name of its cluster too. */
  readonly deployment: string;
  /** Address that the physical name of a queue is added to, such as `https://sqs.eu-west-1.amazonaws.com/111111111111/`. */
  readonly queueUrlPrefix: string;
  readonly workers: readonly WatchedWorker[];
}

/** What SQS says about a queue. Both counts are approximate. */
export interface QueueDepth {
  /** Messages that wait. */
  readonly visible: number;
  /** Messages that a consumer has received and neither deleted nor given back. */
  readonly inFlight: number;
}

/** What ECS says about a service. */
export interface TaskCount {
  readonly desired: number;
  readonly running: number;
}

/** How fast a task works, and how soon what waits should be done. */
export type Throughput = Pick<WatchedWorker, 'concurrency' | 'messagesPerSecond' | 'drainSeconds'>;

/** A value that is published. */
export interface Datum {
  readonly metric: string;
  readonly value: number;
}

/** Tasks that are needed to finish what is in flight and to work off what waits within the drain time. */
export function neededTasks(depth: QueueDepth, throughput: Throughput): number {
  const busy = depth.inFlight / throughput.concurrency;
  const backlog = depth.visible / (throughput.messagesPerSecond * throughput.drainSeconds);
  return busy + backlog;
}

/**
 * Needed tasks for each task that runs. While the first task starts it counts as running: scaling multiplies the wanted
 * number of tasks, which is one then.
 */
export function queueDemand(depth: QueueDepth, tasks: TaskCount, throughput: Throughput): number {
  return neededTasks(depth, throughput) / Math.max(tasks.running, 1);
}

/** Whether there is nothing to publish: no message, and no task that could be let go. */
export function isIdle(depth: QueueDepth, tasks: TaskCount): boolean {
  return depth.visible === 0 && depth.inFlight === 0 && tasks.desired === 0 && tasks.running === 0;
}

/** What is published about a worker. Nothing when it is idle: its alarms take no data for no change. */
export function queueDemandData(depth: QueueDepth, tasks: TaskCount, throughput: Throughput): Datum[] {
  if (isIdle(depth, tasks)) return [];
  return [
    // A sleeping service is woken by its unattended messages. A percentage of no task is no task.
    ...(tasks.desired > 0 ? [{ metric: QueueDemandMetric.DEMAND, value: queueDemand(depth, tasks, throughput) }] : []),
    { metric: QueueDemandMetric.DESIRED_TASKS, value: tasks.desired },
    { metric: QueueDemandMetric.UNATTENDED_MESSAGES, value: tasks.running === 0 ? depth.visible : 0 },
  ];
}

const TEXTS = ['name', 'service', 'queue'] as const;
const RATES = ['concurrency', 'messagesPerSecond', 'drainSeconds'] as const;

/** Reads the configuration, and names what is wrong with it. */
export function parseQueueDemandConfig(json: string | undefined): QueueDemandConfig {
  if (!json) throw new Error(`${QUEUE_DEMAND_CONFIG} must be set, got nothing`);
  const config = JSON.parse(json) as QueueDemandConfig;
  const broken = [
    ...(['deployment', 'queueUrlPrefix'] as const).filter((key) => !isText(config[key])),
    ...(config.workers ?? []).flatMap((worker, index) => [
      ...TEXTS.filter((key) => !isText(worker[key])).map((key) => `workers[${index}].${key}`),
      ...RATES.filter((key) => !(worker[key] > 0)).map((key) => `workers[${index}].${key}`),
    ]),
    ...(Array.isArray(config.workers) ? [] : ['workers']),
  ];
  if (broken.length > 0) throw new Error(`${QUEUE_DEMAND_CONFIG} must give ${broken.join(', ')}`);
  return config;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}
