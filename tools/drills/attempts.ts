import type { Report } from './drill';

/** From this share on, what the host of the machine gives to others shows in waiting times. */
const NOTABLE = 0.03;

/** Attempts of a drill on a machine that is its own, and on one whose host has given a part of it to others. */
const ATTEMPTS = 2;
const ATTEMPTS_WHERE_STOLEN = 4;

/** Whether a drill is worth another attempt: only times and shares of errors were missed, and not too often. */
export function mayBeRepeated(reports: readonly Pick<Report, 'mayBeTheMachine' | 'stolen'>[]): boolean {
  const last = reports[reports.length - 1];
  const stolen = reports.some((report) => report.stolen >= NOTABLE);
  return last.mayBeTheMachine && reports.length < (stolen ? ATTEMPTS_WHERE_STOLEN : ATTEMPTS);
}
