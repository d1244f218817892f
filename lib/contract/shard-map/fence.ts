/**
 * What a shard answers to who writes a slot that it may not write: the SQLSTATE of the error. The trigger of each sharded table gives it, whatever
 * map the writer has.
 */
export const SlotError = {
  /** The slot is about to leave: wait, and write again. */
  FENCED: 'ZS001',
  /** The slot has left: the detail says where to, and has the token that lets the shard there take it on. */
  MOVED: 'ZS002',
  /** The slot is not here: read the map anew. */
  NOT_OWNED: 'ZS003',
} as const;

/** Seconds for which a fence holds, unless it is taken away before. Whoever moves slots and dies keeps writers waiting no longer. */
export const FENCE_SECONDS = 2.5;

/** What the detail of `SlotError.MOVED` says, as JSON. */
export interface MovedDetail {
  /** Number of the shard that the slot has gone to. */
  readonly to: number;
  /** What `sharding.accept` takes there. */
  readonly token: string;
}
