import type { QueueClient, ReceivedMessage } from './queue-client';

/** What holding a message needs. */
export interface HoldOptions {
  readonly client: QueueClient;
  readonly queueUrl: string;
  readonly visibilitySeconds: number;
  readonly onError: (error: unknown) => void;
}

/** A message that is worked on: nobody else gets it as long as it is held. */
export class HeldMessage {
  private readonly heartbeat: NodeJS.Timeout;
  private ended = false;

  constructor(
    private readonly message: ReceivedMessage,
    private readonly options: HoldOptions,
  ) {
    // Two extensions may fail before it is given to somebody else.
    const interval = (options.visibilitySeconds * 1000) / 3;
    this.heartbeat = setInterval(() => void this.hideFor(options.visibilitySeconds), interval);
  }

  /** Takes it out of the queue. */
  public async done(): Promise<void> {
    if (!this.end()) return;
    const { client, queueUrl } = this.options;
    await this.attempt(client.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle: this.handle }));
  }

  /** Gives it back to the queue, which shows it to somebody after so many seconds. */
  public async giveBack(seconds: number): Promise<void> {
    if (this.end()) await this.hideFor(seconds);
  }

  private get handle(): string {
    return this.message.ReceiptHandle ?? '';
  }

  /** Whoever ends it first decides. */
  private end(): boolean {
    clearInterval(this.heartbeat);
    const first = !this.ended;
    this.ended = true;
    return first;
  }

  private async hideFor(seconds: number): Promise<void> {
    const { client, queueUrl } = this.options;
    await this.attempt(
      client.changeMessageVisibility({ QueueUrl: queueUrl, ReceiptHandle: this.handle, VisibilityTimeout: seconds }),
    );
  }

  /** The queue shows the message again if this fails: it is done twice then, never lost. */
  private async attempt(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      this.options.onError(error);
    }
  }
}
