import * as fc from 'fast-check';
import {
  brokenMoveRules,
  evacuationPlan,
  mostWithout,
  regionCapacities,
  RegionMode,
  returnPlan,
  sharesWithout,
  weightsAtRest,
  type MoveOptions,
  type RegionPlan,
  type ShiftStep,
  type Step,
} from '../../../lib/contract/region-plan';
import { moves, runs } from './generators';

const TWO: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};
const THREE: RegionPlan = { ...TWO, regions: ['eu-west-1', 'us-east-1', 'us-west-2'] };
const PASSIVE: RegionPlan = { ...TWO, mode: RegionMode.ACTIVE_PASSIVE };

const kinds = (steps: readonly Step[]) => steps.map(({ kind }) => kind);
const shiftsOf = (steps: readonly Step[]) => steps.filter((step): step is ShiftStep => step.kind === 'shift');
const last = <T>(list: readonly T[]) => list[list.length - 1];

test('an evacuation empties the region step by step, and nobody is without a region meanwhile', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      expect(brokenMoveRules(plan, region, options)).toEqual([]);
      let before = sharesWithout(plan, options.away);
      for (const { shares } of shiftsOf(evacuationPlan(plan, region, options))) {
        expect(shares[region]).toBeLessThanOrEqual(before[region]);
        expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const other of plan.regions.filter((one) => one !== region)) {
          expect(shares[other]).toBeGreaterThanOrEqual(before[other] - 1e-9);
        }
        before = shares;
      }
      expect(before[region]).toBe(0);
      for (const away of options.away) expect(before[away]).toBe(0);
      if (!('to' in options)) expect(before).toEqual(sharesWithout(plan, [...options.away, region]));
    }),
    runs,
  );
});

test('a return brings back exactly what was before, step by step', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      const left = shiftsOf(evacuationPlan(plan, region, options));
      const back = shiftsOf(returnPlan(plan, region, options));
      expect(last(back).shares).toEqual(sharesWithout(plan, options.away));
      const reached = [last(left), ...back].map(({ shares }) => shares[region]);
      expect(reached).toEqual([...reached].sort((one, other) => one - other));
      expect(last(returnPlan(plan, region, options))).toMatchObject({ kind: 'record', away: options.away });
    }),
    runs,
  );
});

test('steps rise to 100 percent, none is larger than asked for, and each is watched', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      for (const steps of [evacuationPlan(plan, region, options), returnPlan(plan, region, options)]) {
        const percents = [0, ...shiftsOf(steps).map(({ percent }) => percent)];
        expect(last(percents)).toBe(100);
        const sizes = percents.slice(1).map((percent, index) => percent - percents[index]);
        expect(Math.min(...sizes)).toBeGreaterThan(0);
        const isServing = sharesWithout(plan, options.away)[region] > 0;
        if (isServing) expect(Math.max(...sizes)).toBeLessThanOrEqual(options.stepPercent);
        expect(steps.filter(({ kind }) => kind === 'watch')).toHaveLength(isServing ? sizes.length : 0);
      }
    }),
    runs,
  );
});

test('capacity is there before the first viewer is', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      for (const steps of [evacuationPlan(plan, region, options), returnPlan(plan, region, options)]) {
        const end = last(shiftsOf(steps)).shares;
        const first = kinds(steps).indexOf('shift');
        const floors = steps.slice(0, first).flatMap((step) => (step.kind === 'wait-capacity' ? [step.floors] : []));
        const watched = steps.flatMap((step) => (step.kind === 'watch' ? step.regions : []));
        for (const taker of watched) expect(floors[0][taker]).toBeGreaterThanOrEqual(end[taker]);
      }
    }),
    runs,
  );
});

test('a taker has room for all viewers of the region that is left, unless they are shared', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      const most = mostWithout(plan, [...options.away, region]);
      const [raised] = evacuationPlan(plan, region, options).flatMap((step) =>
        step.kind === 'raise-floor' ? [step.floors] : [],
      );
      for (const [taker, floor] of Object.entries(raised ?? {})) expect(floor).toBeGreaterThanOrEqual(most[taker]);
    }),
    runs,
  );
});

