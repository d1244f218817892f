import { backoff } from '../support/backoff';
import { HeldMessage } from './held-message';
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

  /** Works on a message. What it throws gives the message back; it is in the dead-letter queue after the last attempt. */
  readonly work: (message: QueueMessage) => Promise<void>;

  /**
   * Seconds after which a message goes to somebody else when this process dies. Extended as long as it is worked on.
   *
   * @default 30
   */
  readonly visibilitySeconds?: number;

  /**
   * Seconds that the queue waits for a message before it answers that there is none, up to 20.
   *
   * @default 20
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
   * Receives nothing more, and finishes what it works on. What is not finished in time is given back, and somebody else gets it at
   * once: that counts as an attempt.
   *
   * @param options `finishSeconds` (default 20) must be well below the stop timeout of the container.
   * @returns How many messages were given back.
   */
  public async stop({ finishSeconds = 20 }: { readonly finishSeconds?: number } = {}): Promise<number> {
    this.receiving?.stop.abort();
    await this.receiving?.loop;
    this.receiving = undefined;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, finishSeconds * 1000)));
    await Promise.race([Promise.all(this.working.values()), timeout]);
    clearTimeout(timer);
    const unfinished = [...this.working.keys()];
    this.giveUp.abort();
    await Promise.all(unfinished.map((message) => message.giveBack(0)));
    return unfinished.length;
  }

  private async receiveUntil(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      await this.freeSlot(signal);
      if (signal.aborted) return;
      try {
        (await this.receive(signal)).forEach((message) => this.begin(message));
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        this.options.onError?.(error);
        await pause(backoff(failures, RETRY), signal);
      }
    }
  }

  private async receive(signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const { client, queueUrl, concurrency, waitSeconds = 20 } = this.options;
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

  private begin(received: ReceivedMessage): void {
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
    const work = this.workOn(message, held).finally(() => {
      this.working.delete(held);
      this.slotFreed?.();
    });
    this.working.set(held, work);
  }

  private async workOn(message: QueueMessage, held: HeldMessage): Promise<void> {
    const { work, onError, retrySeconds = retryAfter } = this.options;
    try {
      await work(message);
    } catch (error) {
      onError?.(error, message);
      return held.giveBack(retrySeconds(message.receiveCount));
    }
    await held.done();
  }

  private async freeSlot(signal: AbortSignal): Promise<void> {
    while (this.busy >= this.options.concurrency && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.slotFreed = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

function retryAfter(receiveCount: number): number {
  return Math.min(2 ** (receiveCount - 1), 300);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
