import * as fc from 'fast-check';
import { RegionMode, readRegionPlan, renderRegionPlan, type RegionPlan } from '../../../lib/contract/region-plan';
import { plans, runs } from './generators';

const PLAN: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};

test('is read as it was written', () => {
  fc.assert(
    fc.property(plans(), (plan) => {
      expect(readRegionPlan(renderRegionPlan(plan))).toEqual(plan);
    }),
    runs,
  );
});

test.each([
  { timeSeconds: 285, pointSeconds: 5 },
  { timeSeconds: 285, pointSeconds: Infinity },
  { timeSeconds: Infinity, pointSeconds: 5 },
])('keeps an objective, of which one part may be left open: %j', (objective) => {
  expect(readRegionPlan(renderRegionPlan({ ...PLAN, objective }))).toEqual({ ...PLAN, objective });
});

test('fits into a parameter', () => {
  fc.assert(
    fc.property(plans(6), (plan) => renderRegionPlan(plan).length < 1024),
    runs,
  );
});