test('the edge is told what it accepts: whole percentages, none of those that are away, and room somewhere', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      const back = returnPlan(plan, region, options);
      for (const { weights } of shiftsOf([...evacuationPlan(plan, region, options), ...back])) {
        expect(Object.keys(weights)).toEqual(plan.regions);
        for (const weight of Object.values(weights)) expect(Number.isInteger(weight) && weight >= 0).toBe(true);
        expect(Math.max(...Object.values(weights))).toBe(100);
        for (const away of options.away) expect(weights[away]).toBe(0);
      }
      expect(last(shiftsOf(evacuationPlan(plan, region, options))).weights[region]).toBe(0);
      if (options.away.length === 0) expect(last(shiftsOf(back)).weights).toEqual(weightsAtRest(plan));
    }),
    runs,
  );
});

test('viewers move by as many in a hundred as a step has percent, and stay with whoever keeps them', () => {
  const steps = { stepPercent: 30 };
  const seen = (list: readonly Step[]) => shiftsOf(list).map(({ weights }) => Object.values(weights));
  expect(seen(evacuationPlan(THREE, 'us-east-1', steps))).toEqual([
    [100, 70, 100],
    [100, 40, 100],
    [100, 10, 100],
    [100, 0, 100],
  ]);
  expect(seen(returnPlan(THREE, 'us-east-1', { ...steps, away: ['us-west-2'] }))).toEqual([
    [100, 30, 0],
    [100, 60, 0],
    [100, 90, 0],
    [100, 100, 0],
  ]);
  expect(seen(evacuationPlan(THREE, 'us-east-1', { stepPercent: 50, to: 'us-west-2' }))).toEqual([
    [99, 50, 100],
    [99, 0, 100],
  ]);
  expect(seen(evacuationPlan(PASSIVE, 'eu-west-1', { stepPercent: 50 }))).toEqual([
    [50, 100],
    [0, 100],
  ]);
  expect(seen(returnPlan(PASSIVE, 'eu-west-1', { stepPercent: 50 }))).toEqual([
    [100, 50],
    [100, 0],
  ]);
});

test('after a return nothing stands lower than it always does, nor than what it may have to carry', () => {
  fc.assert(
    fc.property(moves, ({ plan, region, options }) => {
      const most = mostWithout(plan, options.away);
      const [reset] = returnPlan(plan, region, options).flatMap((step) => (step.kind === 'reset-floor' ? [step] : []));
      expect(reset.regions).toEqual(plan.regions.filter((one) => !options.away.includes(one)));
      for (const { region: one, standing } of regionCapacities(plan)) {
        if (options.away.includes(one)) continue;
        expect(reset.floors[one]).toBeCloseTo(Math.max(standing, most[one]), 9);
      }
    }),
    runs,
  );
});

test('a planned evacuation of the writer, with its writer', () => {
  const floors = { 'us-east-1': 1 };
  const [regions, takers] = [['eu-west-1'], ['us-east-1']];
  expect(evacuationPlan(TWO, 'eu-west-1', { promote: true, stepPercent: 60, watchSeconds: 10 })).toEqual([
    { kind: 'check-capacity', regions: takers, floors },
    { kind: 'check-replication', regions: takers, seconds: 5 },
    { kind: 'raise-floor', regions: takers, floors },
    { kind: 'wait-capacity', regions: takers, floors },
    {
      kind: 'shift',
      regions,
      percent: 60,
      weights: { 'eu-west-1': 40, 'us-east-1': 100 },
      shares: { 'eu-west-1': 0.2, 'us-east-1': 0.8 },
    },
    { kind: 'watch', regions: takers, seconds: 10 },
    {
      kind: 'shift',
      regions,
      percent: 100,
      weights: { 'eu-west-1': 0, 'us-east-1': 100 },
      shares: { 'eu-west-1': 0, 'us-east-1': 1 },
    },
    { kind: 'watch', regions: takers, seconds: 10 },
    { kind: 'promote', regions: takers, promotion: 'switchover' },
    { kind: 'record', regions, away: regions, writer: 'us-east-1' },
  ]);
});

