/** Attribute of a message that holds the id of its job. It stays the same where SQS gives a new id: when a job is sent again. */
export const JOB_ID = 'JobId';

/** Attributes of a message, as SQS has them. */
export type MessageAttributes = Record<string, { DataType: string; StringValue: string }>;

/** A message, as SQS gives it. */
export interface ReceivedMessage {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly Attributes?: Readonly<Record<string, string | undefined>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** What of a client of SQS is used: `SQS` of `@aws-sdk/client-sqs` is it as it is. */
export interface QueueClient {
  receiveMessage(
    input: {
      QueueUrl: string;
      MaxNumberOfMessages: number;
      WaitTimeSeconds: number;
      VisibilityTimeout: number;
      MessageSystemAttributeNames: 'ApproximateReceiveCount'[];
      MessageAttributeNames: string[];
    },
    options: { abortSignal?: AbortSignal },
  ): Promise<{ readonly Messages?: readonly ReceivedMessage[] }>;
  deleteMessage(input: { QueueUrl: string; ReceiptHandle: string }): Promise<unknown>;
  changeMessageVisibility(input: {
    QueueUrl: string;
    ReceiptHandle: string;
    VisibilityTimeout: number;
  }): Promise<unknown>;
}

/** The id of the job that a message carries: the one that its sender gave it, or that of the message. */
export function jobIdOf(message: ReceivedMessage): string {
  return message.MessageAttributes?.[JOB_ID]?.StringValue ?? message.MessageId ?? '';
}
