import type { Theme } from '../../review/diagram/theme';
import { linear, pathOf } from '../scaling/charts/axis';
import { document, Flat, Upright, type Plot } from '../scaling/charts/chart';
import { PolicyLines, pointsOf, violating } from '../scaling/charts/policy-lines';
import { BEFORE, type LossResult } from './loss';
import { OURS } from './policies';

const PLOT: Plot = { width: 900, height: 520, left: 64, right: 660, top: 76, bottom: 460 };
const DASHES = ['7 4', '2 3', '10 3 2 3', '5 2', undefined];

/** Minutes that are shown before the loss, and after. */
const [EARLIER, LATER] = [5, 30];

/** The neighbour of a lost region over time: what comes to it as an area, what each policy could answer as lines. */
export function lossChart(results: Readonly<Record<string, LossResult>>, theme: Theme): string {
  const window = [BEFORE - 60 * EARLIER, BEFORE + 60 * LATER] as const;
  const demand = results[OURS].series.demand.slice(...window);
  const lines = Object.entries(results).map(([name, result]) => ({
    name,
    violatingMinutes: result.violatingMinutes,
    capacity: result.series.capacity.slice(...window),
  }));
  const most = 1.05 * Math.max(...demand, ...lines.flatMap(({ capacity }) => capacity));
  const x = linear([0, demand.length - 1], [PLOT.left, PLOT.right]);
  const y = linear([0, most], [PLOT.bottom, PLOT.top]);
  const area = `${pathOf(pointsOf(demand, x, y))}L${PLOT.right} ${PLOT.bottom}L${PLOT.left} ${PLOT.bottom}Z`;
  const { service, cache, globe, queue, worker } = theme.kinds;
  const colours = [cache, globe, queue, worker, service];
  return document(
    {
      name: 'loss',
      title: 'A region is lost: its neighbour takes over',
      description: lines.map(({ name, violatingMinutes }) => `${name}: ${violating(violatingMinutes)}`).join('; '),
      plot: PLOT,
      theme,
    },
    <>
      <Upright
        plot={PLOT}
        theme={theme}
        scale={y}
        ticks={ticksTo(most)}
        title="requests a second: what comes to the neighbour (area), and what its tasks could answer (lines)"
        format={(value) => value.toLocaleString('en-US')}
      />
      <path d={area} fill={theme.quiet} fill-opacity="0.28" />
      <Flat
        plot={PLOT}
        theme={theme}
        scale={(minute) => x(60 * (EARLIER + minute))}
        ticks={[-5, 0, 5, 10, 15, 20, 25, 30]}
        title="minutes since the region was lost"
      />
      <PolicyLines
        plot={PLOT}
        theme={theme}
        x={x}
        y={y}
        lines={lines.map((line, index) => ({
          ...line,
          isThick: line.name === OURS,
          isBold: line.name === OURS,
          colour: colours[index % colours.length],
          dashes: DASHES[index % DASHES.length],
        }))}
      />
    </>,
  );
}

function ticksTo(most: number): number[] {
  return Array.from({ length: Math.floor(most / 2000) + 1 }, (_, index) => 2000 * index);
}
