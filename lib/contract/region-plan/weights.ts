import { RegionMode, type RegionPlan } from './plan';
import type { Shares } from './shares';

/** For each region the percentage of its own viewers that it keeps: what the edge is told. 100 is also room for those whom others give away. */
export type Weights = Readonly<Record<string, number>>;

/** Keeps all but one in a hundred of its own, and has no room: where another region is to take over alone. */
const NO_ROOM = 99;

/** What the edge is told while every region is well: standbys keep nobody. */
export function weightsAtRest(plan: RegionPlan): Weights {
  return weights(plan, (region) => (plan.mode === RegionMode.ACTIVE_ACTIVE || region === plan.regions[0] ? 100 : 0));
}

/** A part of the way from one situation to another, in which one region is left or returned to. */
export interface WeightedMove {
  readonly region: string;
  readonly away: readonly string[];
  /** The one region that takes over, where it is one. */
  readonly to?: string;
  readonly before: Shares;
  readonly after: Shares;
  readonly percent: number;
}

/**
 * What the edge is told on the way. Who comes near the end has room from the beginning, and who is left gives more away in each step: a region's own
 * viewers move one in a hundred for each percent, and nobody else does.
 */
export function weightsBetween(plan: RegionPlan, move: WeightedMove): Weights {
  return plan.mode === RegionMode.ACTIVE_ACTIVE ? active(plan, move) : passive(plan, move);
}

function active(plan: RegionPlan, { region, away, to, before, after, percent }: WeightedMove): Weights {
  const isLeft = after[region] < before[region];
  return weights(plan, (other) => {
    if (away.includes(other)) return 0;
    if (other === region) return isLeft ? 100 - percent : percent;
    return isLeft && to !== undefined && other !== to ? NO_ROOM : 100;
  });
}

/** One region serves everybody before, and one afterwards. */
function passive(plan: RegionPlan, { before, after, percent }: WeightedMove): Weights {
  return weights(plan, (region) => {
    if (after[region] > 0) return 100;
    return before[region] > 0 ? 100 - percent : 0;
  });
}

function weights({ regions }: RegionPlan, weightOf: (region: string) => number): Weights {
  return Object.fromEntries(regions.map((region) => [region, weightOf(region)]));
}
