import type { Outcome } from './load/plan';

/** What clients saw of a drill. */
export interface Experience {
  readonly requests: number;
  readonly errors: number;
  /** How often each reason was given. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Seconds from the injury until error rate and p99 were back for three seconds; infinite if that was not seen before the load ended. */
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

/** Seconds in a row that have to be fine. What comes later is another story: it is in the count of errors, and in p99. */
const IN_A_ROW = 3;

/** Seconds after the injury at which the first of so many seconds begins that are fine. */
function recoverySeconds(outcomes: readonly Outcome[], injury: number, mostMilliseconds: number): number {
  const seconds: Outcome[][] = [];
  for (const outcome of outcomes) {
    const second = Math.floor((outcome.at - injury) / 1000);
    if (second >= 0) (seconds[second] ??= []).push(outcome);
  }
  // The load ends in the middle of the last one: what few requests are like is chance.
  const fine = Array.from(seconds.slice(0, -1), (own = []) => {
    const errors = own.filter(({ error }) => error !== undefined).length;
    return errors <= FINE_ERRORS * own.length && p99(own) <= mostMilliseconds;
  });
  const first = fine.findIndex(
    (_, second) => fine.length - second >= IN_A_ROW && fine.slice(second, second + IN_A_ROW).every(Boolean),
  );
  // Nobody saw it recover.
  return first < 0 ? Infinity : first;
}

/** The time within which 99 of 100 were answered. */
export function p99(outcomes: readonly Outcome[]): number {
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return times.length === 0 ? 0 : Math.round(times[Math.ceil(times.length * 0.99) - 1]);
}
