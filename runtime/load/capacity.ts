/**
 * Learns from a task's CPU what it can really do, where it is rated for more: a rating that is a quarter too high would otherwise keep
 * scaling from ever seeing that the tasks are full. Pure, so that the simulator tries exactly this.
 *
 * What is learned does not depend on how many tasks there are: requests and CPU of a task rise and fall together. So nothing that
 * scaling does with it comes back as a different estimate, and there is nothing to swing.
 */

/** What has been learned so far. */
export interface CapacityEstimate {
  /** Periods that were seen, usable or not. */
  readonly periods: number;
  /** Periods that were usable. */
  readonly samples: number;
  /** Logarithm of the requests per second that fill the CPU. */
  readonly logarithm: number;
}

/** What a task did in a period. */
export interface CapacitySample {
  /** Requests that it completed in a second: of what arrives, some may still wait. */
  readonly completedPerSecond: number;
  /** Share of its CPU that was used, 0 to 1. */
  readonly cpuShare: number;
}

/** A task that warms up does less with its CPU: its first minute says nothing. */
const WARM_UP_PERIODS = 6;
/** Below, what the process does besides requests weighs too much. */
const LEAST_CPU = 0.4;
/** Two minutes of periods: slower than the surges that are to be met, and faster than traffic that changes its mix. */
const MEMORY = 12;
/** What a task does besides requests makes it look weaker than it is, by up to a twentieth. */
const MARGIN = 1.04;
/** However little a task seems to do, it never counts for less than this share of its rating: other work may fill its CPU. */
const LEAST_SHARE = 0.5;

/** Nothing has been learned. */
export const NO_ESTIMATE: CapacityEstimate = { periods: 0, samples: 0, logarithm: 0 };

/** What is known after another period. A single period says at most that the rating is wrong by half, or by twice. */
export function learn(
  estimate: CapacityEstimate,
  { completedPerSecond, cpuShare }: CapacitySample,
  ratedRequestsPerSecond: number,
): CapacityEstimate {
  const periods = estimate.periods + 1;
  const isUsable = periods > WARM_UP_PERIODS && cpuShare >= LEAST_CPU && completedPerSecond > 0;
  if (!isUsable) return { ...estimate, periods };
  const samples = Math.min(estimate.samples + 1, MEMORY);
  const share = completedPerSecond / Math.min(cpuShare, 1) / ratedRequestsPerSecond;
  const seen = Math.log(ratedRequestsPerSecond * Math.min(Math.max(share, LEAST_SHARE), 1 / LEAST_SHARE));
  return { periods, samples, logarithm: estimate.logarithm + (seen - estimate.logarithm) / samples };
}

/** Requests per second that a task is taken to be able to do: what it is rated for, or less. */
export function effectiveRate(estimate: CapacityEstimate, ratedRequestsPerSecond: number): number {
  if (estimate.samples === 0) return ratedRequestsPerSecond;
  const learned = Math.exp(estimate.logarithm) * MARGIN;
  return Math.min(ratedRequestsPerSecond, Math.max(learned, LEAST_SHARE * ratedRequestsPerSecond));
}