test('a region that is lost is left in one step, before the database is promoted, and nothing in it is asked', () => {
  expect(kinds(evacuationPlan(TWO, 'eu-west-1', { isLost: true }))).toEqual([
    'raise-floor',
    'wait-capacity',
    'shift',
    'watch',
    'promote',
    'record',
  ]);
  expect(evacuationPlan(TWO, 'eu-west-1', { isLost: true })).toContainEqual({
    kind: 'promote',
    regions: ['us-east-1'],
    promotion: 'failover',
  });
  expect(kinds(evacuationPlan(TWO, 'eu-west-1', { isLost: true, writer: 'us-east-1' }))).not.toContain('promote');
});

test('the writer stays where it is unless it is asked for', () => {
  expect(kinds(evacuationPlan(TWO, 'eu-west-1'))).not.toContain('promote');
  expect(kinds(evacuationPlan(TWO, 'us-east-1', { promote: true }))).not.toContain('promote');
  expect(kinds(returnPlan(TWO, 'eu-west-1', { writer: 'us-east-1' }))).not.toContain('promote');
  const back = returnPlan(TWO, 'eu-west-1', { writer: 'us-east-1', promote: true });
  expect(back).toContainEqual({ kind: 'promote', regions: ['eu-west-1'], promotion: 'switchover' });
  expect(last(back)).toEqual({ kind: 'record', regions: ['eu-west-1'], away: [], writer: 'eu-west-1' });
});

test.each(['rds-postgres', 'rds-mysql'] as const)('a replica of %s is promoted for good', (database) => {
  const plan = { ...PASSIVE, database };
  const promotion = { kind: 'promote', regions: ['us-east-1'], promotion: 'replica' };
  expect(evacuationPlan(plan, 'eu-west-1', { promote: true })).toContainEqual(promotion);
  expect(evacuationPlan(plan, 'eu-west-1', { isLost: true })).toContainEqual(promotion);
});

test('a standby without traffic is shut off in one step', () => {
  expect(evacuationPlan(PASSIVE, 'us-east-1')).toEqual([
    {
      kind: 'shift',
      regions: ['us-east-1'],
      percent: 100,
      weights: { 'eu-west-1': 100, 'us-east-1': 0 },
      shares: { 'eu-west-1': 1, 'us-east-1': 0 },
    },
    { kind: 'record', regions: ['us-east-1'], away: ['us-east-1'], writer: 'eu-west-1' },
  ]);
});

test('one region takes over where it is named, and writes', () => {
  const steps = evacuationPlan(THREE, 'eu-west-1', { to: 'us-west-2', promote: true });
  expect(last(shiftsOf(steps)).shares).toEqual({ 'eu-west-1': 0, 'us-east-1': 1 / 3, 'us-west-2': 2 / 3 });
  expect(last(steps)).toMatchObject({ writer: 'us-west-2' });
});

test.each<[string, MoveOptions, string]>([
  ['eu-west-9', {}, 'region must be one of eu-west-1, us-east-1, us-west-2, got "eu-west-9"; name one of them'],
  [
    'us-east-1',
    { away: ['us-east-1'] },
    'region must be one of eu-west-1, us-west-2, got "us-east-1"; name one of them',
  ],
  ['eu-west-1', { to: 'eu-west-1' }, 'to must be one of us-east-1, us-west-2, got "eu-west-1"; name one of them'],
  [
    'eu-west-1',
    { writer: 'eu-west-9' },
    'writer must be one of eu-west-1, us-east-1, us-west-2, got "eu-west-9"; name one of them',
  ],
  [
    'eu-west-1',
    { away: ['us-east-1', 'us-west-2'] },
    'away must leave another region than eu-west-1, got ["us-east-1","us-west-2"]; return to one of them first',
  ],
  [
    'eu-west-1',
    { stepPercent: 0.5 },
    'stepPercent must be a whole number between 1 and 100, got 0.5; 1 is the smallest step that the edge knows',
  ],
])('refuses to leave %s with %j', (region, options, message) => {
  expect(brokenMoveRules(THREE, region, options)).toEqual([message]);
});
