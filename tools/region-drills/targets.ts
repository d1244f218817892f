import type { Comparison } from '../drills/ledger';
import type { Experience } from './judge/experience';
import { lostTooMuch, type Loss } from './judge/loss';

/** What has to hold in a drill. Nobody writes beside another, and nothing is done twice, in any of them. */
export interface Targets {
  /** Seconds until everything is back. */
  readonly recoverySeconds: number;
  /** Seconds that a move of traffic or of the writer may take. */
  readonly moveSeconds?: number;
  /** Share of all requests, or of reads, that may fail without anybody trying again; 0 says none. */
  readonly errors?: number;
  readonly readErrors?: number;
  /** What had not reached the other region yet may be lost. */
  readonly mayLoseLag?: boolean;
}

/** Times and shares that miss their targets: the machine may be the reason. */
export function tooMuch(targets: Targets, seen: Experience, moveSeconds?: number): string[] {
  const { requests, reads, errors, readErrors, reasons } = seen;
  const why = Object.entries(reasons).map(([reason, number]) => `${number} ${reason}`);
  const share = (what: string, number: number, all: number, most?: number) =>
    most === undefined || number === 0 || number / Math.max(1, all) < most
      ? []
      : [
          `${number} of ${all} ${what} failed (${why.join(', ')}); the target is ${most === 0 ? 'none' : `less than ${most * 100} %`}`,
        ];
  return [
    ...tooLate('recovery', seen.recoverySeconds, targets.recoverySeconds),
    ...tooLate('the move', moveSeconds, targets.moveSeconds),
    ...share('requests', errors, requests, targets.errors),
    ...share('reads', readErrors, reads, targets.readErrors),
  ];
}

/** What was lost or done twice. No machine is a reason for that. */
export function wronged(targets: Targets, found: Comparison, loss: Loss, lagSeconds?: number): string[] {
  return [
    ...(targets.mayLoseLag ? lostTooMuch(loss, lagSeconds) : some('acknowledged writes lost', found.lostWrites)),
    ...some('writes doubled', found.doubledWrites),
    ...some('effects doubled', found.doubledEffects),
  ];
}

function tooLate(what: string, seconds: number | undefined, most: number | undefined): string[] {
  if (seconds === undefined || most === undefined || seconds <= most) return [];
  const took = Number.isFinite(seconds) ? `took ${Math.round(seconds)} s` : 'was not there when the load ended';
  return [`${what} ${took}; the target is ${most} s`];
}

function some(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${ids.length} ${what}: ${ids.slice(0, 3).join(', ')}`];
}
