import { RegionMode } from '../../../lib/contract/region-plan';
import { loseHome, type LossResult } from './loss';
import type { Policy } from './policies';
import type { Scenario } from './world';

/** Days whose peak is about twice their mean; nothing is tuned on them. */
export const DAYS = ['worldcup98-06-05', 'nyc-taxi-09-06'] as const;

/** A day whose peak comes without warning. */
export const SPIKE = 'twitter-fb-03-16';

const { ACTIVE_ACTIVE, ACTIVE_PASSIVE } = RegionMode;

/** Two to four regions, at one time of day and each at its own, and a standby. */
export const SCENARIOS: readonly Scenario[] = [
  ...[2, 3, 4].flatMap((count) => (['together', 'apart'] as const).map((place) => active(count, place, 'nearest'))),
  active(3, 'apart', 'shared'),
  active(4, 'apart', 'shared'),
  ...[2, 3, 4].map((count): Scenario => ({ ...active(count, 'together', 'nearest'), mode: ACTIVE_PASSIVE })),
];

/** The fewest that show what the page claims. */
export const QUICK: readonly Scenario[] = [
  active(2, 'together', 'nearest'),
  active(3, 'apart', 'nearest'),
  active(4, 'apart', 'shared'),
  { ...active(2, 'together', 'nearest'), mode: ACTIVE_PASSIVE },
];

function active(count: number, place: Scenario['place'], overflow: Scenario['overflow']): Scenario {
  return { count, mode: ACTIVE_ACTIVE, place, overflow };
}

/** A scenario, and what each policy came to in it on each day. */
export interface Row {
  readonly scenario: Scenario;
  readonly day: string;
  readonly results: Readonly<Record<string, LossResult>>;
}

export function runAll(scenarios: readonly Scenario[], days: readonly string[], policies: readonly Policy[]): Row[] {
  return scenarios.flatMap((scenario) =>
    days.map((day) => ({
      scenario,
      day,
      results: Object.fromEntries(policies.map((policy) => [policy.name, loseHome(scenario, day, policy)])),
    })),
  );
}

/** A scenario in words. */
export function nameOf({ count, mode, place, overflow }: Scenario): string {
  if (mode === ACTIVE_PASSIVE) return count === 2 ? 'home and a standby' : `home and ${count - 1} standbys`;
  const how = overflow === 'nearest' ? 'one takes all' : 'all share';
  return `${count}, ${place === 'together' ? 'one time of day' : 'each its own time'}, ${how}`;
}
