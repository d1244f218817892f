import type { ShardPosition } from './shards-options';

/** Slots to read on a shard. */
export interface ShardSlots {
  readonly shard: number;
  /** In rising order. */
  readonly slots: readonly number[];
}

/** Options of a read of every shard. */
export interface ShardReadAllOptions {
  /**
   * Shards that are read at the same time.
   *
   * @default 8
   */
  readonly concurrency?: number;

  /**
   * Milliseconds after which shards that have not answered count as failed. Their queries are not stopped: that is what the
   * `query_timeout` of the pool is for.
   *
   * @default 5000
   */
  readonly timeoutMilliseconds?: number;

  /**
   * What is made of shards that fail: with `fail`, an error at the first of them; with `allow`, what others gave is given, with the
   * failures beside it.
   *
   * @default 'fail'
   */
  readonly partial?: 'fail' | 'allow';

  /** What the read has to see: positions of writes. What was written to a slot before it moved has moved with it. */
  readonly after?: readonly ShardPosition[];
}

/** What one call has given. */
export interface ShardResult<T> extends ShardSlots {
  readonly value: T;
}

/** Slots of which nothing was read, and why. */
export interface ShardFailure extends ShardSlots {
  readonly error: Error;
}

/** What was read of every shard. */
export interface ShardResults<T> {
  /** Rising by shard. Each slot is in one of them at most. */
  readonly results: readonly ShardResult<T>[];
  /** Rising by shard: the slots that are in no result. Empty unless `partial` is `allow`. */
  readonly failures: readonly ShardFailure[];
}

/** Thrown where a shard could not be read, and all were wanted. */
export class ShardsReadError extends Error {
  public override readonly name = 'ShardsReadError';

  constructor(public readonly failure: ShardFailure) {
    super(`shard ${failure.shard} could not be read: ${failure.error.message}`, { cause: failure.error });
  }
}
