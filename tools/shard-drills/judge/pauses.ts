import { percentile } from '../../bench/service/statistics';

/** Milliseconds up to which each bar of the histogram counts, with the one for what takes longer at the end. */
const BOUNDS = [50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, Infinity] as const;

/** What pauses of writes to moving slots may be, in milliseconds. */
export const MEDIAN_PAUSE = 1000;
export const LONGEST_PAUSE = 3000;

export interface Bin {
  readonly label: string;
  readonly count: number;
}

/** How many pauses were how long. */
export function histogramOf(pauses: readonly number[]): Bin[] {
  return BOUNDS.map((bound, index) => {
    const from = index === 0 ? -Infinity : BOUNDS[index - 1];
    const count = pauses.filter((pause) => pause > from && pause <= bound).length;
    return { label: bound === Infinity ? `longer than ${BOUNDS[index - 1]} ms` : `up to ${bound} ms`, count };
  });
}

/** The pause that half of all are at most; 0 where there is none. */
export function medianPause(pauses: readonly number[]): number {
  return pauses.length === 0 ? 0 : percentile(pauses, 0.5);
}
