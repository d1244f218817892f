import type { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { IBindableService, IServiceBinding } from '../service/service-binding';

/** A queue of work. Services send to it when they are bound to it; a worker consumes it. */
export interface IWorkQueue extends IConstruct, IServiceBinding {
  /** Name of the queue within the deployment, such as `thumbnails`. Its variable is derived from it: `QUEUE_THUMBNAILS_URL`. */
  readonly queueName: string;

  /** Name of the queue in AWS, known at synthesis. */
  readonly physicalQueueName: string;

  /** ARN of the queue, composed of literals: using it in another stack imports nothing. */
  readonly queueArn: string;

  /** URL of the queue, composed of literals: using it in another stack imports nothing. */
  readonly queueUrl: string;

  /** For how long a message that was received stays hidden from other consumers. */
  readonly visibilityTimeout: Duration;

  /**
   * Lets a service receive, extend and delete messages, and gives it the queue's URL in `WORK_QUEUE_URL`. `WorkerService`
   * calls this for its own queue.
   *
   * @param service The service that will consume the queue.
   */
  bindToConsumer(service: IBindableService): void;
}

/** Options of a WorkQueue. */
export interface WorkQueueOptions {
  /**
   * Name of the queue within the deployment: 1 to 40 lower-case letters, digits and single hyphens. Never changes once
   * deployed.
   *
   * @default - the construct's id in lower case, such as `image-resizer` for `ImageResizer`
   */
  readonly queueName?: string;

  /**
   * For how long a message that was received stays hidden from other consumers, whole seconds up to 12 hours: at least six
   * times what a worker takes for it. A message whose worker dies is tried again after this time.
   *
   * @default Duration.minutes(3)
   */
  readonly visibilityTimeout?: Duration;

  /**
   * For how long a message is kept that nobody deletes: 1 minute to 14 days. In the dead-letter queue it is kept for 14 days
   * from when it was first sent.
   *
   * @default Duration.days(14)
   */
  readonly retention?: Duration;

  /**
   * How often a message is received before it goes to the dead-letter queue, 1 to 1000. Low values send messages there that
   * were only received while a task was stopping.
   *
   * @default 4
   */
  readonly maxReceiveCount?: number;

  /**
   * Age of the oldest message at which the alarm rings: whole seconds up to 14 days.
   *
   * @default - 15 minutes, or the visibility timeout where that is longer
   */
  readonly ageAlarm?: Duration;

  /**
   * Key that encrypts the messages. Those who send and consume are then allowed to use it, and each use is billed.
   *
   * @default - the key that SQS manages, which costs nothing
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Number in the physical name. Add 1 when a queue must exist beside its successor.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** Properties for defining a WorkQueue. */
export interface WorkQueueProps extends WorkQueueOptions {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the physical name. */
  readonly name: string;

  /**
   * Whether the queues, with all messages, go when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
