import type { DescribeTasksCommandOutput, RunTaskCommandInput, RunTaskCommandOutput, Task } from '@aws-sdk/client-ecs';
import { whenAllowed, type Clock } from '../custom-resource/when-allowed';

/** The command that is run, and where. */
export interface Release {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly command: string[];
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly timeoutSeconds: number;
  /** Where the container logs: group and stream prefix; empty where it does not log to CloudWatch. */
  readonly logGroup: string;
  readonly logPrefix: string;
}

/** What is used of ECS and of time. */
export interface Ports extends Clock {
  run(input: RunTaskCommandInput): Promise<Pick<RunTaskCommandOutput, 'tasks' | 'failures'>>;
  describe(cluster: string, task: string): Promise<Pick<DescribeTasksCommandOutput, 'tasks'>>;
  stop(cluster: string, task: string, reason: string): Promise<unknown>;
}

const POLL_FIRST_MS = 2_000;
const POLL_MAX_MS = 15_000;

/** Runs the command once and waits for it; fails unless it ends with exit code 0. The token makes repetitions safe. */
export async function release(what: Release, token: string, ports: Ports): Promise<void> {
  const deadline = ports.now() + what.timeoutSeconds * 1000;
  const task = await start(what, token, ports);
  const stopped = await waitUntilStopped(what, task, deadline, ports);
  const container = stopped.containers?.find(({ name }) => name === what.container);
  if (container?.exitCode === 0) return;
  const result = container?.exitCode === undefined ? 'never ran' : `ended with exit code ${container.exitCode}`;
  const reasons = [container?.reason, stopped.stoppedReason].filter((reason) => reason !== undefined);
  throw new Error(`${[`release command ${result}`, ...reasons].join(': ')}; ${whereToLook(what, task)}`);
}

async function start(what: Release, token: string, ports: Ports): Promise<string> {
  const { tasks = [], failures = [] } = await whenAllowed(() => ports.run(runInput(what, token)), ports);
  const task = tasks[0]?.taskArn;
  if (task === undefined) {
    throw new Error(`release task did not start: ${failures[0]?.reason ?? 'ECS gives no reason'}`);
  }
  return task;
}

function runInput(what: Release, token: string): RunTaskCommandInput {
  return {
    cluster: what.cluster,
    taskDefinition: what.taskDefinition,
    clientToken: token,
    count: 1,
    launchType: 'FARGATE',
    startedBy: 'release',
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: what.subnets,
        securityGroups: what.securityGroups,
        assignPublicIp: 'DISABLED',
      },
    },
    overrides: { containerOverrides: [{ name: what.container, command: what.command }] },
  };
}

async function waitUntilStopped(what: Release, task: string, deadline: number, ports: Ports): Promise<Task> {
  for (let pause = POLL_FIRST_MS; ports.now() < deadline; pause = Math.min(pause * 1.5, POLL_MAX_MS)) {
    // A task that has only just started may not be known everywhere yet.
    const { tasks = [] } = await ports.describe(what.cluster, task);
    if (tasks[0]?.lastStatus === 'STOPPED') return tasks[0];
    await ports.sleep(Math.min(pause, Math.max(deadline - ports.now(), 0)));
  }
  // It must not go on while CloudFormation rolls back, which runs the former release command.
  const end = await ports.stop(what.cluster, task, 'The release command took too long').then(
    () => 'was stopped',
    (error: unknown) => `could not be stopped (${String(error)})`,
  );
  throw new Error(
    `release command did not end within ${what.timeoutSeconds} seconds and ${end}; ${whereToLook(what, task)}`,
  );
}

function whereToLook({ container, logGroup, logPrefix }: Release, task: string): string {
  const id = task.split('/').pop() ?? task;
  return logGroup ? `log group ${logGroup}, stream ${logPrefix}/${container}/${id}` : `task ${id}`;
}
