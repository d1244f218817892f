import * as fc from 'fast-check';
import {
  brokenObjectiveRules,
  promotionRounds,
  RECOVERY_PARTS,
  recoveryBudget,
  RegionMode,
  type Figure,
  type RegionPlan,
} from '../../../lib/contract/region-plan';
import { plans, runs } from './generators';

const ACTIVE: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};
const PASSIVE: RegionPlan = { ...ACTIVE, mode: RegionMode.ACTIVE_PASSIVE };
const DRILL: Figure = { seconds: 4, basis: 'measured', source: 'docs/regions.md', note: 'on one machine' };

const secondsOf = (plan: RegionPlan) => recoveryBudget(plan).parts.map(({ seconds }) => seconds);

test('is the sum of five parts, each with a source', () => {
  fc.assert(
    fc.property(plans(2), (plan) => {
      const { parts, seconds } = recoveryBudget(plan);
      expect(parts.map(({ part }) => part)).toEqual(RECOVERY_PARTS);
      expect(parts.filter(({ source, note }) => source === '' || note === '')).toEqual([]);
      expect(seconds).toBe(parts.reduce((sum, part) => sum + part.seconds, 0));
    }),
    runs,
  );
});

test('an objective is met exactly from the budget on', () => {
  fc.assert(
    fc.property(plans(2), fc.integer({ min: 1, max: 2000 }), fc.integer({ max: 60, min: 0 }), (plan, time, point) => {
      const { seconds, loss } = recoveryBudget(plan);
      const broken = brokenObjectiveRules({ ...plan, objective: { timeSeconds: time, pointSeconds: point } });
      expect(broken.some((rule) => rule.startsWith('recoveryTime '))).toBe(time < seconds);
      expect(broken.some((rule) => rule.startsWith('recoveryPoint '))).toBe(point < loss.seconds);
    }),
    runs,
  );
});

test('active regions on Aurora are back within 5 minutes', () => {
  expect(secondsOf(ACTIVE)).toEqual([75, 15, 0, 120, 75]);
  expect(recoveryBudget(ACTIVE).seconds).toBeLessThan(300);
  expect(brokenObjectiveRules({ ...ACTIVE, objective: { timeSeconds: 300, pointSeconds: 5 } })).toEqual([]);
});

test.each<[RegionPlan, number[]]>([
  [PASSIVE, [75, 15, 90, 120, 75]],
  [{ ...PASSIVE, standbyFactor: 1 }, [75, 15, 0, 120, 75]],
  [{ ...ACTIVE, decision: 'person' }, [75, 300, 0, 120, 75]],
  [{ ...ACTIVE, database: 'rds-postgres' }, [75, 15, 0, 600, 75]],
  [{ ...PASSIVE, database: 'rds-mysql' }, [75, 15, 90, 600, 75]],
])('takes longer with other choices (%#)', (plan, seconds) => {
  expect(secondsOf(plan)).toEqual(seconds);
});

test('what was measured takes the place of the figure', () => {
  const { parts, seconds } = recoveryBudget(ACTIVE, { promote: DRILL });
  expect(parts[3]).toEqual({ part: 'promote', ...DRILL });
  expect(seconds).toBe(169);
  const plan = { ...ACTIVE, objective: { timeSeconds: 169, pointSeconds: 5 } };
  expect(brokenObjectiveRules(plan, { promote: DRILL })).toEqual([]);
});

