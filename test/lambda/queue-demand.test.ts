import { CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishForOneMinute, type World } from '../../lambda/queue-demand/publish';
import type { QueueDemandConfig, QueueDepth, TaskCount } from '../../lib/contract/queue-demand';

const MINUTE = Date.parse('2026-01-01T00:00:00Z');
const EMPTY: QueueDepth = { visible: 0, inFlight: 0 };
const NONE: TaskCount = { desired: 0, running: 0 };

function configOf(...names: string[]): QueueDemandConfig {
  return {
    deployment: 'shop',
    queueUrlPrefix: 'https://sqs.eu-west-1.amazonaws.com/111111111111/',
    workers: names.map((name) => ({
      name,
      service: name,
      queue: `shop-${name}-g1`,
      concurrency: 10,
      messagesPerSecond: 5,
      drainSeconds: 9,
    })),
  };
}

/** A world with a clock of its own, in which every answer takes 50 milliseconds. */
class FakeWorld implements World {
  public readonly published: { at: number; data: MetricDatum[] }[] = [];
  public readonly asked: string[][] = [];
  public depth: (queue: string) => QueueDepth = () => EMPTY;
  public tasks: (service: string) => TaskCount | undefined = () => NONE;
  public publishing: () => void = () => undefined;

  constructor(
    public clock = MINUTE + 3000,
    private readonly latency = 50,
  ) {}

  public queueDepth(url: string): Promise<QueueDepth> {
    return Promise.resolve().then(() => this.depth(url.replace(/^.*\/shop-(.*)-g1$/, '$1')));
  }

  public taskCounts(_cluster: string, services: string[]): Promise<Map<string, TaskCount>> {
    this.asked.push(services);
    return Promise.resolve().then(() => {
      const counts = services.map((service) => [service, this.tasks(service)] as const);
      return new Map(counts.flatMap(([service, tasks]) => (tasks ? [[service, tasks] as const] : [])));
    });
  }

  public publish(data: MetricDatum[]): Promise<void> {
    return Promise.resolve().then(() => {
      this.publishing();
      this.published.push({ at: this.clock, data });
      this.clock += this.latency;
    });
  }

  public now(): number {
    return this.clock;
  }

  public sleep(milliseconds: number): Promise<void> {
    this.clock += milliseconds;
    return Promise.resolve();
  }
}

const run = (world: World, config = configOf('resize'), time = new Date(MINUTE).toISOString()) =>
  publishForOneMinute(config, time, world);

const seriesOf = (world: FakeWorld) => [
  ...new Set(world.published.flatMap(({ data }) => data.map(({ Dimensions }) => Dimensions?.[1]?.Value))),
];

beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

