import { MISSING } from '../metric-math';
import type { MetricExpression, Signal, Statistic } from '../model';
import { type Capacities, type Measure, measureOf, type Moment } from './measurements';

/** Everything that was measured of one signal, with sums so that any period is a subtraction. */
class Recording {
  private readonly values: Float64Array;
  private readonly sums: Float64Array;
  private readonly counts: Int32Array;
  private readonly measure: Measure;

  public constructor(signal: Signal, capacities: Capacities, seconds: number) {
    this.values = new Float64Array(seconds);
    this.sums = new Float64Array(seconds + 1);
    this.counts = new Int32Array(seconds + 1);
    this.measure = measureOf(signal, capacities);
  }

  public record(second: number, moment: Moment): void {
    const value = this.measure(moment, second);
    const missing = Number.isNaN(value);
    this.values[second] = value;
    this.sums[second + 1] = this.sums[second] + (missing ? 0 : value);
    this.counts[second + 1] = this.counts[second] + (missing ? 0 : 1);
  }

  /** Statistic of the seconds from `end - period` up to, and without, `end`. */
  public datapoint(statistic: Statistic, period: number, end: number): number {
    const start = end - period;
    if (start < 0) return MISSING;
    const count = this.counts[end] - this.counts[start];
    if (count === 0) return MISSING;
    if (statistic === 'Average') return (this.sums[end] - this.sums[start]) / count;
    if (statistic === 'Sum') return this.sums[end] - this.sums[start];
    return this.extreme(statistic === 'Maximum' ? 1 : -1, start, end);
  }

  private extreme(sign: 1 | -1, start: number, end: number): number {
    let extreme = -Infinity;
    for (let second = start; second < end; second++) {
      const value = sign * this.values[second];
      if (value > extreme) extreme = value;
    }
    return sign * extreme;
  }
}

/** The metrics of a run: what its alarms look at, and nothing else. */
export class Metrics {
  private readonly recordings = new Map<string, Recording>();
  private readonly all: Recording[] = [];

  public constructor(
    private readonly capacities: Capacities,
    private readonly seconds: number,
  ) {}

  /** Begins to record a metric, and returns where its datapoints are: by the second in which they end. */
  public watch({ signal, statistic, periodSeconds }: MetricExpression): (end: number) => number {
    const recording = this.recordingOf(signal);
    // The only statistic that Elastic Load Balancing knows of it.
    const only = signal.model === 'requests-per-target' ? 'Sum' : statistic;
    return (end) => recording.datapoint(only, periodSeconds, end);
  }

  /** Records a second that is over. */
  public record(second: number, moment: Moment): void {
    for (const recording of this.all) recording.record(second, moment);
  }

  private recordingOf(signal: Signal): Recording {
    const key = JSON.stringify(signal);
    const known = this.recordings.get(key);
    if (known) return known;
    const recording = new Recording(signal, this.capacities, this.seconds);
    this.recordings.set(key, recording);
    this.all.push(recording);
    return recording;
  }
}
