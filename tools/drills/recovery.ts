import type { Outcome } from './load/plan';
import { answeredWithin, fineSeconds, reasonsOf } from './outcomes';

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

/** What p99 of a second that is fine may be, beside that of the time before: half a second, as in the figures of scaling. */
const FINE_FACTOR = 3;
const FINE_MILLISECONDS = 500;

/** Sums up what clients saw. */
export function experienceOf(outcomes: readonly Outcome[], injury: number): Experience {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  // Of what was answered after it, the injury may be the reason.
  const before = outcomes.filter(({ at, milliseconds }) => at + milliseconds < injury);
  const p99Before = p99(before);
  return {
    requests: outcomes.length,
    errors: failed.length,
    reasons: reasonsOf(failed),
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
  const fine = fineSeconds(outcomes, injury, { share: 0.99, mostMilliseconds });
  const first = fine.findIndex(
    (_, second) => fine.length - second >= IN_A_ROW && fine.slice(second, second + IN_A_ROW).every(Boolean),
  );
  // Nobody saw it recover.
  return first < 0 ? Infinity : first;
}

/** The time within which 99 of 100 were answered. */
export function p99(outcomes: readonly Outcome[]): number {
  return answeredWithin(outcomes, 0.99);
}
