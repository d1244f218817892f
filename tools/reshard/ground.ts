import type { ShardConnections } from './connections';

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** An item of the control table. */
export interface StoredRecord {
  readonly value?: string;
  /** Number of the write that it is from: 0 while there is none. */
  readonly version: number;
}

/** The control table. */
export interface RecordStore {
  read(record: string): Promise<StoredRecord>;
  /** Writes it as the next version, unless somebody has written since that one; says whether it has. */
  write(record: string, value: string, version: number): Promise<boolean>;
}

/** What slots go through. Drills harm whatever they want to at one of them. */
export const PHASES = [
  'published',
  'receiving',
  'copying',
  'caught-up',
  'fenced',
  'verified',
  'flipped',
  'accepted',
  'map-published',
  'cleaned',
] as const;
export type Phase = (typeof PHASES)[number];

/** Slots that have got to a phase. */
export interface PhaseReached {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
  readonly slots: readonly number[];
}

/** What is kept to, for the sake of those who use the databases. */
export interface Limits {
  /** Seconds that replicas may be behind before slots are moved on. */
  readonly replicaLagSeconds: number;
  /** Backends of a shard that may be at work before slots are moved on. */
  readonly activeBackends: number;
  /** Slots that are copied by one subscription at most. */
  readonly sliceSlots: number;
  /** Slots that are fenced at one time at most. */
  readonly groupSlots: number;
}

export const DEFAULT_LIMITS: Limits = {
  replicaLagSeconds: 5,
  activeBackends: 64,
  sliceSlots: 512,
  groupSlots: 64,
};

/** Where slots are moved. */
export interface ReshardGround {
  readonly connections: ShardConnections;
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Who does it: another one for each run. */
  readonly holder: string;
  /** Told of each line of progress. */
  readonly say: (line: string) => void;
  /** Told of each phase, and waited for. */
  readonly onPhase?: (reached: PhaseReached) => Promise<void> | void;
}
