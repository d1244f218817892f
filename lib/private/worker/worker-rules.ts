import { Duration, Token } from 'aws-cdk-lib';
import { Capacity } from '../../service/capacity';
import type { WorkerServiceProps } from '../../worker/worker-props';
import { DEFAULTS, serviceRules } from '../service/container-rules';
import { taskCountRules } from '../service/scaling-rules';
import { durationBetween, numberBetween, refuse, trueOrFalse, wholeNumber, type Rule } from '../validate';

/** Where the defaults of a worker are written down once. */
export const WORKER_DEFAULTS = {
  processingTime: Duration.seconds(30),
  concurrency: 1,
  messageAge: Duration.minutes(5),
  minTasks: 0,
  maxTasks: 10,
  sleepAfter: Duration.minutes(5),
};

/**
 * Times that the visibility timeout must exceed the processing time. AWS advises six for Lambda, which leaves room for retries
 * before a message is tried elsewhere; tasks, too, receive messages that wait for others of the batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
const VISIBILITY_FACTOR = 6;

/** Refuses what no worker could run with. */
export function workerRules(props: WorkerServiceProps, serviceName: string): Rule[] {
  const minTasks = props.minTasks ?? WORKER_DEFAULTS.minTasks;
  const maxTasks = props.maxTasks ?? WORKER_DEFAULTS.maxTasks;
  const processing = seconds(props.processingTime ?? WORKER_DEFAULTS.processingTime);
  const age = seconds(props.messageAge ?? WORKER_DEFAULTS.messageAge);
  return [
    ...serviceRules(props, serviceName, minTasks, maxTasks),
    ...taskCountRules(minTasks, maxTasks, 0),
    wholeNumber('concurrency', props.concurrency, 1, 1000, 'it is the number of messages a task works on at once'),
    numberBetween(
      'messagesPerSecond',
      props.messagesPerSecond,
      0.0001,
      10_000,
      'it is what one task completes in a second',
    ),
    numberBetween(
      'processingTime',
      processing,
      0.001,
      7200,
      'it is in seconds; have the worker extend the visibility timeout of what takes longer',
    ),
    durationBetween('messageAge', props.messageAge, 'seconds', 30, 86_400, 'scaling takes about half a minute to act'),
    refuse(
      age !== undefined && processing !== undefined && age < processing,
      `messageAge must be at least processingTime, got ${age} with processingTime ${processing} seconds; a message is as old when it is done`,
    ),
    sleepAfterRule(props.sleepAfter),
    trueOrFalse('taskProtection', props.taskProtection),
    ...stoppingRules(props, processing),
    spotRule(props, minTasks),
    refuse(
      props.queueDemand.name !== props.cluster.name,
      `queueDemand must be of the same deployment as cluster, got "${props.queueDemand.name}" with "${props.cluster.name}"; give both the same name`,
    ),
  ];
}

/** A message must neither come back nor be cut off while it is worked on. */
function stoppingRules(props: WorkerServiceProps, processing: number | undefined): Rule[] {
  const visibility = seconds(props.queue.visibilityTimeout);
  const stop = seconds(props.stopTimeout ?? DEFAULTS.stopTimeout);
  return [
    refuse(
      processing !== undefined && visibility !== undefined && visibility < VISIBILITY_FACTOR * processing,
      `visibilityTimeout of the queue must be at least ${VISIBILITY_FACTOR} times processingTime, got ${visibility} with processingTime ${processing} seconds; raise it, or have the worker extend it while it works and lower processingTime to the time between`,
    ),
    refuse(
      processing !== undefined && stop !== undefined && processing > stop && !props.taskProtection,
      `processingTime must be at most stopTimeout without taskProtection, got ${processing} with stopTimeout ${stop} seconds; a task that is stopped would be killed in the middle of a message: raise stopTimeout (120 seconds at most), or set taskProtection and have the code protect its task`,
    ),
  ];
}

/** A worker that sleeps is woken by one task, which must not have to wait until Spot has capacity again. */
function spotRule(props: WorkerServiceProps, minTasks: number): Rule {
  const capacity = props.capacity ?? DEFAULTS.capacity;
  const [first] = capacity instanceof Capacity ? capacity._render(minTasks) : [];
  return refuse(
    minTasks === 0 && first?.base === 0,
    'capacity.onDemandBase must be at least 1 for a worker that sleeps, got 0; the task that wakes it would not start while Spot is short',
  );
}

function sleepAfterRule(sleepAfter: Duration | undefined): Rule {
  const value = sleepAfter && seconds(sleepAfter);
  return refuse(
    value !== undefined && (value % 60 !== 0 || value < 60 || value > 3600),
    `sleepAfter must be 1 to 60 whole minutes, got ${value} seconds; alarms look at whole minutes, and at an hour of them at most`,
  );
}

/** Seconds of a duration, or `undefined` when they are unknown at synthesis. */
function seconds(duration: Duration): number | undefined {
  return Token.isUnresolved(duration) || duration.isUnresolved() ? undefined : duration.toSeconds({ integral: false });
}
