import { RegionMode, type RegionPlan } from '../../../lib/contract/region-plan/plan';
import { leastTasks } from '../../../tools/evacuation/load';

const [HOME, OTHER] = ['eu-west-1', 'us-east-1'];
const ACTIVE: RegionPlan = { regions: [HOME, OTHER], mode: RegionMode.ACTIVE_ACTIVE, database: 'aurora-postgres' };
const STANDBY: RegionPlan = { ...ACTIVE, mode: RegionMode.ACTIVE_PASSIVE };

/** The least tasks of the other region for the whole load, from least and running tasks of each region that was asked. */
function needed(plan: RegionPlan, weights: Record<string, number>, tasks: Record<string, [number, number]>): number {
  const of = (index: 0 | 1) =>
    Object.fromEntries(Object.entries(tasks).map(([region, pair]) => [region, { web: pair[index] }]));
  return leastTasks(plan, { [OTHER]: 1 }, { weights, minimums: of(0), running: of(1) })[OTHER].web;
}

describe('tasks that carry the whole load', () => {
  const BOTH = { [HOME]: 100, [OTHER]: 100 };
  const ONE = { [HOME]: 100, [OTHER]: 0 };

  test('stand there already where each region has room for the other', () => {
    expect(needed(ACTIVE, BOTH, { [HOME]: [10, 10], [OTHER]: [10, 10] })).toBe(10);
    expect(needed(ACTIVE, BOTH, { [OTHER]: [10, 10] })).toBe(10);
  });

  test('are more where scaling has added some', () => {
    expect(needed(ACTIVE, BOTH, { [HOME]: [10, 16], [OTHER]: [10, 10] })).toBe(21);
    expect(needed(ACTIVE, BOTH, { [OTHER]: [10, 13] })).toBe(26);
  });

  test('are those of home for a standby, or what its size says when home cannot be asked', () => {
    expect(needed(STANDBY, ONE, { [HOME]: [10, 20], [OTHER]: [5, 5] })).toBe(20);
    expect(needed(STANDBY, ONE, { [OTHER]: [5, 5] })).toBe(10);
  });

  test('are never fewer than are kept already', () => {
    expect(needed(STANDBY, ONE, { [HOME]: [2, 2], [OTHER]: [5, 5] })).toBe(5);
  });
});
