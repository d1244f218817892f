import { queueUrlVariable } from '../../lib/contract/environment';
import { JOB_ID, type MessageAttributes } from '../queue/queue-client';
import type { OutboxJob } from './outbox';

/** A job that could not be delivered. */
export interface FailedDelivery {
  readonly id: string;
  readonly reason: string;
}

/** Delivers jobs, and names those that could not be. What it throws holds for all of them. */
export type Deliver = (jobs: readonly OutboxJob[]) => Promise<readonly FailedDelivery[]>;

/** What of a client of SQS is used: `SQS` of `@aws-sdk/client-sqs` is it as it is. */
export interface QueueSender {
  sendMessageBatch(input: {
    QueueUrl: string;
    Entries: { Id: string; MessageBody: string; MessageAttributes: MessageAttributes }[];
  }): Promise<{ readonly Failed?: readonly { readonly Id?: string; readonly Message?: string }[] }>;
}

/** Options of `sqsDelivery`. */
export interface SqsDeliveryOptions {
  readonly client: QueueSender;

  /**
   * URL of a queue by its name.
   *
   * @default - the variable `QUEUE_<NAME>_URL`, which the constructs give to a task
   */
  readonly queueUrl?: (name: string) => string | undefined;
}

/** What SQS takes at once. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

/** Bytes beside the body: name, type and value of the attribute with the id. */
const ATTRIBUTE_BYTES = 1024;

/**
 * Delivers jobs to standard queues of SQS. Each message carries the id of its job as an attribute, so that a consumer recognises
 * a job that is delivered twice.
 *
 * @param options The client, and where queues are.
 */
export function sqsDelivery({ client, queueUrl = urlFromEnvironment }: SqsDeliveryOptions): Deliver {
  const send = async (name: string, jobs: readonly OutboxJob[]): Promise<FailedDelivery[]> => {
    const url = queueUrl(name);
    if (url === undefined) return failAll(jobs, `the queue ${name} is not known: ${queueUrlVariable(name)} is not set`);
    try {
      const { Failed = [] } = await client.sendMessageBatch({ QueueUrl: url, Entries: jobs.map(entryOf) });
      return Failed.flatMap(({ Id, Message }) => failAll(jobs.slice(Number(Id), Number(Id) + 1), Message ?? 'refused'));
    } catch (error) {
      return failAll(jobs, error instanceof Error ? error.message : String(error));
    }
  };
  return async (jobs) => {
    const batches = [...new Set(jobs.map(({ queue }) => queue))].flatMap((name) =>
      batchesOf(jobs.filter(({ queue }) => queue === name)).map((batch) => send(name, batch)),
    );
    return (await Promise.all(batches)).flat();
  };
}

function urlFromEnvironment(name: string): string | undefined {
  return process.env[queueUrlVariable(name)];
}

function entryOf({ id, body }: OutboxJob, index: number) {
  return {
    Id: String(index),
    MessageBody: body,
    MessageAttributes: { [JOB_ID]: { DataType: 'String', StringValue: id } },
  };
}

function batchesOf(jobs: readonly OutboxJob[]): OutboxJob[][] {
  const batches: OutboxJob[][] = [];
  let bytes = Infinity;
  for (const job of jobs) {
    const size = Buffer.byteLength(job.body) + ATTRIBUTE_BYTES;
    const last = batches.at(-1);
    if (last && last.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      last.push(job);
      bytes += size;
    } else {
      batches.push([job]);
      bytes = size;
    }
  }
  return batches;
}

function failAll(jobs: readonly OutboxJob[], reason: string): FailedDelivery[] {
  return jobs.map(({ id }) => ({ id, reason }));
}
