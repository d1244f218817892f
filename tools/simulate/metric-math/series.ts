/**
 * Datapoints of a metric or a formula, counted back from the newest one that is evaluated, which is 0. `MISSING` where there is
 * none.
 */
export type Series = (back: number) => number;

/** No datapoint. */
export const MISSING = Number.NaN;

/** How many datapoints are looked back for one that is not missing. */
export const LOOK_BACK = 5;

/** The distance, in datapoints, of the next one before `back` that is not missing; 0 where there is none. */
export function distanceBack(series: Series, back: number): number {
  for (let distance = 1; distance <= LOOK_BACK; distance++) {
    if (!Number.isNaN(series(back + distance))) return distance;
  }
  return 0;
}
