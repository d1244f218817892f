import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../support/backoff';
import { HeldMessage } from './held-message';
import { isOutage, throughOutages } from './outage';
import { JOB_ID, jobIdOf, type QueueClient, type ReceivedMessage } from './queue-client';

/** A message that is to be worked on. */
export interface QueueMessage {
  /** Id of the job: the same each time that it is delivered. What `processOnce` asks for. */
  readonly id: string;
  readonly body: string;
  /** How often the message was received, this time included. */
  readonly receiveCount: number;
  /** Aborted when the consumer stops and gives the message back: what is done after that is done by somebody else too. */
  readonly signal: AbortSignal;
}

/** Options of a `QueueConsumer`. */
export interface QueueConsumerOptions {
  readonly client: QueueClient;

  /** URL of the queue: the variable `WORK_QUEUE_URL` in the tasks of a worker. */
  readonly queueUrl: string;

  /** Messages that are worked on at once: the variable `WORK_CONCURRENCY` in the tasks of a worker. Never are more received. */
  readonly concurrency: number;

  /**
   * Works on a message. What it throws gives the message back, which is in the dead-letter queue after the last attempt; but an outage
   * (`isOutage`) is waited for: the message is kept, and worked on again after half a second, up to ten, for 6 hours at most.
   */
  readonly work: (message: QueueMessage) => Promise<void>;

  /**
   * Whether what the work throws says that a part is missing, and nothing about the job. While one is missing the consumer has no more
   * than `concurrency` messages, and receives no others: nothing uses up its attempts.
   *
   * @default isOutage
   */
  readonly isOutage?: (error: unknown) => boolean;

  /**
   * Seconds after which a message goes to somebody else when this process dies. Extended as long as it is worked on.
   *
   * @default 30
   */
  readonly visibilitySeconds?: number;

  /**
   * Seconds that the queue waits for a message before it answers that there is none, up to 20. A consumer that has nothing to do takes
   * up to as long to stop.
   *
   * @default 10
   */
  readonly waitSeconds?: number;

  /**
   * Seconds after which a message that failed is tried again.
   *
   * @default - 1 after the first failure, then twice as many each time, up to 300
   */
  readonly retrySeconds?: (receiveCount: number) => number;

  /** Told about each failure: of the work, with the message, or of the queue. */
  readonly onError?: (error: unknown, message?: QueueMessage) => void;
}

/** What SQS gives at once. */
const MOST_MESSAGES = 10;

const RETRY = { firstMilliseconds: 500, mostMilliseconds: 30_000 } as const;

/**
 * Works on the messages of a queue, each at least once. Up to `concurrency` are worked on at once, whichever takes long; none is
 * received before there is somebody to work on it, since what is received counts as being worked on where workers are scaled.
 *
 * @example
 * const consumer = new QueueConsumer({ client: new SQS(), queueUrl, concurrency: 4, work: async ({ id, body }) => { … } });
 * consumer.start();
 * process.once('SIGTERM', () => void consumer.stop());
 */
export class QueueConsumer {
  private readonly working = new Map<HeldMessage, Promise<void>>();
  private receiving?: { readonly loop: Promise<void>; readonly stop: AbortController };
  /** Ends the request for messages, and tells those who work on them. */
  private giveUp = new AbortController();
  private slotFreed?: () => void;

  constructor(private readonly options: QueueConsumerOptions) {
    const { concurrency } = options;
    if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
      throw new Error(`concurrency must be a whole number of 1 or more, got ${concurrency}; set WORK_CONCURRENCY`);
    }
  }

  /** Messages that are worked on now. */
  public get busy(): number {
    return this.working.size;
  }

  public start(): void {
    if (this.receiving) return;
    this.giveUp = new AbortController();
    const stop = new AbortController();
    this.receiving = { stop, loop: this.receiveUntil(stop.signal) };
  }

  /**
   * Stops asking for messages, and finishes what it works on. A request that waits for messages is not broken off before the time is up:
   * what the queue had just sent would be hidden from everybody until its visibility ends. What is not finished in time is
   * given back, and somebody else gets it at once: that counts as an attempt.
   *
   * @param options `finishSeconds` (default 20) must be well below the stop timeout of the container, and longer than `waitSeconds`.
   * @returns How many messages were given back.
   */
  public async stop({ finishSeconds = 20 }: { readonly finishSeconds?: number } = {}): Promise<number> {
    const { stop, loop } = this.receiving ?? {};
    stop?.abort();
    this.slotFreed?.();
    const timeout = new AbortController();
    await Promise.race([
      Promise.resolve(loop).then(() => Promise.all(this.working.values())),
      pause(finishSeconds * 1000, timeout.signal),
    ]);
    timeout.abort();
    const unfinished = [...this.working.keys()];
    this.giveUp.abort();
    await Promise.all([loop, ...unfinished.map((message) => message.giveBack(0))]);
    this.receiving = undefined;
    return unfinished.length;
  }

  private async receiveUntil(stop: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stop.aborted) {
      if (this.busy >= this.options.concurrency) {
        await new Promise<void>((resolve) => (this.slotFreed = resolve));
        continue;
      }
      try {
        (await this.receive(this.giveUp.signal)).forEach((message) => this.begin(message, stop));
        failures = 0;
      } catch (error) {
        if (this.giveUp.signal.aborted) return;
        failures += 1;
        this.options.onError?.(error);
        await pause(backoff(failures, RETRY), stop);
      }
    }
  }

  private async receive(signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const { client, queueUrl, concurrency, waitSeconds = 10 } = this.options;
    const input = {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(MOST_MESSAGES, concurrency - this.busy),
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: this.visibilitySeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount' as const],
      MessageAttributeNames: [JOB_ID],
    };
    return (await client.receiveMessage(input, { abortSignal: signal })).Messages ?? [];
  }

  private get visibilitySeconds(): number {
    return this.options.visibilitySeconds ?? 30;
  }

  private begin(received: ReceivedMessage, stop: AbortSignal): void {
    const { client, queueUrl, onError } = this.options;
    const message: QueueMessage = {
      id: jobIdOf(received),
      body: received.Body ?? '',
      receiveCount: Number(received.Attributes?.ApproximateReceiveCount ?? 1),
      signal: this.giveUp.signal,
    };
    const held = new HeldMessage(received, {
      client,
      queueUrl,
      visibilitySeconds: this.visibilitySeconds,
      onError: (error) => onError?.(error, message),
    });
    const work = this.workOn(message, held, stop).finally(() => {
      this.working.delete(held);
      this.slotFreed?.();
    });
    this.working.set(held, work);
  }

  private async workOn(message: QueueMessage, held: HeldMessage, stop: AbortSignal): Promise<void> {
    const { work, onError, retrySeconds = retryAfter, isOutage: isMissing = isOutage } = this.options;
    try {
      await throughOutages(() => work(message), {
        isOutage: isMissing,
        onError: (error) => onError?.(error, message),
        signal: stop,
      });
    } catch {
      return held.giveBack(retrySeconds(message.receiveCount));
    }
    await held.done();
  }
}

function retryAfter(receiveCount: number): number {
  return Math.min(2 ** (receiveCount - 1), 300);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // It was not needed any more.
  }
}
