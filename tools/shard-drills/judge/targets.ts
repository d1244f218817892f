import type { Experience } from './experience';
import { LONGEST_PAUSE } from './pauses';

/** Times that miss their targets: a machine that is busy with something else may be the reason. */
export function tooLong({ longestWrite }: Pick<Experience, 'longestWrite'>): string[] {
  if (longestWrite <= LONGEST_PAUSE) return [];
  return [`a write to a slot that moved took ${longestWrite} ms; the most is ${LONGEST_PAUSE} ms`];
}

/** Requests that failed, though no engine that they needed was gone, and reads that were too old. */
export function failures({ readErrors, writeErrors, reads, writes, reasons, stale }: Experience): string[] {
  const why = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  const told = (what: string, errors: number, all: number) =>
    errors === 0 ? [] : [`${errors} of ${all} ${what} failed (${why.join(', ')})`];
  return [
    ...told('reads', readErrors, reads),
    ...told('writes', writeErrors, writes),
    ...(stale === 0 ? [] : [`${stale} reads did not show what their client had written`]),
  ];
}
