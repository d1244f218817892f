import * as fc from 'fast-check';
import {
  DATABASE_KINDS,
  DECISIONS,
  MAX_REGIONS,
  OVERFLOWS,
  RegionMode,
  type RegionPlan,
} from '../../../lib/contract/region-plan';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'eu-central-1', 'us-west-2', 'ap-southeast-2'];

export const runs = { numRuns: 300, seed: 20261123 };

/** Lists of regions, in any order. */
export const regionLists = (minLength = 1) => fc.shuffledSubarray(REGIONS, { minLength });

const sixWeights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: MAX_REGIONS, maxLength: MAX_REGIONS });

/** Plans that no rule is broken by, of both modes, with and without shares and factors of their own. */
export const plans = (minRegions = 1): fc.Arbitrary<RegionPlan> =>
  fc
    .record({
      regions: regionLists(minRegions),
      mode: fc.constantFrom(RegionMode.ACTIVE_PASSIVE, RegionMode.ACTIVE_ACTIVE),
      database: fc.constantFrom(...DATABASE_KINDS),
      decision: fc.constantFrom(...DECISIONS, undefined),
      overflow: fc.constantFrom(...OVERFLOWS, undefined),
      factor: fc.option(fc.double({ min: 0.1, max: 1, noNaN: true }), { nil: undefined }),
      weights: fc.option(sixWeights, { nil: undefined }),
    })
    .map(({ factor, weights, ...plan }) => ({
      ...plan,
      ...(plan.mode === RegionMode.ACTIVE_PASSIVE
        ? { standbyFactor: factor }
        : { loadShares: weights && normalized(weights.slice(0, plan.regions.length)) }),
    }));

/** A plan and some of its regions that are lost, never all. */
export const plansWithLosses = (minRegions = 1) =>
  plans(minRegions).chain((plan) =>
    fc.record({
      plan: fc.constant(plan),
      lost: fc.shuffledSubarray([...plan.regions], { maxLength: plan.regions.length - 1 }),
    }),
  );

/** A plan of two regions or more, some of which are away, and one that is left or returned to. */
export const moves = plansWithLosses(2)
  .filter(({ plan, lost }) => plan.regions.length - lost.length >= 2)
  .chain(({ plan, lost: away }) => {
    const there = plan.regions.filter((region) => !away.includes(region));
    return fc.record({
      plan: fc.constant(plan),
      away: fc.constant(away),
      pair: fc.shuffledSubarray(there, { minLength: 2, maxLength: 2 }),
      named: fc.boolean(),
      stepPercent: fc.integer({ min: 1, max: 100 }),
    });
  })
  .map(({ plan, away, pair: [region, to], named, stepPercent }) => ({
    plan,
    region,
    options: { away, stepPercent, ...(named ? { to } : {}) },
  }));

function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
