import type { Clock } from '../custom-resource/when-allowed';

/** A clock that knows when a function has to stop, and answer while it still can. */
export class DeadlineClock implements Clock {
  private readonly deadline: number;

  /**
   * @param clock The time.
   * @param remainingMs How long there is.
   * @param tooLate What is said when it is over.
   */
  constructor(
    private readonly clock: Clock,
    private readonly remainingMs: number,
    private readonly tooLate: string,
  ) {
    this.deadline = clock.now() + remainingMs;
  }

  public now(): number {
    return this.clock.now();
  }

  /** Fails when the time is over. */
  public check(): void {
    if (this.now() < this.deadline) return;
    const seconds = Math.max(Math.round(this.remainingMs / 1000), 0);
    throw new Error(`${this.tooLate} after ${seconds} seconds; delete the stack again, which goes on from here`);
  }

  /** Sleeps, and fails when the time is over by then. */
  public async sleep(ms: number): Promise<void> {
    await this.clock.sleep(Math.min(ms, Math.max(this.deadline - this.now(), 0)));
    this.check();
  }
}
