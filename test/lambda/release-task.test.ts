import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { handle } from '../../lambda/release-task/handle';
import type { Ports } from '../../lambda/release-task/release';
import { CloudFormation } from '../support/cloud-formation';

type Task = NonNullable<Awaited<ReturnType<Ports['describe']>>['tasks']>[number];

const TASK = 'arn:aws:ecs:eu-west-1:111111111111:task/shop/1234';
const RUNNING: Task = { taskArn: TASK, lastStatus: 'RUNNING' };
const PROPERTIES = {
  ServiceToken: 'function',
  cluster: 'shop',
  taskDefinition: 'web:7',
  container: 'main',
  command: ['npm', 'run', 'migrate'],
  subnets: ['subnet-1'],
  securityGroups: ['sg-1'],
  timeoutSeconds: '600',
  logGroup: '/shop/web',
  logPrefix: 'web',
};

function stopped(exitCode: number | undefined, reason?: string): Task {
  return {
    taskArn: TASK,
    lastStatus: 'STOPPED',
    stoppedReason: 'Essential container in task exited',
    containers: [
      { name: 'sidecar', exitCode: 0 },
      { name: 'main', exitCode, reason },
    ],
  };
}

/** ECS and a clock that runs only while somebody sleeps. */
class World {
  public time = 0;
  public run = jest.fn<ReturnType<Ports['run']>, Parameters<Ports['run']>>();
  public stop = jest.fn<Promise<unknown>, [string, string, string]>().mockResolvedValue({});
  public readonly pauses: number[] = [];
  public readonly ports: Ports;

  /** @param tasks What ECS says each time it is asked; the last answer stays. */
  constructor(...tasks: (Task | undefined)[]) {
    this.run.mockResolvedValue({ tasks: [{ taskArn: TASK }], failures: [] });
    this.ports = {
      run: (input) => this.run(input),
      describe: () => {
        const task = tasks.length > 1 ? tasks.shift() : tasks[0];
        return Promise.resolve({ tasks: task ? [task] : [] });
      },
      stop: (cluster, task, reason) => this.stop(cluster, task, reason),
      now: () => this.time,
      sleep: (ms) => {
        this.pauses.push(ms);
        this.time += ms;
        return Promise.resolve();
      },
    };
  }
}

let cloudFormation: CloudFormation;

async function answerTo(event: CloudFormationCustomResourceEvent, world: World, remainingMs = 900_000) {
  await handle(event, remainingMs, world.ports);
  return cloudFormation.answers.at(-1)?.body;
}

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  cloudFormation = new CloudFormation('Release', 'Custom::ReleaseTask', PROPERTIES);
  await cloudFormation.start();
});

afterEach(() => {
  cloudFormation.stop();
});

