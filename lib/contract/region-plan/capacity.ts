import { DEFAULT_STANDBY_FACTOR, RegionMode, type RegionPlan } from './plan';
import { mostWithout, sharesAtRest } from './shares';

/** What a region has to be able to carry, as shares of the whole load. */
export interface RegionCapacity {
  readonly region: string;
  /** While every region is well. */
  readonly atRest: number;
  /** At most, when any one other region is lost: what its maximum has to allow. */
  readonly worst: number;
  /** The region whose loss asks for it; none when no loss asks for more than there is at rest. */
  readonly worstLoss?: string;
  /** `worst` as a multiple of `atRest`; none for a standby, which has no load of its own. */
  readonly multiple?: number;
  /** What stands there always, without anything having to be started: what its minimum has to be. */
  readonly standing: number;
}

/**
 * N-1: what each region needs so that the loss of any single other one is carried: of equal regions twice the load, or `n / (n - 1)` times where
 * viewers are shared. With `ACTIVE_ACTIVE` all of it always stands there, since
 * capacity that has to be started in the hour of an outage, when everybody asks for it, may not be had. A standby is scaled up first:
 * Region switch does not promise that capacity can be had either
 * (https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-execution-blocks.html); a factor of 1 needs none.
 */
export function regionCapacities(plan: RegionPlan): RegionCapacity[] {
  const rest = sharesAtRest(plan);
  return plan.regions.map((region) => {
    const atRest = rest[region];
    const { worst, worstLoss } = worstOf(plan, region, atRest);
    return {
      region,
      atRest,
      worst,
      ...(worstLoss === undefined ? {} : { worstLoss }),
      ...(atRest === 0 ? {} : { multiple: worst / atRest }),
      standing: standing(plan, region, worst),
    };
  });
}

function worstOf(plan: RegionPlan, region: string, atRest: number): { worst: number; worstLoss?: string } {
  return plan.regions
    .filter((other) => other !== region)
    .map((worstLoss) => ({ worst: mostWithout(plan, [worstLoss])[region], worstLoss }))
    .reduce<{ worst: number; worstLoss?: string }>((most, one) => (one.worst > most.worst ? one : most), {
      worst: atRest,
    });
}

function standing(plan: RegionPlan, region: string, worst: number): number {
  const { mode, regions, standbyFactor = DEFAULT_STANDBY_FACTOR } = plan;
  return mode === RegionMode.ACTIVE_ACTIVE || region === regions[0] ? worst : standbyFactor;
}
