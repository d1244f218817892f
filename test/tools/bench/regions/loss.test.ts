import { RegionMode } from '../../../../lib/contract/region-plan';
import { claims } from '../../../../tools/bench/regions/claims';
import type { Row } from '../../../../tools/bench/regions/experiment';
import { after, AFTER, type LossResult } from '../../../../tools/bench/regions/loss';
import { OURS, STATIC, WITHOUT_FLOORS } from '../../../../tools/bench/regions/policies';
import { peakSecond, regionsOf, takersOf, type Scenario } from '../../../../tools/bench/regions/world';

const THREE: Scenario = { count: 3, mode: RegionMode.ACTIVE_ACTIVE, place: 'apart', overflow: 'nearest' };
const DAY = 'nyc-taxi-09-06';
const ROUTED = 100;

function series(isBad: (second: number) => boolean) {
  const seconds = Array.from({ length: ROUTED + AFTER }, (_, second) => second - ROUTED);
  return {
    arrivals: Float64Array.from(seconds, () => 10),
    bad: Float64Array.from(seconds, (second) => (isBad(second) ? 5 : 0)),
  };
}

test('what was bad before routing counts for no policy', () => {
  const { bad, violatingMinutes, recoverySeconds } = after([series((second) => second < 0)], ROUTED);
  expect([bad, violatingMinutes, recoverySeconds]).toEqual([0, 0, 0]);
});

test('recovery lasts until a whole minute begins with no more than one bad request in a hundred', () => {
  const { bad, violatingMinutes, recoverySeconds } = after([series((second) => second >= 0 && second < 90)], ROUTED);
  // One second of ten in which half is bad is less than one in a hundred of a minute.
  expect([bad, violatingMinutes, recoverySeconds]).toEqual([450, 2, 89]);
});

test('what never becomes good is back after the whole hour', () => {
  expect(after([series(() => true)], ROUTED).recoverySeconds).toBe(AFTER);
});

test('the same day comes to each region at its own time', () => {
  const [home, later] = regionsOf(THREE, DAY).map(peakSecond);
  const hours = (later - home + 86_400) / 3600;
  expect(Math.abs((hours % 24) - 5)).toBeLessThan(1);
});

test.each([
  ['nearest', [1]],
  ['shared', [0.5, 0.5]],
] as const)('with %s all that is lost is taken', (overflow, parts) => {
  const scenario = { ...THREE, overflow };
  expect(takersOf(scenario, regionsOf(scenario, DAY)).map(({ part }) => part)).toEqual(parts);
});

test('a region always has what its neighbour and it need at their peaks', () => {
  const [home, next] = regionsOf(THREE, DAY);
  expect(next.standing).toBeGreaterThan(1.9 * Math.min(home.peakTasks, next.peakTasks));
});

function result(violatingMinutes: number, taskHours: number): LossResult {
  return {
    routedAfter: 165,
    failed: 1,
    arrivals: 1,
    bad: 0,
    violatingMinutes,
    recoverySeconds: 60 * violatingMinutes,
    taskHours,
    neededHours: 1,
    series: { demand: [], capacity: [] },
  };
}

function verdicts(ours: LossResult, without: LossResult, others: number, mode = RegionMode.ACTIVE_PASSIVE) {
  const results = { [STATIC]: result(others, 1), 'reactive, CPU 50': result(others, 1) };
  const row: Row = {
    scenario: { ...THREE, mode },
    day: DAY,
    results: { ...results, [WITHOUT_FLOORS]: without, [OURS]: ours },
  };
  return claims([row]).filter(({ problems }) => problems.length > 0).length;
}

test('claims hold where ours alone never violates', () => {
  expect(verdicts(result(0, 3), result(1, 2), 4)).toBe(0);
});

test.each([
  ['ours violates', result(1, 3), result(1, 2), 4],
  ['nothing else violates', result(0, 3), result(1, 2), 0],
  ['floors cost less than none', result(0, 1), result(1, 2), 4],
])('a claim fails where %s', (_what, ours, without, others) => {
  expect(verdicts(ours, without, others)).toBeGreaterThan(0);
});
