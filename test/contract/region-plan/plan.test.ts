import * as fc from 'fast-check';
import { brokenPlanRules, RegionMode, type RegionPlan } from '../../../lib/contract/region-plan';
import { plans, runs } from './generators';

const PLAN: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};
const PASSIVE: RegionPlan = { ...PLAN, mode: RegionMode.ACTIVE_PASSIVE };
const SEVEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

test('accepts every plan that the properties are tried with', () => {
  fc.assert(
    fc.property(plans(), (plan) => expect(brokenPlanRules(plan)).toEqual([])),
    runs,
  );
});

test.each<[RegionPlan, string]>([
  [{ ...PLAN, regions: [] }, 'regions must hold 1 to 6 regions, got []; name home first'],
  [{ ...PLAN, regions: SEVEN }, `regions must hold 1 to 6 regions, got ${JSON.stringify(SEVEN)}; name home first`],
  [{ ...PLAN, regions: 'eu-west-1' as never }, 'regions must hold 1 to 6 regions, got "eu-west-1"; name home first'],
  [
    { ...PLAN, regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] },
    'regions must name each region once, got ["eu-west-1","us-east-1","eu-west-1"]; leave out the second eu-west-1',
  ],
  [
    { ...PASSIVE, standbyFactor: 0.05 },
    "standbyFactor must be between 0.1 and 1, got 0.05; it is the part of home's capacity that a standby always has",
  ],
  [
    { ...PASSIVE, standbyFactor: NaN },
    "standbyFactor must be between 0.1 and 1, got NaN; it is the part of home's capacity that a standby always has",
  ],
  [
    { ...PLAN, standbyFactor: 0.5 },
    'standbyFactor must be left out with RegionMode.ACTIVE_ACTIVE, got 0.5; no region stands by, each always has what the loss of another asks of it',
  ],
  [
    { ...PASSIVE, loadShares: [0.5, 0.5] },
    'loadShares must be left out with RegionMode.ACTIVE_PASSIVE, got [0.5,0.5]; home serves everybody',
  ],
  [
    { ...PLAN, loadShares: [0.5, 0.6] },
    'loadShares must be a share above 0 for each of 2 regions, 1 together, got [0.5,0.6]; leave them out for equal shares',
  ],
  [
    { ...PLAN, loadShares: [1, 0] },
    'loadShares must be a share above 0 for each of 2 regions, 1 together, got [1,0]; leave them out for equal shares',
  ],
  [
    { ...PLAN, loadShares: [1] },
    'loadShares must be a share above 0 for each of 2 regions, 1 together, got [1]; leave them out for equal shares',
  ],
  [
    { ...PLAN, objective: { timeSeconds: 0, pointSeconds: 5 } },
    'recoveryTime must be above 0 seconds, got 0; say how long an outage may last',
  ],
  [
    { ...PLAN, objective: { timeSeconds: 300, pointSeconds: -1 } },
    'recoveryPoint must be 0 seconds or more, got -1; say how much may be lost',
  ],
  [
    { ...PLAN, regions: ['eu-west-1'], objective: { timeSeconds: 300, pointSeconds: 5 } },
    'regions must be two or more with a recovery objective, got ["eu-west-1"]; add a region, or leave the objective out: what is lost with the only region comes back from a backup',
  ],
])('refuses what is no plan (%#)', (plan, message) => {
  expect(brokenPlanRules(plan)).toEqual([message]);
});

test('names every broken rule at once', () => {
  const plan = { ...PASSIVE, regions: [], standbyFactor: 2, objective: { timeSeconds: -1, pointSeconds: NaN } };
  expect(brokenPlanRules(plan)).toHaveLength(4);
});
