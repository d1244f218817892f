import type { RegionControl, RegionMove, Survey, Tasks } from '../../lib/contract/region-control';
import type { RegionPlan } from '../../lib/contract/region-plan/plan';
import type { Shares } from '../../lib/contract/region-plan/shares';
import type { Promotion } from '../../lib/contract/region-plan/steps';
import type { Weights } from '../../lib/contract/region-plan/weights';

/**
 * What a place where regions are moved has to offer: AWS, or clusters on one machine. Each is as if done once, however often it is done, and
 * answers at once: who waits is the executor.
 */
export interface Levers {
  /** How things are in regions, and what the edge is told. */
  survey(regions: readonly string[]): Promise<Survey>;
  /** Why regions could not carry these shares of the load; nothing when they could. */
  shortOf(floors: Shares, survey: Survey): Promise<readonly string[]>;
  /** Asks for as much as carries shares of the load, and never for less than before. */
  raiseFloors(floors: Shares, survey: Survey): Promise<void>;
  /** What has been asked for in these regions and is not there yet. */
  missing(regions: readonly string[]): Promise<readonly string[]>;
  /** The least tasks become what is said. */
  setFloors(tasks: Tasks): Promise<void>;
  /** Seconds that the copy of a shard in a region is behind the writer, 0 in the writer itself; nothing where it follows nobody. */
  lagOf(region: string, writer: string, shard: number): Promise<number | undefined>;
  /** The edge sends viewers accordingly. */
  shift(weights: Weights): Promise<void>;
  /** What users suffer from in these regions; nothing while they are well. */
  complaints(regions: readonly string[]): Promise<readonly string[]>;
  /** Begins to make a region the one that writes to a shard. */
  promote(region: string, promotion: Promotion, writer: string, shard: number): Promise<void>;
  /** Whether it is, and accepts writes. */
  isPromoted(region: string, promotion: Promotion, shard: number): Promise<boolean>;
  /** The edge sends writes there. */
  sendWrites(region: string): Promise<void>;
}

/** The record of the control table, with the number of the write that it is from: 0 while there is none. */
export interface Stored {
  readonly control?: RegionControl;
  readonly version: number;
}

/** Where it is written down how things are. */
export interface ControlStore {
  read(): Promise<Stored>;
  /** Writes it, unless somebody has written since that version; says whether it has. */
  write(control: RegionControl, version: number): Promise<boolean>;
  /** Writes down that a move is over. */
  keep(move: RegionMove, outcome: 'done' | 'taken back' | 'replaced', ended: string): Promise<void>;
}

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(seconds: number): Promise<void>;
}

/** Where a move is done. */
export interface MoveGround {
  readonly plan: RegionPlan;
  readonly levers: Levers;
  /** Numbers of the databases that are promoted: 0 alone where there are no shards. */
  readonly shards: readonly number[];
  readonly store: ControlStore;
  readonly clock: Clock;
  /** Who does it: another one for each run. */
  readonly holder: string;
  /** Told of each line of progress. */
  readonly say: (line: string) => void;
}
