import type { Theme } from '../../../review/diagram/theme';
import { linear, pathOf } from './axis';
import { document, Flat, Upright, type Plot } from './chart';
import { PolicyLines, pointsOf } from './policy-lines';

/** What a policy had while the crowd was there. */
export interface Line {
  readonly name: string;
  readonly isOurs: boolean;
  readonly violatingMinutes: number;
  /** Requests that it could answer, in each second of the window. */
  readonly capacity: readonly number[];
}

/** A window around a flash crowd. */
export interface Flash {
  /** Seconds of the window before the crowd comes. */
  readonly before: number;
  /** Requests that arrive, in each second of the window. */
  readonly demand: readonly number[];
  readonly lines: readonly Line[];
}

const PLOT: Plot = { width: 900, height: 520, left: 64, right: 660, top: 76, bottom: 460 };
const DASHES = [undefined, '7 4', '2 3', '10 3 2 3', '5 2'];

/** A flash crowd over time: the demand as an area, what each policy could answer as lines. */
export function flashChart({ before, demand, lines }: Flash, theme: Theme): string {
  const most = 1.05 * Math.max(...demand, ...lines.flatMap(({ capacity }) => [...capacity]));
  const x = linear([0, demand.length - 1], [PLOT.left, PLOT.right]);
  const y = linear([0, most], [PLOT.bottom, PLOT.top]);
  const area = `${pathOf(pointsOf(demand, x, y))}L${PLOT.right} ${PLOT.bottom}L${PLOT.left} ${PLOT.bottom}Z`;
  const colours = [theme.kinds.service, theme.kinds.cache, theme.kinds.globe, theme.kinds.queue, theme.kinds.worker];
  const minutes = (value: number) => x(before + 60 * value);
  const ticks = Array.from({ length: Math.floor((demand.length - before) / 300) + 1 }, (_, index) => 5 * index);
  const title = 'A flash crowd: about ten times the load within a minute';
  const description = lines
    .map(({ name, violatingMinutes }) => `${name}: ${violatingMinutes} violating minutes`)
    .join('; ');
  return document(
    { name: 'flash', title, description, plot: PLOT, theme },
    <>
      <Upright
        plot={PLOT}
        theme={theme}
        scale={y}
        ticks={thousands(most)}
        title="requests a second: what arrives (area), and what the tasks of each policy could answer (lines)"
        format={(value) => value.toLocaleString('en-US')}
      />
      <path d={area} fill={theme.quiet} fill-opacity="0.28" />
      <Flat plot={PLOT} theme={theme} scale={minutes} ticks={ticks} title="minutes since the crowd came" />
      <PolicyLines
        plot={PLOT}
        theme={theme}
        x={x}
        y={y}
        lines={lines.map((line, index) => ({
          ...line,
          isThick: index === 0,
          isBold: line.isOurs,
          colour: colours[index % colours.length],
          dashes: DASHES[index % DASHES.length],
        }))}
      />
    </>,
  );
}

function thousands(most: number): number[] {
  const step = most > 12_000 ? 4000 : 2000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => step * index);
}
