/** How several regions share the work. */
export enum RegionMode {
  /** Home serves everybody. The others are warm standbys: complete, but scaled down to a part of what home has. */
  ACTIVE_PASSIVE = 'active-passive',
  /** Every region serves the viewers near it, and always has room for those of any one region that is lost. */
  ACTIVE_ACTIVE = 'active-active',
}

/** Databases by the names that the reference app gives them. */
export const DATABASE_KINDS = ['aurora-postgres', 'rds-postgres', 'rds-mysql'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** Who decides that a region is given up: the alarm itself, or a person whom it wakes. */
export const DECISIONS = ['alarm', 'person'] as const;
export type Decision = (typeof DECISIONS)[number];

/**
 * Where viewers go who have lost their region: to whichever other one is nearest, as the edge decides it, which may be the same for all of them;
 * or to all others alike.
 */
export const OVERFLOWS = ['nearest', 'shared'] as const;
export type Overflow = (typeof OVERFLOWS)[number];

/** At most so many regions: each adds orders of places to the function of the edge, whose size is limited, and a copy of all that is stored. */
export const MAX_REGIONS = 6;

/** Part of home's capacity that a warm standby has where nobody says otherwise. */
export const DEFAULT_STANDBY_FACTOR = 0.5;

/** How long the loss of a region may be felt, and how much of what was written last may be lost with it. */
export interface RecoveryObjective {
  readonly timeSeconds: number;
  /** Of the database: objects, sessions and messages are told of by `replication`. */
  readonly pointSeconds: number;
}

/** Several regions and what is wanted of them. Everything else in this folder follows from it. */
export interface RegionPlan {
  /** The first is home: the database is written there, and what exists once is there. The others in the order in which they stand in. */
  readonly regions: readonly string[];
  readonly mode: RegionMode;
  readonly database: DatabaseKind;
  /** Part of home's capacity that each standby always has, 0.1 to 1. Only with `ACTIVE_PASSIVE`. */
  readonly standbyFactor?: number;
  /** Share of the load of each region, in the order of `regions`; equal where it is left out. Only with `ACTIVE_ACTIVE`. */
  readonly loadShares?: readonly number[];
  /** `nearest` where it is left out: what regions have to be able to carry depends on it. Of no consequence with `ACTIVE_PASSIVE`. */
  readonly overflow?: Overflow;
  /** `alarm` where it is left out. */
  readonly decision?: Decision;
  /** What is promised; nothing where it is left out. */
  readonly objective?: RecoveryObjective;
}

/** What is wrong with a plan, in the words of the constructs' errors; nothing when it can be worked with. */
export function brokenPlanRules(plan: RegionPlan): string[] {
  return [...regionRules(plan.regions), ...factorRules(plan), ...shareRules(plan), ...objectiveRules(plan)];
}

/** What is wrong with a list of regions. */
export function regionRules(regions: readonly string[], property = 'regions'): string[] {
  if (!Array.isArray(regions) || regions.length < 1 || regions.length > MAX_REGIONS) {
    return [`${property} must hold 1 to ${MAX_REGIONS} regions, got ${JSON.stringify(regions)}; name home first`];
  }
  const named: readonly string[] = regions as readonly string[];
  const twice = named.find((region, index) => named.indexOf(region) !== index);
  if (twice === undefined) return [];
  return [`${property} must name each region once, got ${JSON.stringify(regions)}; leave out the second ${twice}`];
}

function factorRules({ mode, standbyFactor }: RegionPlan): string[] {
  if (standbyFactor === undefined) return [];
  if (mode === RegionMode.ACTIVE_ACTIVE) {
    return [
      `standbyFactor must be left out with RegionMode.ACTIVE_ACTIVE, got ${standbyFactor}; no region stands by, each always has what the loss of another asks of it`,
    ];
  }
  if (standbyFactor >= 0.1 && standbyFactor <= 1) return [];
  return [
    `standbyFactor must be between 0.1 and 1, got ${standbyFactor}; it is the part of home's capacity that a standby always has`,
  ];
}

function shareRules({ mode, regions, loadShares }: RegionPlan): string[] {
  if (loadShares === undefined) return [];
  const shown = JSON.stringify(loadShares);
  if (mode === RegionMode.ACTIVE_PASSIVE) {
    return [`loadShares must be left out with RegionMode.ACTIVE_PASSIVE, got ${shown}; home serves everybody`];
  }
  const sum = loadShares.reduce((total, share) => total + share, 0);
  const isWhole = Math.abs(sum - 1) < 1e-9 && loadShares.every((share) => share > 0);
  if (isWhole && loadShares.length === regions.length) return [];
  return [
    `loadShares must be a share above 0 for each of ${regions.length} regions, 1 together, got ${shown}; leave them out for equal shares`,
  ];
}

function objectiveRules({ regions, objective }: RegionPlan): string[] {
  if (objective === undefined) return [];
  const { timeSeconds, pointSeconds } = objective;
  return [
    ...(timeSeconds > 0
      ? []
      : [`recoveryTime must be above 0 seconds, got ${timeSeconds}; say how long an outage may last`]),
    ...(pointSeconds >= 0
      ? []
      : [`recoveryPoint must be 0 seconds or more, got ${pointSeconds}; say how much may be lost`]),
    ...(regions.length === 1
      ? [
          `regions must be two or more with a recovery objective, got ${JSON.stringify(regions)}; add a region, or leave the objective out: what is lost with the only region comes back from a backup`,
        ]
      : []),
  ];
}
