import { SQS } from '@aws-sdk/client-sqs';
import { Environment } from '../../lib/contract/environment';
import { redrive } from '../../runtime';
import { exitOnFailure } from './process/exit';

/** Moves what is in the dead-letter queue of `WORK_QUEUE_URL` back into the queue, up to as many messages as the first argument says. */
async function main(): Promise<void> {
  const queueUrl = process.env[Environment.WORK_QUEUE_URL];
  if (!queueUrl)
    throw new Error(`${Environment.WORK_QUEUE_URL} must be set, got nothing; it is the queue to move messages back to`);
  const [, , argument] = process.argv;
  const limit = argument === undefined ? undefined : Number(argument);
  if (limit !== undefined && !(limit >= 1))
    throw new Error(`the number of messages must be 1 or more, got ${argument}`);
  const client = new SQS({});
  const result = await redrive({ client, from: await deadLetterQueueOf(client, queueUrl), to: queueUrl, limit });
  console.log(JSON.stringify({ level: 'info', msg: 'redriven', ...result }));
}

/** Both queues are in the same account and region, and differ by their names alone. */
async function deadLetterQueueOf(client: SQS, queueUrl: string): Promise<string> {
  const { Attributes } = await client.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] });
  const policy = JSON.parse(Attributes?.RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
  const name = policy.deadLetterTargetArn?.split(':').pop();
  if (name === undefined)
    throw new Error(`${queueUrl} must have a dead-letter queue, got none; nothing can be moved back`);
  return queueUrl.replace(/[^/]+$/, name);
}

exitOnFailure(main());
