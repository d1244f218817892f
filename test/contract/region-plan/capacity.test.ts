import * as fc from 'fast-check';
import { regionCapacities, RegionMode, sharesWithout, type RegionPlan } from '../../../lib/contract/region-plan';
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
          expect(shares[region]).toBeLessThanOrEqual(worst);
          if (plan.mode === RegionMode.ACTIVE_ACTIVE) expect(shares[region]).toBeLessThanOrEqual(standing);
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
        expect(worst).toBe(worstLoss === undefined ? atRest : sharesWithout(plan, [worstLoss])[region]);
        if (multiple !== undefined) expect(multiple * atRest).toBeCloseTo(worst, 9);
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
])('each of %d equal regions carries %d times its load', (count, multiple) => {
  const regions = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count);
  for (const capacity of regionCapacities({ regions, mode: RegionMode.ACTIVE_ACTIVE, database: 'rds-mysql' })) {
    expect(capacity.multiple).toBeCloseTo(multiple, 12);
  }
});

test('a region that is smaller than its neighbour carries more times its load', () => {
  const plan = { ...PASSIVE, mode: RegionMode.ACTIVE_ACTIVE, loadShares: [0.5, 0.25, 0.25] };
  expect(regionCapacities(plan)).toEqual([
    { region: 'eu-west-1', atRest: 0.5, worst: 2 / 3, worstLoss: 'us-east-1', multiple: 4 / 3, standing: 2 / 3 },
    { region: 'us-east-1', atRest: 0.25, worst: 0.5, worstLoss: 'eu-west-1', multiple: 2, standing: 0.5 },
    { region: 'ap-northeast-1', atRest: 0.25, worst: 0.5, worstLoss: 'eu-west-1', multiple: 2, standing: 0.5 },
  ]);
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
