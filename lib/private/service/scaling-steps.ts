/** One step of a scaling policy: what changes when the metric lies between two bounds, relative to the alarm's threshold. */
export interface Step {
  /** Lower bound, included; absent for the lowest step down. */
  readonly lower?: number;
  /** Upper bound; absent for the highest step up. */
  readonly upper?: number;
  /** Change of the number of tasks, percent. */
  readonly percent: number;
}

/**
 * Steps up. The demand, as a multiple of the target, is cut at the edges; within a step the number of tasks grows to what
 * the middle of the step needs (its geometric mean) times the gain. The last step is open and sized for 1.15 of its edge.
 *
 * @param target Demand per task that scaling aims for.
 * @param edges Rising multiples of the target. The first one is the threshold of the alarm.
 * @param gain What is added for the work that comes while tasks start, such as 1.1.
 */
export function stepsOut(target: number, edges: readonly number[], gain: number): Step[] {
  const threshold = thresholdOf(target, edges);
  return edges.map((edge, index) => {
    const next = edges[index + 1];
    const middle = next === undefined ? 1.15 * edge : Math.sqrt(edge * next);
    return {
      lower: round(edge * target - threshold),
      upper: next === undefined ? undefined : round(next * target - threshold),
      percent: Math.round(100 * (gain * middle - 1)),
    };
  });
}

/**
 * Steps down. The demand, as a multiple of the target, is cut at the edges; within a step a share of what the upper edge
 * leaves over is given back, so that the tasks that stay can carry all of it.
 *
 * @param target Demand per task that scaling aims for.
 * @param edges Falling multiples of the target, under 1. The first one is the threshold of the alarm.
 * @param share Share of the surplus that is given back at once, 0 to 1.
 */
export function stepsIn(target: number, edges: readonly number[], share: number): Step[] {
  const threshold = thresholdOf(target, edges);
  return edges.map((edge, index) => {
    const next = edges[index + 1];
    return {
      lower: next === undefined ? undefined : round(next * target - threshold),
      upper: round(edge * target - threshold),
      percent: -Math.round(100 * share * (1 - edge)),
    };
  });
}

/** Threshold of the alarm whose policy has these steps. */
export function thresholdOf(target: number, edges: readonly number[]): number {
  return round((edges[0] ?? 1) * target);
}

/** Without the noise of binary fractions, which would make templates hard to read, and without a negative zero. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
