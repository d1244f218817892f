import * as fc from 'fast-check';
import { initialRouting, type EdgeRouting } from '../../lib/contract/edge-routing';
import { brokenRoutingRules } from '../../lib/contract/edge-routing-rules';
import { withoutRegion, withRegion, writtenIn } from '../../lib/contract/edge-routing-moves';
import { RegionMode, weightsAtRest, type RegionPlan } from '../../lib/contract/region-plan';
import { plans, runs } from './region-plan/generators';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];
const ACTIVE: RegionPlan = { regions: REGIONS, mode: RegionMode.ACTIVE_ACTIVE, database: 'aurora-postgres' };
const PASSIVE: RegionPlan = { ...ACTIVE, mode: RegionMode.ACTIVE_PASSIVE };

function atRest(plan: RegionPlan): EdgeRouting {
  const weights = weightsAtRest(plan);
  const regions = plan.regions.map((name) => ({ name, origin: name, weight: weights[name] }));
  return initialRouting(regions, plan.regions[0]);
}

function shown({ regions }: EdgeRouting): string[] {
  return regions.map(({ name, weight, healthy }) => `${name} ${weight}${healthy ? '' : ' lost'}`);
}

test('of active regions the lost one gets nobody, and the others have room', () => {
  expect(shown(withoutRegion(ACTIVE, atRest(ACTIVE), 'eu-west-1'))).toEqual([
    'eu-west-1 0 lost',
    'us-east-1 100',
    'ap-northeast-1 100',
  ]);
});

test('of standbys the first one that is left takes over', () => {
  const first = withoutRegion(PASSIVE, atRest(PASSIVE), 'eu-west-1');
  expect(shown(first)).toEqual(['eu-west-1 0 lost', 'us-east-1 100', 'ap-northeast-1 0']);
  expect(shown(withoutRegion(PASSIVE, first, 'us-east-1'))).toEqual([
    'eu-west-1 0 lost',
    'us-east-1 0 lost',
    'ap-northeast-1 100',
  ]);
});

test('of active regions one that was evacuated before stays so', () => {
  const routing = atRest(ACTIVE);
  const evacuated = { ...routing, regions: routing.regions.map((one, i) => (i === 2 ? { ...one, weight: 0 } : one)) };
  expect(shown(withoutRegion(ACTIVE, evacuated, 'eu-west-1'))).toEqual([
    'eu-west-1 0 lost',
    'us-east-1 100',
    'ap-northeast-1 0',
  ]);
});

test.each([ACTIVE, PASSIVE])('whatever is left is entered again as if nothing had been (%#)', (plan) => {
  fc.assert(
    fc.property(fc.constantFrom(...REGIONS), (region) => {
      const before = atRest(plan);
      expect(withRegion(plan, withoutRegion(plan, before, region), region)).toEqual(before);
    }),
  );
});

test('twice is as if once, and makes a value that the edge takes', () => {
  fc.assert(
    fc.property(plans(2), fc.nat(), (plan, index) => {
      const region = plan.regions[index % plan.regions.length];
      const once = withoutRegion(plan, atRest(plan), region);
      expect(withoutRegion(plan, once, region)).toEqual(once);
      expect(brokenRoutingRules(once)).toEqual([]);
      const back = withRegion(plan, once, region);
      expect(withRegion(plan, back, region)).toEqual(back);
    }),
    runs,
  );
});

test('the last region is not left', () => {
  const pair = { ...ACTIVE, regions: REGIONS.slice(0, 2) };
  const lost = withoutRegion(pair, atRest(pair), 'eu-west-1');
  expect(() => withoutRegion(pair, lost, 'us-east-1')).toThrow(
    'away must leave another region than us-east-1, got ["eu-west-1"]; return to one of them first',
  );
});

test('writes go to another region, with the traffic where it is', () => {
  const before = atRest(ACTIVE);
  expect(writtenIn(before, 'us-east-1')).toEqual({ ...before, writer: 'us-east-1' });
  expect(() => writtenIn(before, 'us-west-2')).toThrow(
    'writer must be one of eu-west-1, us-east-1, ap-northeast-1, got us-west-2; the value knows no other',
  );
});
