import { isRead } from '../../../lib/contract/edge-routing';
import type { Outcome } from '../../drills/load/plan';
import { answeredWithin, fineSeconds, reasonsOf } from '../../drills/outcomes';

/** What clients of all places saw of a drill. */
export interface Experience {
  readonly requests: number;
  readonly reads: number;
  readonly errors: number;
  readonly readErrors: number;
  readonly writeErrors: number;
  /** How often each reason was given. */
  readonly reasons: Readonly<Record<string, number>>;
  /**
   * Seconds from the injury until everything, and until reads alone, were fine and stayed so; infinite where the last three seconds of the
   * load were not all fine.
   */
  readonly recoverySeconds: number;
  readonly readRecoverySeconds: number;
  /** Seconds from the first write that failed to the last one. */
  readonly writeOutageSeconds: number;
  /** Milliseconds within which 95 of 100 were answered before the injury, and over all. */
  readonly p95Before: number;
  readonly p95: number;
}

/** What p95 of a second that is fine may be, beside that of the time before: a machine that does other things too has slow moments. */
const FINE_FACTOR = 4;
const FINE_MILLISECONDS = 1000;

/** Seconds at the end of the load that have to be fine. */
const AT_LEAST = 3;

/**
 * Sums up what clients saw.
 *
 * @param injury When the harm began, in milliseconds since 1970: before it, all is as usual.
 * @param from From when on recovery counts.
 */
export function experienceOf(outcomes: readonly Outcome[], injury: number, from = injury): Experience {
  const before = outcomes.filter(({ at, milliseconds }) => at + milliseconds < injury);
  const reads = outcomes.filter(({ kind }) => isRead(methodOf(kind)));
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const most = Math.max(FINE_FACTOR * p95(before), FINE_MILLISECONDS);
  const readErrors = reads.filter(({ error }) => error !== undefined).length;
  return {
    requests: outcomes.length,
    reads: reads.length,
    errors: failed.length,
    readErrors,
    writeErrors: failed.length - readErrors,
    reasons: reasonsOf(failed),
    recoverySeconds: recoverySeconds(outcomes, from, most),
    readRecoverySeconds: recoverySeconds(reads, from, most),
    writeOutageSeconds: spanOf(failed.filter(({ kind }) => kind === 'write')),
    p95Before: p95(before),
    p95: p95(outcomes),
  };
}

/** Seconds from a moment to the end of the last second that is not fine. What few seconds at the end are like proves nothing. */
export function recoverySeconds(outcomes: readonly Outcome[], from: number, mostMilliseconds: number): number {
  const fine = fineSeconds(outcomes, from, { share: 0.95, mostMilliseconds });
  const back = fine.lastIndexOf(false) + 1;
  return fine.length - back < AT_LEAST ? Infinity : back;
}

/** Seconds between the first and the last of some requests. */
function spanOf(outcomes: readonly Outcome[]): number {
  const times = outcomes.map(({ at }) => at);
  return times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1000;
}

/** The time within which 95 of 100 were answered. */
export function p95(outcomes: readonly Outcome[]): number {
  return answeredWithin(outcomes, 0.95);
}

function methodOf(kind: Outcome['kind']): string {
  return kind === 'write' ? 'POST' : 'GET';
}
