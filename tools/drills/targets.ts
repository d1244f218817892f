import type { Comparison } from './ledger';
import type { Experience } from './recovery';

/** What has to hold in a drill. That nothing is lost and nothing is done twice has to hold in each, but where it says so. */
export interface Targets {
  /** Seconds until error rate and p99 are back. */
  readonly recoverySeconds?: number;
  /** Share of requests that fail stays below it; 0 says that none fails. */
  readonly errors?: number;
  /** Losses of writes and of jobs are stated, and are no failure: commits wait for nobody in it, neither those of visitors nor those of workers. */
  readonly mayLose?: boolean;
}

/** Losses of one of many. */
export const ONE_OF_MANY: Targets = { recoverySeconds: 5, errors: 0.01 };

/** What is planned. */
export const PLANNED: Targets = { errors: 0 };

/** Times and errors that miss their targets. A machine that is busy with something else may be the reason. */
export function tooMuch(targets: Targets, seen: Experience): string[] {
  const share = seen.errors / Math.max(1, seen.requests);
  return [...tooLate(seen.recoverySeconds, targets.recoverySeconds), ...tooManyErrors(share, seen, targets.errors)];
}

/** What was lost or done twice, and reads that were too old. No machine is a reason for that. */
export function wronged(targets: Targets, seen: Experience, found: Comparison): string[] {
  return [
    ...(targets.mayLose ? [] : lost(found)),
    ...some('writes doubled', found.doubledWrites),
    ...some('effects doubled', found.doubledEffects),
    ...(seen.stale > 0 ? [`${seen.stale} reads did not show what their reader had written`] : []),
  ];
}

/** What a job has done is a commit like that of a write: a worker acknowledges its message after that. */
function lost({ lostWrites, lostJobs }: Comparison): string[] {
  return [...some('acknowledged writes lost', lostWrites), ...some('jobs lost', lostJobs)];
}

function tooManyErrors(share: number, seen: Experience, most: number | undefined): string[] {
  if (most === undefined || seen.errors === 0 || share < most) return [];
  const reasons = Object.entries(seen.reasons).map(([reason, number]) => `${number} ${reason}`);
  return [`${seen.errors} of ${seen.requests} requests failed (${reasons.join(', ')}); the target is ${target(most)}`];
}

function target(most: number): string {
  return most === 0 ? 'none' : `less than ${most * 100} %`;
}

function tooLate(seconds: number, most: number | undefined): string[] {
  if (most === undefined || seconds <= most) return [];
  const took = Number.isFinite(seconds) ? `took ${seconds} s` : 'was not there when the load ended';
  return [`recovery ${took}; the target is ${most} s`];
}

function some(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${ids.length} ${what}: ${ids.slice(0, 3).join(', ')}`];
}
