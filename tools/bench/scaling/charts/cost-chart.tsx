import type { Theme } from '../../../review/diagram/theme';
import { frontierOf, type Point } from '../frontier';
import { logarithmic, pathOf, round } from './axis';
import { document, Flat, Upright, type Plot } from './chart';
import { placeLabels } from './labels';

/** A policy on the picture. */
export interface Dot extends Point {
  readonly name: string;
  readonly isOurs: boolean;
}

const PLOT: Plot = { width: 900, height: 560, left: 64, right: 876, top: 76, bottom: 500 };
const COSTS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5];
const MINUTES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Violating minutes against cost, both logarithmic: lower left is better. */
export function costChart(dots: readonly Dot[], ideal: readonly Point[], theme: Theme): string {
  // As far up as the policies go: an ideal sensor that plans for too little is of no interest.
  const most = Math.max(...dots.map(({ violatingMinutes }) => violatingMinutes));
  const best = frontierOf(ideal).filter(({ violatingMinutes }) => violatingMinutes <= most);
  const all = [...dots, ...best];
  const costs: readonly [number, number] = [1, 1.06 * Math.max(...all.map(({ cost }) => cost))];
  const minutes = rangeOf(all.map(({ violatingMinutes }) => violatingMinutes));
  const x = logarithmic(costs, [PLOT.left, PLOT.right]);
  const y = logarithmic(minutes, [PLOT.bottom, PLOT.top]);
  const at = ({ cost, violatingMinutes }: Point) => [x(cost), y(Math.max(1, violatingMinutes))] as const;
  const front = frontierOf(dots);
  const byPlace = [...dots].sort((one, other) => Number(other.isOurs) - Number(one.isOurs) || one.cost - other.cost);
  const labels = placeLabels(
    byPlace.map((dot) => ({ text: dot.name, x: at(dot)[0], y: at(dot)[1] })),
    PLOT,
  );
  const title = 'Violating minutes against cost: lower and further left is better';
  const description = dots
    .map(({ name, cost, violatingMinutes }) => `${name}: ${violatingMinutes} minutes at ${cost.toFixed(2)}`)
    .join('; ');
  const ours = theme.kinds.service;
  const colourOf = ({ isOurs }: Dot) => (isOurs ? ours : theme.quiet);
  return document(
    { name: 'cost', title, description, plot: PLOT, theme },
    <>
      <Upright
        plot={PLOT}
        theme={theme}
        scale={y}
        ticks={MINUTES.filter((tick) => tick >= minutes[0] && tick <= minutes[1])}
        title="violating minutes"
      />
      <Flat
        plot={PLOT}
        theme={theme}
        scale={x}
        ticks={COSTS.filter((tick) => tick <= costs[1])}
        title="cost, in multiples of what an oracle that knows the future pays"
      />
      <path d={pathOf(best.map(at))} fill="none" stroke={theme.kinds.bucket} stroke-width="2" stroke-dasharray="6 4" />
      <path d={pathOf(front.map(at))} fill="none" stroke={ours} stroke-width="2" stroke-opacity="0.55" />
      {byPlace.map((dot) => (
        <circle
          cx={round(at(dot)[0])}
          cy={round(at(dot)[1])}
          r={dot.isOurs ? 6.5 : 5}
          fill={dot.isOurs ? ours : theme.background}
          stroke={colourOf(dot)}
          stroke-width="2"
        />
      ))}
      {labels.map(({ text, textX, textY, anchor }, index) => (
        <text
          x={round(textX)}
          y={round(textY)}
          text-anchor={anchor}
          font-size="13"
          font-weight={byPlace[index].isOurs ? 600 : 400}
          fill={byPlace[index].isOurs ? ours : theme.text}
          stroke={theme.background}
          stroke-width="4"
          paint-order="stroke"
        >
          {text}
        </text>
      ))}
      <Legend theme={theme} />
    </>,
  );
}

/** A little room on both sides. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.max(1, 0.8 * Math.min(...values.filter((value) => value > 0))), 1.25 * Math.max(...values)];
}

function Legend({ theme }: { readonly theme: Theme }) {
  const entries = [
    { colour: theme.kinds.service, dash: undefined, text: 'best that can be deployed' },
    { colour: theme.kinds.bucket, dash: '6 4', text: 'ideal sensor: no delay at all' },
  ];
  return (
    <g>
      {entries.map(({ colour, dash, text }, index) => (
        <g transform={`translate(${PLOT.right - 240} ${PLOT.top + 14 + 22 * index})`}>
          <path d="M0 0H32" stroke={colour} stroke-width="2" stroke-dasharray={dash} />
          <text x="40" y="4" font-size="13" fill={theme.text}>
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
