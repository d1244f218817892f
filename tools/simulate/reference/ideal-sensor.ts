import { simulate } from '../engine';
import type { Application, DeployedService, Outcome, RunOptions, Sight, Trace } from '../model';
import type { Limits } from './need';
import { PLUMBING } from './oracle';

/** How a controller that measures without delay decides. */
export interface SensorParameters {
  /** Share of what tasks can do that is planned with. */
  readonly utilization: number;
  /** Seconds for which the highest demand is remembered. */
  readonly holdSeconds: number;
  /** Seconds by which the slope is followed ahead. */
  readonly lookAheadSeconds: number;
  /** Seconds within which what waits is worked off. */
  readonly drainSeconds: number;
}

/** Seconds of traffic that it averages. */
const SEEN_SECONDS = 5;

/** Seconds over which it takes the slope: over fewer the noise of arrivals would be one. */
const SLOPE_SECONDS = 30;

/** The parameters whose runs are its frontier: the reactive limit. */
export const FRONTIER: readonly SensorParameters[] = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85].flatMap((utilization) =>
  [60, 120, 240].flatMap((holdSeconds) =>
    [0, 30, 45, 60].map((lookAheadSeconds) => ({ utilization, holdSeconds, lookAheadSeconds, drainSeconds: 30 })),
  ),
);

/**
 * What becomes of traffic with a perfect pipeline of metrics: the true arrivals of the last seconds, a decision every second, and
 * the same starts of tasks as everyone has.
 */
export function idealSensor(
  trace: Trace,
  parameters: SensorParameters,
  options: Omit<RunOptions, 'steering'>,
  limits: Limits,
): Outcome {
  const service: DeployedService = {
    name: 'ideal sensor',
    kind: trace.kind,
    ...limits,
    ...(trace.kind === 'web' ? PLUMBING : { healthCheckSeconds: 0, deregistrationSeconds: 0 }),
    highResolutionCpu: false,
    policies: [],
    warnings: [],
  };
  const desired = controller(parameters, options.application);
  return simulate(service, trace, { ...options, steering: { kind: 'controller', desired } });
}

function controller(parameters: SensorParameters, application: Application): (sight: Sight) => number {
  const { utilization, holdSeconds, lookAheadSeconds, drainSeconds } = parameters;
  const demand = new Demand();
  const highest = new Highest(holdSeconds);
  return ({ second, arrivals, backlog }) => {
    demand.add(second, arrivals);
    const rate = demand.rate + lookAheadSeconds * Math.max(0, demand.slope);
    const peak = highest.add(second, rate);
    return Math.ceil((peak + backlog / drainSeconds) / (utilization * application.ratedCapacity));
  };
}

/** Arrivals per second, and how fast they rise. */
class Demand {
  /** Sums of arrivals up to a second, as far back as needed. */
  private readonly sums = new Float64Array(SLOPE_SECONDS + SEEN_SECONDS + 1);
  private second = 0;

  public add(second: number, arrivals: number): void {
    const before = this.sumAt(this.second);
    this.second = second + 1;
    this.sums[this.second % this.sums.length] = before + arrivals;
  }

  public get rate(): number {
    return this.rateAt(this.second);
  }

  public get slope(): number {
    const from = this.second - SLOPE_SECONDS;
    return from < SEEN_SECONDS ? 0 : (this.rate - this.rateAt(from)) / SLOPE_SECONDS;
  }

  private rateAt(second: number): number {
    const from = Math.max(0, second - SEEN_SECONDS);
    return (this.sumAt(second) - this.sumAt(from)) / Math.max(1, second - from);
  }

  private sumAt(second: number): number {
    return this.sums[second % this.sums.length];
  }
}

/** The highest of the last values: those that a later and higher one outlasts are forgotten. */
class Highest {
  private readonly values: { readonly second: number; readonly value: number }[] = [];

  constructor(private readonly seconds: number) {}

  public add(second: number, value: number): number {
    while (this.values.length > 0 && this.values[this.values.length - 1].value <= value) this.values.pop();
    this.values.push({ second, value });
    if (this.values[0].second <= second - this.seconds) this.values.shift();
    return this.values[0].value;
  }
}