describe('queue-demand', () => {
  test('ends at once when every queue is empty and no task runs', async () => {
    const world = new FakeWorld();
    await run(world, configOf('resize', 'mail'));
    expect(world.published).toEqual([]);
    expect(world.clock).toBe(MINUTE + 3000);
  });

  test('ends at once when there is no worker', async () => {
    const world = new FakeWorld();
    await run(world, configOf());
    expect(world.asked).toEqual([]);
  });

  test('publishes all workers in one call, with high resolution', async () => {
    const world = new FakeWorld();
    world.depth = () => ({ visible: 90, inFlight: 10 });
    world.tasks = () => ({ desired: 2, running: 2 });
    await run(world, configOf('resize', 'mail'));
    expect(world.published[0]?.data).toHaveLength(6);
    expect(world.published[0]?.data[0]).toEqual({
      MetricName: 'QueueDemand',
      Value: 1.5,
      Timestamp: new Date(MINUTE + 3000),
      StorageResolution: 1,
      Dimensions: [
        { Name: 'Deployment', Value: 'shop' },
        { Name: 'Service', Value: 'resize' },
      ],
    });
  });

  test.each([0, 3, 9.5, 10, 50.5, 51.5, 58, 59.99])(
    'publishes once in each ten seconds, and is done before the next minute, when it starts %d s into one',
    async (offset) => {
      const start = MINUTE + offset * 1000;
      const world = new FakeWorld(start);
      world.tasks = () => ({ desired: 1, running: 1 });
      await run(world, undefined, new Date(start).toISOString());
      const intervals = world.published.map(({ at }) => Math.floor(at / 10_000));
      const first = Math.floor(start / 10_000);
      expect(intervals).toEqual([0, 1, 2, 3, 4, 5].map((index) => first + index));
      expect(world.clock - start).toBeLessThan(55_000);
    },
  );

  test.each([0, 3, 6.9, 7, 9, 9.99])(
    'leaves no interval out and meets none twice, from minute to minute, however late events of second %d are delivered',
    async (second) => {
      const timestamps: number[] = [];
      for (let minute = 0; minute < 20; minute++) {
        const time = MINUTE + minute * 60_000 + second * 1000;
        const world = new FakeWorld(time + ((minute * 7919) % 4900));
        world.tasks = () => ({ desired: 1, running: 1 });
        await run(world, undefined, new Date(time).toISOString());
        timestamps.push(...world.published.map(({ data }) => (data[0]?.Timestamp as Date).getTime()));
      }
      const first = Math.floor((MINUTE + second * 1000) / 10_000);
      const intervals = timestamps.map((timestamp) => Math.floor(timestamp / 10_000));
      expect(intervals).toEqual(Array.from({ length: 120 }, (_, index) => first + index));
    },
  );

  test('skips an interval rather than running on when AWS is slow', async () => {
    const world = new FakeWorld(MINUTE, 13_000);
    world.tasks = () => ({ desired: 1, running: 1 });
    jest.spyOn(world, 'sleep').mockImplementation((milliseconds) => {
      world.clock += Math.max(0, milliseconds);
      return Promise.resolve();
    });
    await run(world);
    expect(world.clock).toBeLessThan(MINUTE + 54_000 + 13_000);
  });

  test('stops within the minute once the last message is done and the last task is gone', async () => {
    const world = new FakeWorld();
    world.tasks = () => (world.published.length < 2 ? { desired: 1, running: 1 } : NONE);
    await run(world);
    expect(world.published).toHaveLength(2);
  });

  test('ignores an event that is tried again after its minute', async () => {
    const world = new FakeWorld(MINUTE + 61_000);
    await run(world);
    expect(world.asked).toEqual([]);
  });

  test('asks for ten services at a time', async () => {
    const world = new FakeWorld();
    await run(world, configOf(...Array.from({ length: 23 }, (_, index) => `worker-${index}`)));
    expect(world.asked.map((batch) => batch.length)).toEqual([10, 10, 3]);
  });

  test('publishes the other workers when one queue fails, and reports it at the end', async () => {
    const world = new FakeWorld();
    world.tasks = () => ({ desired: 1, running: 1 });
    world.depth = (queue) => {
      if (queue === 'mail') throw Object.assign(new Error('gone'), { name: 'QueueDoesNotExist' });
      return EMPTY;
    };
    await expect(run(world, configOf('resize', 'mail', 'report'))).rejects.toThrow(
      'queue demand is incomplete: shop-mail-g1: QueueDoesNotExist',
    );
    expect(world.published).toHaveLength(6);
    expect(seriesOf(world)).toEqual(['resize', 'report']);
  });

  test('publishes the other workers when a batch of services fails', async () => {
    const world = new FakeWorld();
    world.tasks = (service) => {
      if (service === 'worker-0') throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
      return { desired: 1, running: 1 };
    };
    const names = Array.from({ length: 11 }, (_, index) => `worker-${index}`);
    await expect(run(world, configOf(...names))).rejects.toThrow(
      'queue demand is incomplete: services worker-0, worker-1, worker-2, worker-3, worker-4, worker-5, worker-6, worker-7, worker-8, worker-9: ThrottlingException',
    );
    expect(seriesOf(world)).toEqual(['worker-10']);
  });

  test('leaves out a service that is not there yet, without calling it a failure', async () => {
    const world = new FakeWorld();
    world.tasks = (service) => (service === 'new' ? undefined : { desired: 1, running: 1 });
    await run(world, configOf('new', 'resize'));
    expect(seriesOf(world)).toEqual(['resize']);
  });

  test('goes on after a publication that failed', async () => {
    const world = new FakeWorld();
    world.tasks = () => ({ desired: 1, running: 1 });
    let calls = 0;
    world.publishing = () => {
      calls += 1;
      if (calls === 2) throw Object.assign(new Error('try later'), { name: 'InternalServiceFault' });
    };
    await expect(run(world)).rejects.toThrow('queue demand is incomplete: publishing: InternalServiceFault');
    expect(world.published).toHaveLength(5);
  });
});

describe('the handler', () => {
  test('asks SQS and ECS and tells CloudWatch', async () => {
    process.env.AWS_REGION = 'eu-west-1';
    process.env.QUEUE_DEMAND_CONFIG = JSON.stringify(configOf('resize', 'gone'));
    const inputs: object[] = [];
    const answer = (client: { prototype: object }, response: object) =>
      jest
        .spyOn(client.prototype as { send: (command: { input: object }) => Promise<object> }, 'send')
        .mockImplementation((command) => {
          inputs.push(command.input);
          return Promise.resolve(response);
        });
    answer(SQSClient, {
      Attributes: { ApproximateNumberOfMessages: '90', ApproximateNumberOfMessagesNotVisible: '10' },
    });
    answer(ECSClient, {
      services: [
        { serviceName: 'resize', status: 'ACTIVE', desiredCount: 2, runningCount: 2 },
        { serviceName: 'gone', status: 'INACTIVE', desiredCount: 0, runningCount: 0 },
      ],
    });
    answer(CloudWatchClient, {});
    // One publication is enough here.
    const clock = jest
      .spyOn(Date, 'now')
      .mockReturnValueOnce(MINUTE)
      .mockReturnValueOnce(MINUTE)
      .mockReturnValueOnce(MINUTE + 11_000)
      .mockReturnValueOnce(MINUTE + 54_500);
    // Only now, because it reads its configuration and its clock where it is loaded.
    const { handler } = jest.requireActual<typeof import('../../lambda/queue-demand/handler')>(
      '../../lambda/queue-demand/handler',
    );
    await handler({ time: new Date(MINUTE).toISOString() });
    clock.mockRestore();

    expect(inputs).toEqual([
      { cluster: 'shop', services: ['resize', 'gone'] },
      ...['resize', 'gone'].map((name) => ({
        QueueUrl: `https://sqs.eu-west-1.amazonaws.com/111111111111/shop-${name}-g1`,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      })),
      {
        Namespace: 'ZeroToMillions',
        MetricData: [
          expect.objectContaining({ MetricName: 'QueueDemand', Value: 1.5 }) as object,
          expect.objectContaining({ MetricName: 'DesiredTasks', Value: 2 }) as object,
          expect.objectContaining({ MetricName: 'UnattendedMessages', Value: 0 }) as object,
        ],
      },
    ]);
  });
});
