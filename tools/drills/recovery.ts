import type { Outcome } from './load/plan';

/** What clients saw of a drill. */
export interface Experience {
  readonly requests: number;
  readonly errors: number;
  /** How often each reason was given. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Seconds from the injury until error rate and p99 were back, and stayed; infinite if they were not when the load ended. */
  readonly recoverySeconds: number;
  /** Milliseconds, before the injury and over all. */
  readonly p99Before: number;
  readonly p99: number;
  /** Reads that did not show what their reader had written. */
  readonly stale: number;
}

/** Share of requests that may fail in a second that is fine. */
const FINE_ERRORS = 0.01;

/** What p99 of a second that is fine may be, beside that of the time before: half a second, as in the figures of scaling. */
const FINE_FACTOR = 3;
const FINE_MILLISECONDS = 500;

/** Sums up what clients saw. */
export function experienceOf(outcomes: readonly Outcome[], injury: number): Experience {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  // Of what was answered after it, the injury may be the reason.
  const before = outcomes.filter(({ at, milliseconds }) => at + milliseconds < injury);
  const p99Before = p99(before);
  const reasons: Record<string, number> = {};
  for (const { error = '' } of failed) reasons[error] = (reasons[error] ?? 0) + 1;
  return {
    requests: outcomes.length,
    errors: failed.length,
    reasons,
    recoverySeconds: recoverySeconds(outcomes, injury, Math.max(FINE_FACTOR * p99Before, FINE_MILLISECONDS)),
    p99Before,
    p99: p99(outcomes),
    stale: outcomes.filter(({ stale }) => stale === true).length,
  };
}

/** Seconds after the injury at which the last second ended that was not fine. */
function recoverySeconds(outcomes: readonly Outcome[], injury: number, mostMilliseconds: number): number {
  const seconds = new Map<number, Outcome[]>();
  for (const outcome of outcomes) {
    const second = Math.floor((outcome.at - injury) / 1000);
    if (second >= 0) seconds.set(second, [...(seconds.get(second) ?? []), outcome]);
  }
  // The load ends in the middle of it: what few requests are like is chance.
  seconds.delete(Math.max(...seconds.keys()));
  const bad = [...seconds].filter(([, own]) => {
    const errors = own.filter(({ error }) => error !== undefined).length;
    return errors / own.length > FINE_ERRORS || p99(own) > mostMilliseconds;
  });
  const last = Math.max(-1, ...bad.map(([second]) => second));
  // Who is not fine at the end of the load is not back: nobody saw it recover.
  return last >= Math.max(...seconds.keys()) - 1 && bad.length > 0 ? Infinity : last + 1;
}

/** The time within which 99 of 100 were answered. */
export function p99(outcomes: readonly Outcome[]): number {
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return times.length === 0 ? 0 : Math.round(times[Math.ceil(times.length * 0.99) - 1]);
}