test.each<[RegionPlan, string]>([
  [
    { ...ACTIVE, database: 'rds-postgres' },
    'recoveryTime must be at least 765 seconds, got 280; promote takes 600 of them (detect 75 + decide 15 + scale 0 + promote 600 + route 75): use DatabaseEngine.auroraPostgres(), or allow more time',
  ],
  [
    PASSIVE,
    'recoveryTime must be at least 375 seconds, got 280; scale takes 90 of them (detect 75 + decide 15 + scale 90 + promote 120 + route 75): use a standbyFactor of 1, or RegionMode.ACTIVE_ACTIVE, or allow more time',
  ],
  [
    { ...ACTIVE, decision: 'person' },
    'recoveryTime must be at least 570 seconds, got 280; decide takes 300 of them (detect 75 + decide 300 + scale 0 + promote 120 + route 75): let the alarm decide, or allow more time',
  ],
  [
    ACTIVE,
    'recoveryTime must be at least 285 seconds, got 280; promote takes 120 of them (detect 75 + decide 15 + scale 0 + promote 120 + route 75): allow more time, since no choice is faster',
  ],
])('refuses an objective that takes longer, and names the part that breaks it (%#)', (plan, message) => {
  expect(brokenObjectiveRules({ ...plan, objective: { timeSeconds: 280, pointSeconds: 60 } })).toEqual([message]);
});

test.each<[RegionPlan, string]>([
  [
    ACTIVE,
    'recoveryPoint must be at least 5 seconds, got 1; copies of aurora-postgres in other regions may be so far behind before an alarm says so: allow for more loss',
  ],
  [
    { ...PASSIVE, database: 'rds-mysql' },
    'recoveryPoint must be at least 30 seconds, got 1; copies of rds-mysql in other regions may be so far behind before an alarm says so: use DatabaseEngine.auroraPostgres(), or allow for more loss',
  ],
])('refuses to lose less than what is not copied yet (%#)', (plan, message) => {
  expect(brokenObjectiveRules({ ...plan, objective: { timeSeconds: 2000, pointSeconds: 1 } })).toEqual([message]);
});

test('nothing is wrong where nothing is promised, nor with a single region, which is another rule', () => {
  expect(brokenObjectiveRules(ACTIVE)).toEqual([]);
  const objective = { timeSeconds: 1, pointSeconds: 0 };
  expect(brokenObjectiveRules({ ...ACTIVE, regions: ['eu-west-1'], objective })).toEqual([]);
});

describe('shards', () => {
  test('are promoted in the time of one, and beyond 20 in rounds of it', () => {
    const promoted = (plan: RegionPlan, databases: number) =>
      recoveryBudget(plan, {}, databases).parts.find(({ part }) => part === 'promote')?.seconds;
    expect([1, 2, 20, 21, 40, 64].map((databases) => promoted(ACTIVE, databases))).toEqual([
      120, 120, 120, 240, 240, 480,
    ]);
    expect(promoted({ ...ACTIVE, database: 'rds-postgres' }, 64)).toBe(2400);
    expect(recoveryBudget(ACTIVE, { promote: DRILL }, 64).parts).toContainEqual({ part: 'promote', ...DRILL });
  });

  test('change no figure as far as one round goes', () => {
    fc.assert(
      fc.property(plans(2), fc.integer({ min: 1, max: 20 }), (plan, databases) => {
        expect(recoveryBudget(plan, {}, databases)).toEqual(recoveryBudget(plan));
      }),
      runs,
    );
  });

  test('keep an objective that rounds leave time for, and no other', () => {
    const plan = { ...ACTIVE, objective: { timeSeconds: 300, pointSeconds: 5 } };
    expect(brokenObjectiveRules(plan, {}, 20)).toEqual([]);
    expect(brokenObjectiveRules(plan, {}, 21)).toEqual([
      'recoveryTime must be at least 405 seconds, got 300; promote takes 240 of them (detect 75 + decide 15 + scale 0 + promote 240 + route 75): allow more time, since no choice is faster',
    ]);
  });

  test('are each in one round, in the order of their numbers, and no round has more than 20', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), (count) => {
        const databases = Array.from({ length: count }, (_none, shard) => shard);
        const rounds = promotionRounds(databases);
        expect(rounds.flat()).toEqual(databases);
        expect(rounds.length).toBe(Math.ceil(count / 20));
        expect(Math.max(0, ...rounds.map((round) => round.length))).toBeLessThanOrEqual(20);
      }),
      runs,
    );
  });
});