describe('release-task', () => {
  test('runs the command in the network of the service, with a token that makes repetitions safe', async () => {
    const world = new World(undefined, RUNNING, stopped(0));
    await answerTo(cloudFormation.event('Create'), world);
    expect(world.run.mock.calls).toEqual([
      [
        {
          cluster: 'shop',
          taskDefinition: 'web:7',
          clientToken: 'request',
          count: 1,
          launchType: 'FARGATE',
          startedBy: 'release',
          networkConfiguration: {
            awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
          },
          overrides: { containerOverrides: [{ name: 'main', command: ['npm', 'run', 'migrate'] }] },
        },
      ],
    ]);
  });

  test.each([
    ['Create', 'Release'],
    ['Update', 'physical'],
  ] as const)('tells CloudFormation that a command succeeded on %s', async (type, id) => {
    const answer = await answerTo(cloudFormation.event(type), new World(stopped(0)));
    expect(answer).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: id,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Release',
    });
  });

  test('answers by PUT with an empty content type, for which the URL is signed', async () => {
    await answerTo(cloudFormation.event('Create'), new World(stopped(0)));
    expect(cloudFormation.answers[0]).toMatchObject({ method: 'PUT', headers: { 'content-type': '' } });
    expect(cloudFormation.answers[0]?.headers).toHaveProperty('content-length');
  });

  test('does nothing on Delete', async () => {
    const world = new World();
    expect(await answerTo(cloudFormation.event('Delete'), world)).toMatchObject({ Status: 'SUCCESS' });
    expect(world.run).not.toHaveBeenCalled();
  });

  test('asks less and less often', async () => {
    const world = new World(...Array.from({ length: 8 }, () => RUNNING), stopped(0));
    await answerTo(cloudFormation.event('Create'), world);
    expect(world.pauses).toEqual([2000, 3000, 4500, 6750, 10125, 15000, 15000, 15000]);
  });

  test.each([
    [
      stopped(1),
      'release command ended with exit code 1: Essential container in task exited; log group /shop/web, stream web/main/1234',
    ],
    [
      stopped(137, 'OutOfMemoryError'),
      'release command ended with exit code 137: OutOfMemoryError: Essential container in task exited; log group /shop/web, stream web/main/1234',
    ],
    [
      stopped(undefined, 'CannotPullContainerError'),
      'release command never ran: CannotPullContainerError: Essential container in task exited; log group /shop/web, stream web/main/1234',
    ],
  ])('says why a command failed and where its log is', async (task, reason) => {
    const answer = await answerTo(cloudFormation.event('Update'), new World(RUNNING, task));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: reason, PhysicalResourceId: 'physical' });
  });

  test('names the task where there is no log', async () => {
    const event = cloudFormation.event('Create', { logGroup: '' });
    const answer = await answerTo(event, new World({ ...stopped(1), stoppedReason: undefined }));
    expect(answer?.Reason).toBe('release command ended with exit code 1; task 1234');
  });

  test('says why a task did not start', async () => {
    const world = new World();
    world.run.mockResolvedValue({ tasks: [], failures: [{ reason: 'Capacity is unavailable at this time' }] });
    const answer = await answerTo(cloudFormation.event('Create'), world);
    expect(answer?.Reason).toBe('release task did not start: Capacity is unavailable at this time');
  });

  test('stops a command that takes too long', async () => {
    const world = new World(RUNNING);
    const answer = await answerTo(cloudFormation.event('Create'), world);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason:
        'release command did not end within 600 seconds and was stopped; log group /shop/web, stream web/main/1234',
    });
    expect(world.time).toBe(600_000);
    expect(world.stop.mock.calls).toEqual([['shop', TASK, 'The release command took too long']]);
  });

  test('answers even when the command cannot be stopped', async () => {
    const world = new World(RUNNING);
    world.stop.mockRejectedValue(new Error('ThrottlingException'));
    const answer = await answerTo(cloudFormation.event('Create'), world);
    expect(answer?.Reason).toMatch('within 600 seconds and could not be stopped (Error: ThrottlingException);');
  });

  test('answers before its own time is up', async () => {
    const world = new World(RUNNING);
    await answerTo(cloudFormation.event('Create'), world, 110_000);
    expect(world.time).toBe(60_000);
  });

  test('waits until IAM knows a new role', async () => {
    const world = new World(stopped(0));
    world.run.mockRejectedValueOnce(Object.assign(new Error('denied'), { name: 'AccessDeniedException' }));
    expect(await answerTo(cloudFormation.event('Create'), world)).toMatchObject({ Status: 'SUCCESS' });
    expect(world.run).toHaveBeenCalledTimes(2);
  });

  test('gives up when it is denied for a minute', async () => {
    const world = new World(stopped(0));
    world.run.mockRejectedValue(Object.assign(new Error('denied'), { name: 'AccessDeniedException' }));
    expect(await answerTo(cloudFormation.event('Create'), world)).toMatchObject({ Status: 'FAILED', Reason: 'denied' });
    expect(world.time).toBe(60_000);
  });

  test('fails on any other error of ECS', async () => {
    const world = new World();
    world.run.mockRejectedValue(new Error('ClusterNotFoundException'));
    const answer = await answerTo(cloudFormation.event('Create'), world);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'ClusterNotFoundException' });
  });

  test('shortens a reason that CloudFormation would not take', async () => {
    const world = new World();
    world.run.mockRejectedValue(new Error('x'.repeat(5000)));
    expect((await answerTo(cloudFormation.event('Create'), world))?.Reason).toHaveLength(1500);
  });

  test('answers again until it is heard', async () => {
    cloudFormation.statuses = [500, 503];
    await answerTo(cloudFormation.event('Delete'), new World());
    expect(cloudFormation.answers).toHaveLength(3);
  });

  test('fails when it is never heard, so that Lambda calls it again, and keeps the URL to itself', async () => {
    cloudFormation.statuses = Array.from({ length: 9 }, () => 403);
    await expect(answerTo(cloudFormation.event('Delete'), new World())).rejects.toThrow(
      "CloudFormation's answer was refused with status 403",
    );
    expect(cloudFormation.answers).toHaveLength(5);
  });
});
