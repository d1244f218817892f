import { within } from '../support/within';

/** When a circuit breaker opens, and for how long. */
export interface CircuitBreakerOptions {
  /** What the calls go to, for messages. */
  readonly name: string;
  /** Failures in a row after which it opens. */
  readonly failures: number;
  /** Milliseconds after which one call is tried again. */
  readonly openMilliseconds: number;
  /** Milliseconds that a call may take. */
  readonly timeoutMilliseconds: number;
  /** Told about each failure, not about the calls that are not made. */
  readonly onError?: (error: unknown) => void;
}

/** What a call gave, or nothing where it failed or was not made. */
export type Attempt<T> = { readonly value: T } | undefined;

/**
 * Keeps callers from waiting for what does not answer: after a few failures in a row nothing is called for a while, then one call
 * is tried, and decides.
 */
export class CircuitBreaker {
  private failed = 0;
  private openedAt?: number;
  private trying = false;

  constructor(private readonly options: CircuitBreakerOptions) {}

  /** Whether calls are kept back. */
  public get open(): boolean {
    return this.openedAt !== undefined;
  }

  public async attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
    const trial = this.open;
    if (trial && !this.mayTry()) return undefined;
    this.trying = trial;
    try {
      const { name, timeoutMilliseconds } = this.options;
      const value = await within(timeoutMilliseconds, name, call());
      // What was called before it opened says nothing about now.
      if (trial || !this.open) this.close();
      return { value };
    } catch (error) {
      this.count(trial);
      this.options.onError?.(error);
      return undefined;
    } finally {
      if (trial) this.trying = false;
    }
  }

  private mayTry(): boolean {
    return !this.trying && Date.now() - (this.openedAt ?? 0) >= this.options.openMilliseconds;
  }

  private close(): void {
    this.failed = 0;
    this.openedAt = undefined;
  }

  private count(trial: boolean): void {
    this.failed += 1;
    if (trial || (!this.open && this.failed >= this.options.failures)) this.openedAt = Date.now();
  }
}
