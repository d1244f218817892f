import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Theme } from '../../../review/diagram/theme';
import { round, type Scale } from './axis';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Where the data are on a picture. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxisProps {
  readonly plot: Plot;
  readonly theme: Theme;
  readonly scale: Scale;
  readonly ticks: readonly number[];
  readonly title: string;
  readonly format?: (value: number) => string;
}

/** Lines across at values of the upright axis, and its title above. */
export function Upright({ plot, theme, scale, ticks, title, format = String }: AxisProps): VNode {
  return (
    <g>
      {ticks.map((tick) => (
        <g>
          <path d={`M${plot.left} ${round(scale(tick))}H${plot.right}`} stroke={theme.border} stroke-width="1" />
          <text x={plot.left - 8} y={round(scale(tick) + 4)} text-anchor="end" font-size="13" fill={theme.quiet}>
            {format(tick)}
          </text>
        </g>
      ))}
      <text x="16" y={plot.top - 18} font-size="13" fill={theme.quiet}>
        {title}
      </text>
    </g>
  );
}

/** Values of the flat axis below the plot, and its title below them. */
export function Flat({ plot, theme, scale, ticks, title, format = String }: AxisProps): VNode {
  return (
    <g>
      <path d={`M${plot.left} ${plot.bottom}H${plot.right}`} stroke={theme.line} stroke-width="1" />
      {ticks.map((tick) => (
        <g>
          <path d={`M${round(scale(tick))} ${plot.bottom}v5`} stroke={theme.line} stroke-width="1" />
          <text x={round(scale(tick))} y={plot.bottom + 20} text-anchor="middle" font-size="13" fill={theme.quiet}>
            {format(tick)}
          </text>
        </g>
      ))}
      <text x={plot.right} y={plot.bottom + 42} text-anchor="end" font-size="13" fill={theme.quiet}>
        {title}
      </text>
    </g>
  );
}

export interface ChartProps {
  readonly name: string;
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  readonly plot: Plot;
  readonly theme: Theme;
}

/** A picture as an SVG document: the same bytes for the same data. */
export function document({ name, title, description, plot, theme }: ChartProps, children: ComponentChildren): string {
  const { width, height } = plot;
  const drawn = renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-labelledby={`${name}-title ${name}-description`}
      font-family={FONT}
    >
      <title id={`${name}-title`}>{title}</title>
      <desc id={`${name}-description`}>{description}</desc>
      <rect width={width} height={height} rx="8" fill={theme.background} />
      <text x="16" y="28" font-size="17" font-weight="600" fill={theme.text}>
        {title}
      </text>
      {children}
    </svg>,
  );
  return `${drawn}\n`;
}
