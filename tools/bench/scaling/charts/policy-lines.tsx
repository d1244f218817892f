import type { Theme } from '../../../review/diagram/theme';
import { pathOf, round } from './axis';
import type { Plot } from './chart';
import { spread } from './labels';

/** What a policy could answer over time. */
export interface PolicyLine {
  readonly name: string;
  readonly violatingMinutes: number;
  /** Requests that it could answer, in each second. */
  readonly capacity: readonly number[];
  readonly isThick: boolean;
  readonly isBold: boolean;
  readonly colour: string;
  readonly dashes?: string;
}

/** Seconds between two points of a line. */
const EVERY = 5;

/** Values of each second as points, few enough to draw. */
export function pointsOf(
  values: readonly number[],
  x: (second: number) => number,
  y: (value: number) => number,
): (readonly [number, number])[] {
  return values.flatMap((value, second) => (second % EVERY === 0 ? [[x(second), y(value)] as const] : []));
}

/** Minutes in words. */
export function violating(minutes: number): string {
  return minutes === 1 ? '1 violating minute' : `${minutes} violating minutes`;
}

/** A line for each policy, with its name and its violating minutes beside its end. */
export function PolicyLines({
  plot,
  theme,
  x,
  y,
  lines,
}: {
  readonly plot: Plot;
  readonly theme: Theme;
  readonly x: (second: number) => number;
  readonly y: (value: number) => number;
  readonly lines: readonly PolicyLine[];
}) {
  const ends = lines.map(({ capacity }) => y(capacity[capacity.length - 1]));
  const heights = spread(ends, 36);
  return (
    <>
      {lines.map(({ capacity, colour, isThick, dashes }) => (
        <path
          d={pathOf(pointsOf(capacity, x, y))}
          fill="none"
          stroke={colour}
          stroke-width={isThick ? 3 : 2}
          stroke-dasharray={dashes}
          stroke-linejoin="round"
        />
      ))}
      {lines.map(({ name, isBold, violatingMinutes, colour }, index) => (
        <g>
          <path
            d={pathOf([
              [plot.right, ends[index]],
              [plot.right + 14, heights[index]],
            ])}
            stroke={colour}
            stroke-width="1"
          />
          <text
            x={plot.right + 18}
            y={round(heights[index] - 1)}
            font-size="13"
            font-weight={isBold ? 600 : 400}
            fill={colour}
          >
            {name}
          </text>
          <text x={plot.right + 18} y={round(heights[index] + 14)} font-size="12" fill={theme.quiet}>
            {violating(violatingMinutes)}
          </text>
        </g>
      ))}
    </>
  );
}
