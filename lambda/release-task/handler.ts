import { setTimeout } from 'node:timers/promises';
import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { handle } from './handle';
import type { Ports } from './release';

// A release that is watched for minutes must not fail because one of many calls did.
const ecs = new ECSClient({ maxAttempts: 6 });

const ports: Ports = {
  run: (input) => ecs.send(new RunTaskCommand(input)),
  describe: (cluster, task) => ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] })),
  stop: (cluster, task, reason) => ecs.send(new StopTaskCommand({ cluster, task, reason })),
  now: () => Date.now(),
  sleep: (ms) => setTimeout(ms),
};

/** Runs a release command for CloudFormation. */
export const handler = (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> =>
  handle(event, context.getRemainingTimeInMillis(), ports);
