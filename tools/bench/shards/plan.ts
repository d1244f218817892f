/** Numbers of shards that are compared. */
export const SHARDS = [1, 2, 4] as const;

/** Milliseconds that everything takes to a shard, and from it. */
export const DELAY = 20;

/** Milliseconds each way to a database of another zone, which is what a query is compared with. */
export const NEAR = 1;

/** A query over such a line takes so many times as long as one on the loopback, about. */
export const NEARNESS = 10;

/** Connections to each shard. */
export const POOL = 8;

/** Clients for each shard: more than it has connections, so that none is idle where keys are unlike for a moment. */
export const CLIENTS = 32;

/** How long each measurement takes. */
export interface Lengths {
  /** Seconds of writes with each number of shards, before anything counts, and after. */
  readonly warmUp: number;
  readonly writes: number;
  /** How often each is measured. */
  readonly repetitions: number;
  /** Queries in a round, and rounds. */
  readonly queries: number;
  readonly rounds: number;
}

export const FULL: Lengths = { warmUp: 1, writes: 3, repetitions: 3, queries: 1000, rounds: 41 };

/** Enough to see that the claims hold. */
export const QUICK: Lengths = { warmUp: 1, writes: 2, repetitions: 3, queries: 600, rounds: 21 };
