import type { Outcome } from '../../simulate/model';

/** What runs came to, in sums, so that those of several traces add up. */
export interface Figures {
  readonly minutes: number;
  readonly violatingMinutes: number;
  readonly arrivals: number;
  readonly bad: number;
  readonly taskHours: number;
  /** What the oracle would have paid for the same. */
  readonly oracleHours: number;
  readonly episodes: number;
  readonly worstMinutes: number;
  /** Hours of tasks too few and too many against what the oracle needs, in percent of it, times minutes. */
  readonly underMinutes: number;
  readonly overMinutes: number;
  readonly actions: number;
}

export function figuresOf(outcome: Outcome, oracleHours: number): Figures {
  const { minutes, violatingMinutes, arrivals, bad, taskHours, episodes, under, over, actions } = outcome;
  return {
    minutes,
    violatingMinutes,
    arrivals,
    bad,
    taskHours,
    oracleHours,
    episodes: episodes.count,
    worstMinutes: episodes.worstMinutes,
    underMinutes: under.accuracyPercent * minutes,
    overMinutes: over.accuracyPercent * minutes,
    actions: actions.length,
  };
}

/** Figures of all runs together: the longest episode is the worst of any. */
export function together(all: readonly Figures[]): Figures {
  if (all.length === 0) throw new Error('nothing was simulated');
  return all.reduce((one, other) => ({
    minutes: one.minutes + other.minutes,
    violatingMinutes: one.violatingMinutes + other.violatingMinutes,
    arrivals: one.arrivals + other.arrivals,
    bad: one.bad + other.bad,
    taskHours: one.taskHours + other.taskHours,
    oracleHours: one.oracleHours + other.oracleHours,
    episodes: one.episodes + other.episodes,
    worstMinutes: Math.max(one.worstMinutes, other.worstMinutes),
    underMinutes: one.underMinutes + other.underMinutes,
    overMinutes: one.overMinutes + other.overMinutes,
    actions: one.actions + other.actions,
  }));
}

/** Bill, as a multiple of the oracle's. */
export const cost = ({ taskHours, oracleHours }: Figures) => taskHours / oracleHours;

/** Share of the requests that were bad, percent. */
export const badPercent = ({ bad, arrivals }: Figures) => (100 * bad) / arrivals;

/** Share of the minutes that violate, percent. */
export const violatingPercent = ({ violatingMinutes, minutes }: Figures) => (100 * violatingMinutes) / minutes;
