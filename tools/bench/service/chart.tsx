import type { Theme } from '../../review/diagram/theme';
import { round } from '../scaling/charts/axis';
import { document, type Plot } from '../scaling/charts/chart';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Bars of a series have a colour. */
  readonly series?: number;
}

export interface BarChart {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** What each series is, where there are several. */
  readonly series?: readonly string[];
}

const WIDTH = 900;
const LEFT = 230;
const RIGHT = 780;
const TOP = 76;
const ROW = 34;

/** Bars from left to right, each with its value: they begin at nothing, so that lengths can be compared. */
export function barChart({ name, title, unit, bars, series = [] }: BarChart, theme: Theme): string {
  const bottom = TOP + ROW * bars.length;
  const plot: Plot = { width: WIDTH, height: bottom + 20, left: LEFT, right: RIGHT, top: TOP, bottom };
  const most = Math.max(...bars.map(({ value }) => value));
  const description = bars.map((bar) => `${nameOf(bar, series)}: ${short(bar.value)} ${unit}`).join('; ');
  const colours = [theme.kinds.service, theme.kinds.cache];
  return document(
    { name, title, description, plot, theme },
    <>
      <text x="16" y="54" font-size="13" fill={theme.quiet}>
        {unit}
      </text>
      {series.map((text, index) => (
        <g transform={`translate(${LEFT + 150 * index} 50)`}>
          <rect y="-9" width="14" height="12" rx="2" fill={colours[index]} />
          <text x="20" y="2" font-size="13" fill={theme.text}>
            {text}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const y = TOP + ROW * index;
        const width = round(((RIGHT - LEFT) * bar.value) / most);
        const isRepeated = index > 0 && bars[index - 1].label === bar.label;
        return (
          <g>
            <text x={LEFT - 12} y={y + 17} text-anchor="end" font-size="13" fill={theme.text}>
              {isRepeated ? '' : bar.label}
            </text>
            <rect x={LEFT} y={y} width={width} height="24" rx="3" fill={colours[bar.series ?? 0]} />
            <text x={round(LEFT + width + 8)} y={y + 17} font-size="13" fill={theme.text}>
              {short(bar.value)}
            </text>
          </g>
        );
      })}
      <path d={`M${LEFT} ${TOP - 6}V${bottom}`} stroke={theme.line} stroke-width="1" />
    </>,
  );
}

function nameOf({ label, series }: Bar, names: readonly string[]): string {
  return series === undefined ? label : `${label}, ${names[series]}`;
}

/** Three digits at least: no more are worth reading. */
export function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}
