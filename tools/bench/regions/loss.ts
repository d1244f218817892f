import { DEFAULT_STANDBY_FACTOR, RegionMode, recoveryBudget } from '../../../lib/contract/region-plan';
import { CONDITIONS, WEB } from '../../simulate/defaults';
import { simulate } from '../../simulate/engine';
import type { Outcome, Series, Steering, Trace } from '../../simulate/model';
import { OURS, type Policy } from './policies';
import { neededHours, peakSecond, planOf, regionsOf, takersOf, windowOf, type Region, type Scenario } from './world';

/** Seconds that are simulated before the loss, and after traffic is routed elsewhere. */
export const BEFORE = 3600;
export const AFTER = 3600;

/** Share of bad requests above which a minute violates, as in docs/scaling.md. */
const TOLERATED = 0.01;

/** What the loss of a region came to. */
export interface LossResult {
  /** Seconds from the loss until traffic is routed elsewhere. */
  readonly routedAfter: number;
  /** Requests of the lost region's viewers until then: no policy can answer them. */
  readonly failed: number;
  /** Requests in the hour after routing, in the regions that took over. */
  readonly arrivals: number;
  /** Those of them that were not answered in time. */
  readonly bad: number;
  readonly violatingMinutes: number;
  /** Seconds from routing until a whole minute is good; an hour where none was. */
  readonly recoverySeconds: number;
  /** Hours of tasks of all regions on a day without a loss. */
  readonly taskHours: number;
  /** What those who know the future would need on it. */
  readonly neededHours: number;
  /** Requests a second that came to those that took over, and that their tasks could answer; the loss is at `BEFORE`. */
  readonly series: { readonly demand: readonly number[]; readonly capacity: readonly number[] };
}

/** Loses home in its busiest minute of a day that was. */
export function loseHome(scenario: Scenario, traceName: string, policy: Policy): LossResult {
  const regions = regionsOf(scenario, traceName);
  const [home] = regions;
  const takers = takersOf(scenario, regions);
  const lostAt = peakSecond(home);
  const { seconds: routedAfter, raisedAfter } = times(scenario, policy);
  const routed = BEFORE + routedAfter;
  const start = lostAt - BEFORE;
  const runs = takers.map(({ region, part }) => {
    const traffic = windowOf(traceName, start, routed + AFTER, (second, at) =>
      at < routed ? region.rate[second] : region.rate[second] + part * home.rate[second],
    );
    return run(policy, region, traffic, raising(scenario, policy, region, BEFORE + raisedAfter));
  });
  const before = windowOf(traceName, lostAt, routedAfter, (second) => home.rate[second]);
  return {
    routedAfter,
    failed: before.rate.reduce((sum, rate) => sum + rate, 0),
    ...after(runs.map(seriesOf), routed),
    taskHours: regions.reduce((sum, region) => sum + dayHours(policy, region, traceName), 0),
    neededHours: regions.reduce((sum, { rate }) => sum + neededHours(rate), 0),
    series: picture(runs.map(seriesOf)),
  };
}

/** Detection, decision and routing; before routing, a standby of ours is scaled up. */
function times(scenario: Scenario, { name }: Policy): { readonly seconds: number; readonly raisedAfter: number } {
  const { parts } = recoveryBudget(planOf(scenario));
  const of = (...names: readonly string[]) =>
    parts.filter(({ part }) => names.includes(part)).reduce((sum, { seconds }) => sum + seconds, 0);
  const raisedAfter = of('detect', 'decide');
  return { seconds: raisedAfter + of('route') + (name === OURS ? of('scale') : 0), raisedAfter };
}

/** The floor of a standby, which the plan raises to all of home before traffic comes. */
function raising(scenario: Scenario, { name }: Policy, region: Region, second: number): Steering | undefined {
  if (scenario.mode === RegionMode.ACTIVE_ACTIVE || name !== OURS) return undefined;
  const whole = Math.ceil(region.standing / DEFAULT_STANDBY_FACTOR);
  return { kind: 'controller', desired: (sight) => (sight.second < second ? region.standing : whole) };
}

function run(policy: Policy, region: Region, traffic: Trace, steering?: Steering): Outcome {
  const { service, capacityFactor } = policy.serviceOf(region);
  return simulate(service, traffic, {
    seed: region.seed,
    application: { ...WEB, ratedCapacity: WEB.ratedCapacity / capacityFactor },
    conditions: { ...CONDITIONS, capacityFactor },
    keepSeries: true,
    ...(steering ? { steering } : {}),
  });
}

function dayHours(policy: Policy, region: Region, traceName: string): number {
  return run(policy, region, { name: traceName, kind: 'web', rate: region.rate, losses: [] }).taskHours;
}

function seriesOf({ series }: Outcome): Series {
  if (!series) throw new Error('a run must keep what happened in each second');
  return series;
}

/** What came of the hour after routing, over all regions that took over. */
export function after(all: readonly Pick<Series, 'arrivals' | 'bad'>[], routed: number) {
  const within = (from: number, seconds: number) => ({
    arrivals: sum(all, 'arrivals', from, seconds),
    bad: sum(all, 'bad', from, seconds),
  });
  const isGood = ({ arrivals, bad }: { readonly arrivals: number; readonly bad: number }) =>
    bad <= TOLERATED * arrivals;
  const minutes = Array.from({ length: AFTER / 60 }, (_, minute) => within(routed + 60 * minute, 60));
  const seconds = Array.from({ length: AFTER - 59 }, (_, second) => second);
  return {
    ...within(routed, AFTER),
    violatingMinutes: minutes.filter((minute) => !isGood(minute)).length,
    recoverySeconds: seconds.find((second) => isGood(within(routed + second, 60))) ?? AFTER,
  };
}

function sum(
  all: readonly Pick<Series, 'arrivals' | 'bad'>[],
  key: 'arrivals' | 'bad',
  from: number,
  seconds: number,
): number {
  return all.reduce(
    (total, one) => total + one[key].subarray(from, from + seconds).reduce((part, value) => part + value, 0),
    0,
  );
}

function picture(all: readonly Series[]): LossResult['series'] {
  const [{ arrivals }] = all;
  const over = (value: (one: Series, second: number) => number) =>
    Array.from(arrivals, (_, second) => all.reduce((total, one) => total + value(one, second), 0));
  return {
    demand: over((one, second) => one.arrivals[second]),
    // Whatever it is believed to be, a task can what it can.
    capacity: over((one, second) => one.serving[second] * WEB.ratedCapacity),
  };
}
