import type { QueueSender } from '../outbox/delivery';
import { JOB_ID, jobIdOf, type QueueClient, type ReceivedMessage } from './queue-client';

/** Options of `redrive`. */
export interface RedriveOptions {
  /** `SQS` of `@aws-sdk/client-sqs`. It needs to receive and delete in the one queue, and to send to the other. */
  readonly client: Pick<QueueClient, 'receiveMessage' | 'deleteMessage'> & QueueSender;

  /** URL of the dead-letter queue. */
  readonly from: string;

  /** URL of the queue that its messages go back to. */
  readonly to: string;

  /**
   * Messages that are moved at most.
   *
   * @default - all
   */
  readonly limit?: number;
}

/** What a redrive did. */
export interface RedriveResult {
  readonly moved: number;
  /** Messages that the queue refused: they stay in the dead-letter queue. */
  readonly refused: number;
}

/** Seconds that a message is hidden while it is moved. Where moving it fails, it is seen in the dead-letter queue after that. */
const VISIBILITY = 60;

/** Seconds that the dead-letter queue is asked for: an answer at once comes from a few of its servers only. */
const WAIT = 1;

/**
 * Moves messages from a dead-letter queue back to where they are worked on, after the cause is mended. Each keeps the id of its job,
 * so that what was done already is not done again: `StartMessageMoveTask` of SQS gives new ids to what has none of its own.
 * A message that is moved when this process dies may be in both queues.
 *
 * @param options The queues.
 */
export async function redrive({ client, from, to, limit = Infinity }: RedriveOptions): Promise<RedriveResult> {
  let moved = 0;
  let refused = 0;
  while (moved + refused < limit) {
    const messages = await receive(client, from, Math.min(10, limit - moved - refused));
    if (messages.length === 0) break;
    for (const message of messages) {
      if (await send(client, to, message)) {
        await client.deleteMessage({ QueueUrl: from, ReceiptHandle: message.ReceiptHandle ?? '' });
        moved += 1;
      } else refused += 1;
    }
  }
  return { moved, refused };
}

async function receive(
  client: RedriveOptions['client'],
  queueUrl: string,
  count: number,
): Promise<readonly ReceivedMessage[]> {
  const input = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: count,
    WaitTimeSeconds: WAIT,
    VisibilityTimeout: VISIBILITY,
    MessageSystemAttributeNames: ['ApproximateReceiveCount' as const],
    MessageAttributeNames: [JOB_ID],
  };
  return (await client.receiveMessage(input, {})).Messages ?? [];
}

/** One at a time: ten messages may be larger together than a batch. */
async function send(client: QueueSender, queueUrl: string, message: ReceivedMessage): Promise<boolean> {
  const entry = {
    Id: '0',
    MessageBody: message.Body ?? '',
    MessageAttributes: { [JOB_ID]: { DataType: 'String', StringValue: jobIdOf(message) } },
  };
  const { Failed = [] } = await client.sendMessageBatch({ QueueUrl: queueUrl, Entries: [entry] });
  return Failed.length === 0;
}
