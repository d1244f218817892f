import * as fc from 'fast-check';
import {
  RegionMode,
  sharesAtRest,
  sharesBetween,
  sharesMoved,
  sharesWithout,
  type RegionPlan,
  type Shares,
} from '../../../lib/contract/region-plan';
import { plans, plansWithLosses, runs } from './generators';

const THREE: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1', 'ap-northeast-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};

const sum = (shares: Shares) => Object.values(shares).reduce((total, share) => total + share, 0);

test('everybody is served, and nobody by a region that is lost', () => {
  fc.assert(
    fc.property(plansWithLosses(), ({ plan, lost }) => {
      const shares = sharesWithout(plan, lost);
      expect(Object.keys(shares)).toEqual(plan.regions);
      expect(sum(shares)).toBeCloseTo(1, 9);
      for (const region of plan.regions) {
        expect(shares[region]).toBeGreaterThanOrEqual(0);
        if (lost.includes(region)) expect(shares[region]).toBe(0);
      }
    }),
    runs,
  );
});

test('nobody who is served by a region that stays is moved', () => {
  fc.assert(
    fc.property(plansWithLosses(), ({ plan, lost }) => {
      const [rest, shares] = [sharesAtRest(plan), sharesWithout(plan, lost)];
      for (const region of plan.regions.filter((one) => !lost.includes(one))) {
        expect(shares[region]).toBeGreaterThanOrEqual(rest[region] - 1e-9);
      }
    }),
    runs,
  );
});

test('between two situations everybody is served, too', () => {
  fc.assert(
    fc.property(plansWithLosses(2), fc.integer({ min: 0, max: 100 }), ({ plan, lost }, percent) => {
      const [rest, shares] = [sharesAtRest(plan), sharesWithout(plan, lost)];
      expect(sum(sharesBetween(plan, rest, shares, percent))).toBeCloseTo(1, 9);
      expect(sharesBetween(plan, rest, shares, 100)).toEqual(shares);
    }),
    runs,
  );
});

test('standbys serve nobody, and the first that is left stands in for home', () => {
  fc.assert(
    fc.property(plansWithLosses(), ({ plan, lost }) => {
      fc.pre(plan.mode === RegionMode.ACTIVE_PASSIVE);
      const first = plan.regions.find((region) => !lost.includes(region)) ?? '';
      expect(sharesWithout(plan, lost)[first]).toBe(1);
      expect(sharesAtRest(plan)[plan.regions[0]]).toBe(1);
    }),
    runs,
  );
});

test('regions share viewers equally, unless the plan says how', () => {
  expect(sharesAtRest(THREE)).toEqual({ 'eu-west-1': 1 / 3, 'us-east-1': 1 / 3, 'ap-northeast-1': 1 / 3 });
  const uneven = { ...THREE, loadShares: [0.5, 0.375, 0.125] };
  expect(sharesWithout(uneven, ['eu-west-1'])).toEqual({ 'eu-west-1': 0, 'us-east-1': 0.75, 'ap-northeast-1': 0.25 });
});

test('one region can take over alone', () => {
  const rest = { 'eu-west-1': 0.5, 'us-east-1': 0.375, 'ap-northeast-1': 0.125 };
  expect(sharesMoved(THREE, rest, 'eu-west-1', 'ap-northeast-1')).toEqual({
    'eu-west-1': 0,
    'us-east-1': 0.375,
    'ap-northeast-1': 0.625,
  });
});

test('refuses that all regions are lost', () => {
  fc.assert(
    fc.property(plans(), (plan) => {
      expect(() => sharesWithout(plan, plan.regions)).toThrow('no region is left to serve anybody');
    }),
    runs,
  );
});
