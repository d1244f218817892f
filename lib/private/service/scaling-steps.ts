/** One step of a scaling policy: what changes when the metric lies between two bounds, relative to the alarm's threshold. */
export interface Step {
  /** Lower bound, included; absent for the lowest step down. */
  readonly lower?: number;
  /** Upper bound; absent for the highest step up. */
  readonly upper?: number;
  /** Change of the number of tasks, percent. */
  readonly percent: number;
}

/** How much of what is too much is given back. */
export interface Return {
  /** Share of the surplus that is given back at once, 0 to 1. */
  readonly share: number;
  /** Share of the target that the tasks that stay are filled to, were all of the surplus given back. Default: 1. */
  readonly fill?: number;
  /** Most tasks that are given back at once, percent. Default: 100. */
  readonly mostPercent?: number;
}

/** Above the edge of the last step, which is open: what it is sized for, as a multiple of its edge. */
const OPEN_STEP = 1.15;

/**
 * The ladder of scaling out. The metric, as a multiple of the target, is cut at the edges; within a step the number of tasks grows
 * to what the middle of the step needs (its geometric mean) times the gain. The last step is open and sized for 1.15 of its
 * edge, unless its change is given.
 *
 * @param target Value per task that scaling aims for.
 * @param edges Rising multiples of the target. The first one is the threshold of the alarm.
 * @param gain What is added for the load that comes while tasks start, such as 1.1.
 * @param openPercent Change of the open step, for a metric that saturates and cannot tell how much is missing.
 */
export function stepsOut(target: number, edges: readonly number[], gain: number, openPercent?: number): Step[] {
  const threshold = thresholdOf(target, edges);
  return edges.map((edge, index) => {
    const next = edges[index + 1];
    const middle = next === undefined ? OPEN_STEP * edge : Math.sqrt(edge * next);
    const percent = Math.round(100 * (gain * middle - 1));
    return {
      lower: round(edge * target - threshold),
      upper: next === undefined ? undefined : round(next * target - threshold),
      percent: next === undefined ? (openPercent ?? percent) : percent,
    };
  });
}

/**
 * The ladder of scaling in. The metric, as a multiple of the target, is cut at the edges; within a step a share of what the upper
 * edge leaves over is given back, so that the tasks that stay can carry all of it.
 *
 * @param target Value per task that scaling aims for.
 * @param edges Falling multiples of the target, under 1. The first one is the threshold of the alarm.
 * @param back How much of the surplus is given back at once.
 */
export function stepsIn(target: number, edges: readonly number[], back: Return): Step[] {
  const { share, fill = 1, mostPercent = 100 } = back;
  const threshold = thresholdOf(target, edges);
  return edges.map((edge, index) => {
    const next = edges[index + 1];
    const percent = 100 * share * (1 - edge / fill);
    return {
      lower: next === undefined ? undefined : round(next * target - threshold),
      upper: round(edge * target - threshold),
      // Rounded down: a task too many costs less than one too few.
      percent: -Math.floor(round(Math.min(mostPercent, percent))),
    };
  });
}

/** Threshold of the alarm whose policy has these steps. */
export function thresholdOf(target: number, edges: readonly number[]): number {
  return round((edges[0] ?? 1) * target);
}

/** Metric math that is zero until an expression reaches a value. */
export function whenAtLeast(expression: string, value: number): string {
  return `IF(${expression} >= ${round(value)}, ${expression}, 0)`;
}

/** Without the noise of binary fractions, which would make templates hard to read, and without a negative zero. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
