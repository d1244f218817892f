import type { SqlPool } from './sql-pool';

/** A pool while it is used. */
export class PoolLease {
  private reason?: Error;
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(public readonly pool: SqlPool) {}

  /**
   * What a promise gives, or the reason why the pool is not to be used any longer, if that comes first. Not `Promise.race` with a promise of that: such
   * a promise keeps whatever it has ever raced with, as long as the pool lives.
   */
  public unlessRetired<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject: (error: Error) => void) => {
      if (this.reason) reject(this.reason);
      else this.waiting.add(reject);
      promise.then(
        (value) => {
          this.waiting.delete(reject);
          resolve(value);
        },
        (error: Error) => {
          this.waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** Nobody waits any longer for what was asked of the pool. */
  public retire(reason: Error): void {
    this.reason = reason;
    this.waiting.forEach((reject) => reject(reason));
    this.waiting.clear();
  }
}
