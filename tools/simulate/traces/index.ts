import type { ServiceKind, Trace } from '../model';
import { Random } from '../random';
import { CALM, withNoise } from './noise';
import { historyOf, multiplesOf, REAL_DAYS } from './real-days';
import { HOUR, hoursBefore, jitterOf } from './shape';
import { WEB_SHAPES } from './web-shapes';
import { WORKER_SHAPES } from './worker-shapes';

export interface TraceOptions {
  /** Decides the parameters of a shape, and the noise. */
  readonly seed: number;
  /**
   * Requests or messages a second: the quiet load of shapes, the mean of real days.
   * @default - 600 of web services, 40 of workers
   */
  readonly base?: number;
}

export const BASES: Readonly<Record<ServiceKind, number>> = { web: 600, worker: 40 };

/** Names of all traces: shapes of web services, of workers, and days that were. */
export function traceNames(): string[] {
  return [...Object.keys(WEB_SHAPES), ...Object.keys(WORKER_SHAPES), ...Object.keys(REAL_DAYS)];
}

/** How long a trace is. */
export function traceHours(name: string): number {
  return name in REAL_DAYS ? 24 : (WEB_SHAPES[name] ?? WORKER_SHAPES[name]).hours;
}

/** Traffic by name. The same name, seed and base give the same trace; traces of one seed have nothing else in common. */
export function trace(name: string, { seed, base }: TraceOptions): Trace {
  const random = new Random(seed, `trace/${name}`);
  const kind = name in WORKER_SHAPES ? 'worker' : 'web';
  const scale = base ?? BASES[kind];
  if (name in REAL_DAYS) {
    const rate = withNoise(multiplesOf(REAL_DAYS[name]), CALM, random).map((multiple) => multiple * scale);
    const history = historyOf(REAL_DAYS[name]).map((multiple) => multiple * scale);
    return { name, kind, rate, history, losses: [] };
  }
  const shape = WEB_SHAPES[name] ?? WORKER_SHAPES[name];
  if (shape === undefined)
    throw new Error(
      `trace must be one of ${traceNames().join(', ')}, got "${name}"; take one of these, or the file of a trace`,
    );
  const drawn = shape.draw(jitterOf(random));
  const calm = Float64Array.from({ length: shape.hours * HOUR }, (_, second) => scale * drawn.multiple(second));
  const history = Float64Array.from(hoursBefore(drawn), (multiple) => scale * multiple);
  return { name, kind, rate: withNoise(calm, shape.noise, random), history, losses: drawn.losses ?? [] };
}
