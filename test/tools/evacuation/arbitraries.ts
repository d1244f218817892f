import fc from 'fast-check';
import type { MoveRequest } from '../../../lib/contract/region-control';
import { RegionMode, type RegionPlan } from '../../../lib/contract/region-plan/plan';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2', 'eu-central-1', 'ap-southeast-2'];

/** Plans of two to six regions, in both modes and with both engines. */
export const plans: fc.Arbitrary<RegionPlan> = fc.record({
  regions: fc.integer({ min: 2, max: REGIONS.length }).map((count) => REGIONS.slice(0, count)),
  mode: fc.constantFrom(RegionMode.ACTIVE_ACTIVE, RegionMode.ACTIVE_PASSIVE),
  database: fc.constantFrom('aurora-postgres' as const, 'rds-postgres' as const),
});

/** Numbers of databases: mostly one, or some shards. */
export const shardLists: fc.Arbitrary<readonly number[]> = fc.constantFrom([0], [0], [0, 1], [0, 1, 2]);

/** A plan and an evacuation that it allows. */
export const evacuations: fc.Arbitrary<{ plan: RegionPlan; request: MoveRequest }> = plans.chain((plan) =>
  fc
    .record({
      kind: fc.constant('evacuate' as const),
      region: fc.constantFrom(...plan.regions),
      promote: fc.boolean(),
      isLost: fc.boolean(),
      stepPercent: fc.constantFrom(25, 40, 100),
      watchSeconds: fc.constantFrom(1, 12),
      isNamed: fc.boolean(),
    })
    .map(({ isNamed, ...request }) => {
      const to = plan.regions.filter((region) => region !== request.region).at(-1);
      return { plan, request: isNamed ? { ...request, to } : request };
    }),
);

/** The way back. */
export function backOf(request: MoveRequest): MoveRequest {
  return { ...request, kind: 'return', to: undefined, isLost: false };
}
