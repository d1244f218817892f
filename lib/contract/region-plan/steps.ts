import type { Shares } from './shares';
import type { Weights } from './weights';

/** How the region that writes changes. */
export type Promotion =
  /** Aurora, while both regions are well: nothing is lost. */
  | 'switchover'
  /** Aurora, from a region that is gone: what was not copied is lost. */
  | 'failover'
  /** RDS: the replica becomes a database of its own, after the writes to the old one have been stopped. */
  | 'replica';

/** Capacity, as shares of the whole load: whether it could be had, asked for as the least there may be, there, or given back. */
export interface CapacityStep {
  readonly kind: 'check-capacity' | 'raise-floor' | 'wait-capacity' | 'reset-floor';
  readonly regions: readonly string[];
  readonly floors: Shares;
}

/** The copy in a region is at most so far behind the writer. */
export interface ReplicationStep {
  readonly kind: 'check-replication';
  readonly regions: readonly string[];
  readonly seconds: number;
}

/** Traffic is as said, whatever it was before. */
export interface ShiftStep {
  readonly kind: 'shift';
  /** The region that is left or returned to. */
  readonly regions: readonly string[];
  /** How much of the way is done: 100 is the end of it. */
  readonly percent: number;
  /** What the edge is told. */
  readonly weights: Weights;
  /** What is expected of it. */
  readonly shares: Shares;
}

/** What users see in the regions that got more stays good for so long, or the step before is taken back. */
export interface WatchStep {
  readonly kind: 'watch';
  readonly regions: readonly string[];
  readonly seconds: number;
}

/** A region becomes the one that writes. */
export interface PromoteStep {
  readonly kind: 'promote';
  readonly regions: readonly string[];
  readonly promotion: Promotion;
}

/** It is written down which regions are away, and who writes. */
export interface RecordStep {
  readonly kind: 'record';
  readonly regions: readonly string[];
  readonly away: readonly string[];
  readonly writer: string;
}

/**
 * A step of an evacuation or of a return. Each says how things are after it, not by how much they change: done twice it is as if done once,
 * and who was interrupted does the step again.
 */
export type Step = CapacityStep | ReplicationStep | ShiftStep | WatchStep | PromoteStep | RecordStep;
