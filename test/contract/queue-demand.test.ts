import {
  isIdle,
  neededTasks,
  parseQueueDemandConfig,
  queueDemand,
  queueDemandData,
  QueueDemandMetric,
  type QueueDemandConfig,
  type Throughput,
} from '../../lib/contract/queue-demand';

const THROUGHPUT: Throughput = { concurrency: 10, messagesPerSecond: 5, drainSeconds: 9 };
const CONFIG: QueueDemandConfig = {
  deployment: 'shop',
  queueUrlPrefix: 'https://sqs.eu-west-1.amazonaws.com/111111111111/',
  workers: [{ name: 'resize', service: 'shop-resize', queue: 'shop-resize-g1', ...THROUGHPUT }],
};

/** A repeatable series of numbers between 0 and 1. */
function* randoms(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

function samples(count: number) {
  const random = randoms(7);
  const upTo = (max: number) => Math.floor((random.next().value as number) * (max + 1));
  return Array.from({ length: count }, () => ({
    depth: { visible: upTo(2) && upTo(10_000), inFlight: upTo(2) && upTo(500) },
    tasks: { desired: upTo(2) && upTo(50), running: upTo(2) && upTo(50) },
    throughput: { concurrency: 1 + upTo(20), messagesPerSecond: 0.01 + upTo(50), drainSeconds: 1 + upTo(900) },
  }));
}

const valueOf = (data: readonly { metric: string; value: number }[], metric: string) =>
  data.find((datum) => datum.metric === metric)?.value;

describe('queue demand', () => {
  test('counts what is in flight against concurrency and what waits against the drain time', () => {
    expect(neededTasks({ visible: 90, inFlight: 15 }, THROUGHPUT)).toBe(1.5 + 2);
    expect(queueDemand({ visible: 90, inFlight: 15 }, { desired: 5, running: 7 }, THROUGHPUT)).toBe(0.5);
  });

  test('is 1 when every slot of every task is busy and nothing waits', () => {
    expect(queueDemand({ visible: 0, inFlight: 40 }, { desired: 4, running: 4 }, THROUGHPUT)).toBe(1);
  });

  test('rises with work and falls with tasks, and is zero exactly when there is no work', () => {
    for (const { depth, tasks, throughput } of samples(2000)) {
      const demand = queueDemand(depth, tasks, throughput);
      const more = { ...depth, visible: depth.visible + 1 };
      expect(Number.isFinite(demand)).toBe(true);
      expect(demand === 0).toBe(depth.visible + depth.inFlight === 0);
      expect(queueDemand(more, tasks, throughput)).toBeGreaterThan(demand);
      expect(queueDemand({ ...depth, inFlight: depth.inFlight + 1 }, tasks, throughput)).toBeGreaterThan(demand);
      expect(queueDemand(depth, { ...tasks, running: tasks.running + 1 }, throughput)).toBeLessThanOrEqual(demand);
    }
  });

  test('is met by as many tasks as it asks for', () => {
    for (const { depth, tasks, throughput } of samples(2000)) {
      const running = Math.ceil(queueDemand(depth, tasks, throughput) * Math.max(tasks.running, 1));
      expect(queueDemand(depth, { desired: running, running }, throughput)).toBeLessThanOrEqual(1);
    }
  });
});

describe('what is published', () => {
  test('is nothing for an idle worker, and only for one', () => {
    for (const { depth, tasks, throughput } of samples(2000)) {
      expect(queueDemandData(depth, tasks, throughput).length === 0).toBe(isIdle(depth, tasks));
    }
  });

  test('wakes a sleeping worker for a single message', () => {
    const data = queueDemandData({ visible: 1, inFlight: 0 }, { desired: 0, running: 0 }, THROUGHPUT);
    expect(valueOf(data, QueueDemandMetric.DESIRED_TASKS)).toBe(0);
    expect(valueOf(data, QueueDemandMetric.UNATTENDED_MESSAGES)).toBe(1);
    expect(valueOf(data, QueueDemandMetric.DEMAND)).toBeUndefined();
  });

  test('does not report zero demand while a message is worked on', () => {
    const data = queueDemandData({ visible: 0, inFlight: 1 }, { desired: 1, running: 1 }, THROUGHPUT);
    expect(valueOf(data, QueueDemandMetric.DEMAND)).toBeGreaterThan(0);
  });

  test('reports the whole demand for the one task that is starting', () => {
    const data = queueDemandData({ visible: 450, inFlight: 0 }, { desired: 1, running: 0 }, THROUGHPUT);
    expect(valueOf(data, QueueDemandMetric.DEMAND)).toBe(10);
  });

  test('counts messages as unattended exactly while no task runs', () => {
    for (const { depth, tasks, throughput } of samples(2000)) {
      const data = queueDemandData(depth, tasks, throughput);
      if (data.length === 0) continue;
      expect(valueOf(data, QueueDemandMetric.UNATTENDED_MESSAGES)).toBe(tasks.running === 0 ? depth.visible : 0);
    }
  });
});

describe('the configuration', () => {
  test('is read as it was written', () => {
    expect(parseQueueDemandConfig(JSON.stringify(CONFIG))).toEqual(CONFIG);
    expect(parseQueueDemandConfig(JSON.stringify({ ...CONFIG, workers: [] })).workers).toEqual([]);
  });

  test('refuses to be absent', () => {
    expect(() => parseQueueDemandConfig(undefined)).toThrow('QUEUE_DEMAND_CONFIG must be set, got nothing');
  });

  test('refuses what is missing or no rate, naming all of it', () => {
    const worker = { ...CONFIG.workers[0], queue: '', concurrency: 0, drainSeconds: undefined };
    expect(() => parseQueueDemandConfig(JSON.stringify({ ...CONFIG, deployment: '', workers: [worker] }))).toThrow(
      'QUEUE_DEMAND_CONFIG must give deployment, workers[0].queue, workers[0].concurrency, workers[0].drainSeconds',
    );
    expect(() => parseQueueDemandConfig('{}')).toThrow(
      'QUEUE_DEMAND_CONFIG must give deployment, queueUrlPrefix, workers',
    );
  });
});
