import { RegionMode, type RegionPlan } from './plan';

/** A share of the whole load for each region of a plan, 1 together; 0 for those that serve nobody. */
export type Shares = Readonly<Record<string, number>>;

/** Who serves what part of all requests while every region is well. */
export function sharesAtRest(plan: RegionPlan): Shares {
  return sharesWithout(plan, []);
}

/**
 * Who serves what while some regions are lost or evacuated. The first that is left stands in for home (`ACTIVE_PASSIVE`), or each is expected to take of
 * the viewers who have lost theirs as large a part as it has of the rest (`ACTIVE_ACTIVE`). Who is near to whom is not in a plan: `mostWithout` says
 * what it can come to.
 */
export function sharesWithout(plan: RegionPlan, lost: readonly string[]): Shares {
  const left = plan.regions.filter((region) => !lost.includes(region));
  if (left.length === 0) throw new RangeError('no region is left to serve anybody');
  if (plan.mode === RegionMode.ACTIVE_PASSIVE) return shares(plan, (region) => (region === left[0] ? 1 : 0));
  const own = plan.loadShares ?? plan.regions.map(() => 1);
  const shareOf = (region: string) => own[plan.regions.indexOf(region)];
  const whole = left.reduce((sum, region) => sum + shareOf(region), 0);
  return shares(plan, (region) => (left.includes(region) ? shareOf(region) / whole : 0));
}

/** The most that each region may have to carry while some are lost: with `nearest`, all of their viewers may come to the same one. */
export function mostWithout(plan: RegionPlan, lost: readonly string[]): Shares {
  if (plan.mode === RegionMode.ACTIVE_PASSIVE || plan.overflow === 'shared') return sharesWithout(plan, lost);
  const rest = sharesAtRest(plan);
  const moved = lost.reduce((sum, region) => sum + rest[region], 0);
  return shares(plan, (region) => (lost.includes(region) ? 0 : rest[region] + moved));
}

/** A situation in which one region's share has gone to another, whatever the plan would have done with it. */
export function sharesMoved(plan: RegionPlan, before: Shares, from: string, to: string): Shares {
  return shares(plan, (region) => {
    if (region === from) return 0;
    return region === to ? before[to] + before[from] : before[region];
  });
}

/** Between two situations: at 0 percent the one, at 100 exactly the other. */
export function sharesBetween(plan: RegionPlan, before: Shares, after: Shares, percent: number): Shares {
  if (percent === 100) return after;
  return shares(plan, (region) => before[region] + ((after[region] - before[region]) * percent) / 100);
}

/** Regions whose share is larger in the second of two situations, in the order of the plan. */
export function gaining({ regions }: RegionPlan, before: Shares, after: Shares): string[] {
  return regions.filter((region) => after[region] > before[region]);
}

function shares({ regions }: RegionPlan, shareOf: (region: string) => number): Shares {
  return Object.fromEntries(regions.map((region) => [region, shareOf(region)]));
}
