import { asError } from '../support/as-error';

/** What a pulse is told. */
export interface PulseOptions {
  readonly everyMilliseconds: number;
  readonly idleMilliseconds: number;
  /** Done before the first work, and again and again while there is work. */
  readonly beat: () => Promise<void>;
  /** Done when there was no work for a while. */
  readonly sleep: () => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** Beats while there is work, and sleeps after a while without. */
export class Pulse {
  private working = 0;
  private workedAt = 0;
  private first?: Promise<void>;
  private beating = Promise.resolve();
  private timer?: NodeJS.Timeout;
  private falling?: Promise<void>;
  private idle?: () => void;

  constructor(private readonly options: PulseOptions) {}

  public get asleep(): boolean {
    return this.first === undefined;
  }

  /** Does work while awake. */
  public async during<T>(work: () => Promise<T>): Promise<T> {
    this.working += 1;
    try {
      await this.falling;
      await (this.first ??= this.wake());
      return await work();
    } finally {
      this.working -= 1;
      this.workedAt = Date.now();
      if (this.working === 0) this.idle?.();
    }
  }

  /** Sleeps when the work that is under way is done. */
  public async stop(): Promise<void> {
    if (this.working > 0) await new Promise<void>((resolve) => (this.idle = resolve));
    await this.fall();
  }

  private async wake(): Promise<void> {
    try {
      await this.options.beat();
      this.schedule();
    } catch (error) {
      // The next work tries again.
      this.first = undefined;
      throw error;
    }
  }

  private schedule(): void {
    this.timer = setTimeout(() => void this.tick(), this.options.everyMilliseconds);
    // It keeps no process alive.
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    const { idleMilliseconds, beat, onError } = this.options;
    if (this.working === 0 && Date.now() - this.workedAt >= idleMilliseconds) return this.fall();
    this.beating = beat().catch((error: unknown) => onError(asError(error)));
    await this.beating;
    if (!this.falling && this.first) this.schedule();
  }

  private fall(): Promise<void> {
    return (this.falling ??= this.fallAsleep().finally(() => (this.falling = undefined)));
  }

  private async fallAsleep(): Promise<void> {
    clearTimeout(this.timer);
    this.first = undefined;
    // Who looks at a server would open its connections again.
    await this.beating;
    await this.options.sleep().catch((error: unknown) => this.options.onError(asError(error)));
  }
}
