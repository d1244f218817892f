import type { RegionPlan } from './region-plan/plan';
import type { Weights } from './region-plan/weights';

/**
 * What is written down about several regions while they run, in the control table (DynamoDB, one copy in each region). Templates hold none of it:
 * a deployment takes no evacuation back.
 */

/** Partition key of the table, a string. */
export const CONTROL_KEY = 'record';

/** Key of the one item that says how things are. */
export const REGIONS_RECORD = 'regions';

/** Number that grows with each write of an item: who writes names the one that was read. */
export const CONTROL_VERSION = 'version';

/** What an item says, as JSON. */
export const CONTROL_VALUE = 'value';

/** Key of the item that tells of a move that is over. */
export function historyRecord({ began }: Pick<RegionMove, 'began'>): string {
  return `move#${began}`;
}

/** Numbers of tasks, by region and service. */
export type Tasks = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How things were when a move began. An interrupted move goes on counting from these figures. */
export interface Survey {
  readonly weights: Weights;
  /** The least tasks that scaling keeps. */
  readonly minimums: Tasks;
  readonly running: Tasks;
}

/** What was asked for. */
export interface MoveRequest {
  readonly kind: 'evacuate' | 'return';
  readonly region: string;
  /** The one region that takes over. */
  readonly to?: string;
  readonly promote: boolean;
  readonly isLost: boolean;
  /** Percent, 1 to 100. */
  readonly stepPercent: number;
  readonly watchSeconds: number;
}

/** How far promotions are, by the number of the shard: a database that is the only one has the number 0. */
export type Promotions = Readonly<Record<number, 'begun' | 'done'>>;

/** A move that is in progress. */
export interface RegionMove {
  /** As it was said: who says it again resumes. */
  readonly asked: MoveRequest;
  /** What was made of it. */
  readonly request: MoveRequest;
  /** ISO time. */
  readonly began: string;
  /** Other regions that were away, and who wrote, when it began: its steps follow from them. */
  readonly away: readonly string[];
  readonly writer: string;
  readonly survey: Survey;
  /** Steps that are done: the next one may have been begun. Taken back, it falls again. */
  readonly done: number;
  /** How far the promotion of each database is, by the number of its shard; none before the first has begun. */
  readonly promotions?: Promotions;
  /** Why it is taken back. */
  readonly takenBack?: readonly string[];
  /** Who works on it, and until when nobody else does unless that one lets it go (ISO time). */
  readonly holder: string;
  readonly heldUntil: string;
}

/** How things are. */
export interface RegionControl {
  readonly away: readonly string[];
  /** Those of `away` that were lost: nobody asks them anything. */
  readonly lost: readonly string[];
  readonly writer: string;
  /** For a region that is away, the one that took over where it was named. */
  readonly takers: Readonly<Record<string, string>>;
  /** The least tasks as they were before anybody raised them; none while nothing is raised. */
  readonly minimums: Tasks;
  readonly move?: RegionMove;
}

/** How things are while nobody has ever moved a region. */
export function controlAtRest({ regions }: RegionPlan): RegionControl {
  return { away: [], lost: [], writer: regions[0], takers: {}, minimums: {} };
}

/** Whether somebody asks for what is in progress. */
export function isSameRequest(one: MoveRequest, other: MoveRequest): boolean {
  const text = (request: MoveRequest) =>
    JSON.stringify([
      request.kind,
      request.region,
      request.to,
      request.promote,
      request.isLost,
      request.stepPercent,
      request.watchSeconds,
    ]);
  return text(one) === text(other);
}

/**
 * The region whose copy of the table is written: the first that is not lost. Of two writes in different regions the last one wins, whatever was
 * read before (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html), so everybody has to use the same.
 */
export function leadingRegion({ regions }: RegionPlan, { lost }: Pick<RegionControl, 'lost'>): string {
  const leading = regions.find((region) => !lost.includes(region));
  if (leading === undefined) throw new RangeError('no region is left to lead a move');
  return leading;
}

/** The value as it is stored. */
export function renderControl(control: RegionControl): string {
  return JSON.stringify(control);
}

/** What `renderControl` wrote. */
export function readControl(value: string): RegionControl {
  return JSON.parse(value) as RegionControl;
}
