import { regionCapacities } from './capacity';
import type { RegionPlan } from './plan';
import { plannedLoss } from './replication';
import { gaining, mostWithout, sharesBetween, sharesMoved, sharesWithout, type Shares } from './shares';
import type { CapacityStep, PromoteStep, Promotion, ReplicationStep, ShiftStep, Step, WatchStep } from './steps';
import { weightsBetween } from './weights';

/** How far each step moves the traffic of a region, and how long each is watched, where nobody says otherwise. */
export const DEFAULT_STEP_PERCENT = 25;
export const DEFAULT_WATCH_SECONDS = 75;

/** What is known and wanted when a region is left, or returned to. All of it may be left out. */
export interface MoveOptions {
  /** Other regions that are evacuated or lost; none. */
  readonly away?: readonly string[];
  /** The one region that takes over, or had taken over; else those that the plan says. */
  readonly to?: string;
  /** The region that writes; home. */
  readonly writer?: string;
  /** Whether the writer moves along: only when asked, or when its region is lost. */
  readonly promote?: boolean;
  /** The region is gone: nothing in it is waited for, and all of its traffic moves at once. */
  readonly isLost?: boolean;
  /** Percent of the way that a step does, a whole number from 1 to 100. */
  readonly stepPercent?: number;
  readonly watchSeconds?: number;
}

/** Why a region cannot be left, or returned to, in that way. */
export function brokenMoveRules({ regions }: RegionPlan, region: string, options: MoveOptions = {}): string[] {
  const { away = [], to, writer, stepPercent = DEFAULT_STEP_PERCENT } = options;
  const choices = regions.filter((other) => other !== region && !away.includes(other));
  if (choices.length === 0) {
    return [`away must leave another region than ${region}, got ${JSON.stringify(away)}; return to one of them first`];
  }
  const known = (property: string, value: string | undefined, among: readonly string[]) =>
    value === undefined || among.includes(value)
      ? []
      : [`${property} must be one of ${among.join(', ')}, got ${JSON.stringify(value)}; name one of them`];
  return [
    ...known(
      'region',
      region,
      regions.filter((other) => !away.includes(other)),
    ),
    ...known('to', to, choices),
    ...known('writer', writer, regions),
    ...(Number.isInteger(stepPercent) && stepPercent >= 1 && stepPercent <= 100
      ? []
      : [
          `stepPercent must be a whole number between 1 and 100, got ${stepPercent}; 1 is the smallest step that the edge knows`,
        ]),
  ];
}

/**
 * The steps that empty a region: capacity first, then traffic, then the writer. Of a region that is lost, traffic goes in one step, and before the
 * writer: reads come back while the database is still being promoted.
 */
export function evacuationPlan(plan: RegionPlan, region: string, options: MoveOptions = {}): Step[] {
  const { away = [], to, writer = plan.regions[0], isLost = false, promote = isLost } = options;
  const { full, empty } = situations(plan, region, options);
  const takers = gaining(plan, full, empty);
  const successor = to ?? takers[0] ?? plan.regions.find((other) => other !== region && !away.includes(other)) ?? '';
  const moves = promote && writer === region;
  const needed = larger(plan, empty, mostWithout(plan, [...away, region]));
  return [
    ...(isLost ? [] : capacity(['check-capacity'], takers, needed)),
    ...(moves && !isLost ? [replicationOf(plan, successor)] : []),
    ...capacity(['raise-floor', 'wait-capacity'], takers, needed),
    ...shifts(plan, region, [full, empty], isLost ? { ...options, stepPercent: 100 } : options),
    ...(moves ? [promotion(plan, successor, isLost)] : []),
    { kind: 'record', regions: [region], away: [...away, region], writer: moves ? successor : writer },
  ];
}

/** The steps that fill a region again, to what it is without the evacuation. */
export function returnPlan(plan: RegionPlan, region: string, options: MoveOptions = {}): Step[] {
  const { away = [], writer = plan.regions[0], promote = false } = options;
  const { full, empty } = situations(plan, region, options);
  const takers = gaining(plan, empty, full);
  const moves = promote && writer !== region;
  const needed = larger(plan, full, mostWithout(plan, away));
  return [
    ...capacity(['check-capacity'], takers, needed),
    replicationOf(plan, region),
    ...capacity(['raise-floor', 'wait-capacity'], takers, needed),
    ...shifts(plan, region, [empty, full], options),
    ...(moves ? [promotion(plan, region, false)] : []),
    { kind: 'reset-floor', ...floorsAfter(plan, needed, away) },
    { kind: 'record', regions: [region], away: [...away], writer: moves ? region : writer },
  ];
}

/** Who serves what with a region, and without it. */
function situations(plan: RegionPlan, region: string, { away = [], to }: MoveOptions): { full: Shares; empty: Shares } {
  const full = sharesWithout(plan, away);
  const empty = to === undefined ? sharesWithout(plan, [...away, region]) : sharesMoved(plan, full, region, to);
  return { full, empty };
}

function capacity(kinds: readonly CapacityStep['kind'][], regions: readonly string[], needed: Shares): CapacityStep[] {
  const floors = Object.fromEntries(regions.map((region) => [region, needed[region]]));
  return regions.length === 0 ? [] : kinds.map((kind) => ({ kind, regions, floors }));
}

/** What always stands in each region that is there, or what it may have to carry where that is more. */
function floorsAfter(plan: RegionPlan, needed: Shares, away: readonly string[]): Omit<CapacityStep, 'kind'> {
  const there = regionCapacities(plan).filter(({ region }) => !away.includes(region));
  return {
    regions: there.map(({ region }) => region),
    floors: Object.fromEntries(there.map(({ region, standing }) => [region, Math.max(standing, needed[region])])),
  };
}

/** The larger of two for each region. */
function larger({ regions }: RegionPlan, one: Shares, other: Shares): Shares {
  return Object.fromEntries(regions.map((region) => [region, Math.max(one[region], other[region])]));
}

function replicationOf({ database }: RegionPlan, region: string): ReplicationStep {
  return { kind: 'check-replication', regions: [region], seconds: plannedLoss(database).seconds };
}

/** A region without traffic is shut off, or open again, in one step. */
function shifts(
  plan: RegionPlan,
  region: string,
  [before, after]: readonly [Shares, Shares],
  { away = [], to, stepPercent = DEFAULT_STEP_PERCENT, watchSeconds = DEFAULT_WATCH_SECONDS }: MoveOptions,
): (ShiftStep | WatchStep)[] {
  const watched = gaining(plan, before, after);
  const size = watched.length === 0 ? 100 : stepPercent;
  return Array.from({ length: Math.ceil(100 / size) }, (_step, index) => {
    const percent = Math.min(100, (index + 1) * size);
    const shift: ShiftStep = {
      kind: 'shift',
      regions: [region],
      percent,
      weights: weightsBetween(plan, { region, away, to, before, after, percent }),
      shares: sharesBetween(plan, before, after, percent),
    };
    const watch: WatchStep = { kind: 'watch', regions: watched, seconds: watchSeconds };
    return watched.length === 0 ? [shift] : [shift, watch];
  }).flat();
}

function promotion({ database }: RegionPlan, region: string, isLost: boolean): PromoteStep {
  const planned: Promotion = isLost ? 'failover' : 'switchover';
  return { kind: 'promote', regions: [region], promotion: database === 'aurora-postgres' ? planned : 'replica' };
}
