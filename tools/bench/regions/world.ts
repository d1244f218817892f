import { RegionMode, regionCapacities, type Overflow, type RegionPlan } from '../../../lib/contract/region-plan';
import { LIMITS } from '../scaling/peers/template';
import { WEB } from '../../simulate/defaults';
import type { Trace } from '../../simulate/model';
import { need } from '../../simulate/reference';
import { trace } from '../../simulate/traces';

/** Mean requests a second of all regions together. */
export const WHOLE = 6000;

const DAY = 86_400;

/** Where regions are: at one time of day, or each at its own, in hours after home. */
export const PLACES = {
  together: { regions: ['eu-west-1', 'eu-central-1', 'eu-west-3', 'eu-north-1'], hours: [0, 0, 0, 0] },
  apart: { regions: ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2'], hours: [0, 5, -8, 8] },
} as const;
export type Place = keyof typeof PLACES;

/** Several regions, and how they share what one of them loses. */
export interface Scenario {
  readonly count: number;
  readonly mode: RegionMode;
  readonly place: Place;
  readonly overflow: Overflow;
}

/** The plan of a scenario: Aurora, and the alarm decides. */
export function planOf({ count, mode, place, overflow }: Scenario): RegionPlan {
  return { regions: PLACES[place].regions.slice(0, count), mode, database: 'aurora-postgres', overflow };
}

/** A region with its viewers' requests, and what it has to have. */
export interface Region {
  readonly name: string;
  /** Mean requests in each second of a day, which follows itself. */
  readonly rate: Float64Array;
  /** Tasks that its own peak needs. */
  readonly peakTasks: number;
  /** Tasks that always stand there according to the plan. */
  readonly standing: number;
  /** What a region has at rest, as a multiple of its own load; 1 for a standby. */
  readonly multiple: number;
  readonly seed: number;
}

/** The regions of a scenario on a day that was: every region has the same day, at its own time, and trembles by itself. */
export function regionsOf(scenario: Scenario, traceName: string): Region[] {
  const capacities = regionCapacities(planOf(scenario));
  const rates = capacities.map(({ atRest }, index) => dayOf(traceName, index, atRest, PLACES[scenario.place].hours));
  const whole = rates.reduce((sum, rate) => sum + peak(rate), 0);
  return capacities.map(({ region, standing, multiple = 1 }, index) => ({
    name: region,
    rate: rates[index],
    peakTasks: tasksFor(peak(rates[index])),
    standing: tasksFor(standing * whole),
    multiple,
    seed: index + 1,
  }));
}

function dayOf(name: string, index: number, share: number, hours: readonly number[]): Float64Array {
  if (share === 0) return new Float64Array(DAY);
  const { rate } = trace(name, { seed: index + 1, base: WHOLE * share });
  const later = hours[index] * 3600;
  return Float64Array.from(rate, (_, second) => rate[(second - later + DAY) % DAY]);
}

const peak = (rate: Float64Array) => rate.reduce((most, one) => Math.max(most, one), 0);

/** Tasks that so many requests a second need, as the oracle of the simulator reckons. */
function tasksFor(rate: number): number {
  const one: Trace = { name: 'peak', kind: 'web', rate: Float64Array.of(rate), losses: [] };
  return need(one, WEB, LIMITS.web)[0];
}

/** Hours of tasks that a day needs, and none more. */
export function neededHours(rate: Float64Array): number {
  if (rate.every((one) => one === 0)) return 0;
  const day: Trace = { name: 'day', kind: 'web', rate, losses: [] };
  return need(day, WEB, LIMITS.web).reduce((sum, tasks) => sum + tasks, 0) / 3600;
}

/** Part of what the lost region, which is home, served that each other region takes. */
export function takersOf({ count, mode, overflow }: Scenario, regions: readonly Region[]) {
  const others = regions.slice(1);
  if (mode === RegionMode.ACTIVE_ACTIVE && overflow === 'shared') {
    return others.map((region) => ({ region, part: 1 / (count - 1) }));
  }
  return [{ region: others[0], part: 1 }];
}

/** The second in which the busiest minute of a region begins. */
export function peakSecond({ rate }: Region): number {
  let [best, most] = [0, 0];
  for (let second = 0; second < DAY; second += 60) {
    const load = rate.subarray(second, second + 60).reduce((sum, one) => sum + one, 0);
    if (load > most) [best, most] = [second, load];
  }
  return best;
}

/** Part of a day that follows itself, as a trace: what each of its seconds has is for the caller to say. */
export function windowOf(
  name: string,
  start: number,
  seconds: number,
  rateAt: (second: number, at: number) => number,
): Trace {
  const rate = Float64Array.from({ length: seconds }, (_, second) => rateAt((start + second + DAY) % DAY, second));
  return { name, kind: 'web', rate, losses: [] };
}
