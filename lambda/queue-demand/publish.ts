import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import {
  isIdle,
  queueDemandData,
  QueueDemandMetric,
  type QueueDemandConfig,
  type QueueDepth,
  type TaskCount,
} from '../../lib/contract/queue-demand';
import { inEachInterval, type Clock } from '../schedule/in-each-interval';

/** What publishing needs of the world. */
export interface World extends Clock {
  queueDepth(queueUrl: string): Promise<QueueDepth>;
  /** Counts by service name, of at most ten services; a service that does not exist is left out. */
  taskCounts(cluster: string, services: string[]): Promise<Map<string, TaskCount>>;
  publish(data: MetricDatum[]): Promise<unknown>;
}

/** DescribeServices takes ten services at most. */
const BATCH = 10;

/**
 * Publishes the demand of every worker once in each interval of ten seconds. It ends at once when no queue holds a message and no task runs. What
 * fails for one worker is reported at the end and keeps nothing back for the others.
 */
export async function publishForOneMinute(config: QueueDemandConfig, eventTime: string, world: World): Promise<void> {
  const failures = new Set<string>();
  await inEachInterval(eventTime, world, async (timestamp) => {
    const { idle, failed } = await publishOnce(config, timestamp, world);
    failed.forEach((failure) => failures.add(failure));
    return !idle;
  });
  if (failures.size > 0) throw new Error(`queue demand is incomplete: ${[...failures].join('; ')}`);
}

/** Publishes the demand of every worker once, and says what failed. */
async function publishOnce(
  config: QueueDemandConfig,
  timestamp: Date,
  world: World,
): Promise<{ idle: boolean; failed: string[] }> {
  const failed: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      failed.push(`${what}: ${error instanceof Error ? error.name : String(error)}`);
      console.error({ message: 'failed', what, error });
      return undefined;
    }
  };

  const [counts, depths] = await Promise.all([
    countTasks(config, world, attempt),
    Promise.all(
      config.workers.map((worker) =>
        attempt(worker.queue, () => world.queueDepth(`${config.queueUrlPrefix}${worker.queue}`)),
      ),
    ),
  ]);
  let idle = true;
  const data = config.workers.flatMap((worker, index) => {
    const depth = depths[index];
    const tasks = counts.get(worker.service);
    if (!depth || !tasks) return [];
    idle &&= isIdle(depth, tasks);
    return queueDemandData(depth, tasks, worker).map(({ metric, value }) => ({
      MetricName: metric,
      Value: value,
      Timestamp: timestamp,
      StorageResolution: 1,
      Dimensions: [
        { Name: QueueDemandMetric.DEPLOYMENT, Value: config.deployment },
        { Name: QueueDemandMetric.SERVICE, Value: worker.name },
      ],
    }));
  });
  if (data.length > 0) await attempt('publishing', () => world.publish(data));
  return { idle: idle && failed.length === 0, failed };
}

/** The task counts of all workers, asked for in batches. A service that is not there yet, or no longer, has none. */
async function countTasks(
  { deployment, workers }: QueueDemandConfig,
  world: World,
  attempt: <T>(what: string, work: () => Promise<T>) => Promise<T | undefined>,
): Promise<Map<string, TaskCount>> {
  const batches = chunk(
    workers.map(({ service }) => service),
    BATCH,
  );
  const counts = await Promise.all(
    batches.map((batch) => attempt(`services ${batch.join(', ')}`, () => world.taskCounts(deployment, batch))),
  );
  return new Map(counts.flatMap((found) => [...(found ?? [])]));
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
