import * as fc from 'fast-check';
import {
  mostWithout,
  regionCapacities,
  RegionMode,
  sharesWithout,
  type RegionPlan,
} from '../../../lib/contract/region-plan';
import { plans, runs } from './generators';

const PASSIVE: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1', 'ap-northeast-1'],
  mode: RegionMode.ACTIVE_PASSIVE,
  database: 'rds-mysql',
};

test('every single loss is carried, by what stands there always where all regions are active', () => {
  fc.assert(
    fc.property(plans(), (plan) => {
      const capacities = regionCapacities(plan);
      expect(capacities.map(({ region }) => region)).toEqual(plan.regions);
      for (const lost of [[], ...(plan.regions.length > 1 ? plan.regions.map((region) => [region]) : [])]) {
        const shares = sharesWithout(plan, lost);
        for (const { region, worst, standing } of capacities) {
          const most = Math.max(shares[region], mostWithout(plan, lost)[region]) - 1e-9;
          expect(worst).toBeGreaterThanOrEqual(most);
          if (plan.mode === RegionMode.ACTIVE_ACTIVE) expect(standing).toBeGreaterThanOrEqual(most);
        }
      }
    }),
    runs,
  );
});

test('no more is asked for than the worst loss takes', () => {
  fc.assert(
    fc.property(plans(2), (plan) => {
      for (const { region, atRest, worst, worstLoss, multiple } of regionCapacities(plan)) {
        expect(worst).toBe(worstLoss === undefined ? atRest : mostWithout(plan, [worstLoss])[region]);
        if (multiple !== undefined) expect(multiple * atRest).toBeCloseTo(worst, 9);
      }
    }),
    runs,
  );
});

test('all viewers of a lost region may come to the same neighbour, unless they are shared', () => {
  fc.assert(
    fc.property(plans(2), (plan) => {
      fc.pre(plan.mode === RegionMode.ACTIVE_ACTIVE && plan.overflow !== 'shared');
      const capacities = regionCapacities(plan);
      for (const { region, standing } of capacities) {
        for (const lost of capacities.filter((other) => other.region !== region)) {
          const own = capacities.find((one) => one.region === region)?.atRest ?? NaN;
          expect(standing).toBeGreaterThanOrEqual(own + lost.atRest);
        }
      }
    }),
    runs,
  );
});

test.each([
  [2, 2],
  [3, 1.5],
  [4, 4 / 3],
  [6, 1.2],
])('each of %d equal regions carries twice its load, or %d times where viewers are shared', (count, multiple) => {
  const regions = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count);
  const plan: RegionPlan = { regions, mode: RegionMode.ACTIVE_ACTIVE, database: 'rds-mysql' };
  for (const capacity of regionCapacities(plan)) expect(capacity.multiple).toBeCloseTo(2, 12);
  for (const capacity of regionCapacities({ ...plan, overflow: 'shared' })) {
    expect(capacity.multiple).toBeCloseTo(multiple, 12);
  }
});

test('a region that is smaller than its neighbour carries more times its load', () => {
  const plan: RegionPlan = { ...PASSIVE, mode: RegionMode.ACTIVE_ACTIVE, loadShares: [0.5, 0.25, 0.25] };
  expect(regionCapacities(plan)).toEqual([
    { region: 'eu-west-1', atRest: 0.5, worst: 0.75, worstLoss: 'us-east-1', multiple: 1.5, standing: 0.75 },
    { region: 'us-east-1', atRest: 0.25, worst: 0.75, worstLoss: 'eu-west-1', multiple: 3, standing: 0.75 },
    { region: 'ap-northeast-1', atRest: 0.25, worst: 0.75, worstLoss: 'eu-west-1', multiple: 3, standing: 0.75 },
  ]);
  expect(regionCapacities({ ...plan, overflow: 'shared' }).map(({ standing }) => standing)).toEqual([2 / 3, 0.5, 0.5]);
});

test('the first standby can become home, and all of them are warm', () => {
  expect(regionCapacities(PASSIVE)).toEqual([
    { region: 'eu-west-1', atRest: 1, worst: 1, multiple: 1, standing: 1 },
    { region: 'us-east-1', atRest: 0, worst: 1, worstLoss: 'eu-west-1', standing: 0.5 },
    { region: 'ap-northeast-1', atRest: 0, worst: 0, standing: 0.5 },
  ]);
  expect(regionCapacities({ ...PASSIVE, standbyFactor: 0.2 }).map(({ standing }) => standing)).toEqual([1, 0.2, 0.2]);
});

test('a single region carries what there is', () => {
  expect(regionCapacities({ ...PASSIVE, regions: ['eu-west-1'] })).toEqual([
    { region: 'eu-west-1', atRest: 1, worst: 1, multiple: 1, standing: 1 },
  ]);
});
