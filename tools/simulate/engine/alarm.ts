import { compile, metricsOf, type Series } from '../metric-math';
import type { Alarm, Comparison, Conditions } from '../model';
import type { Random } from '../random';
import { delayOf } from './measurements';
import type { Metrics } from './metrics';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm that looks at a shorter period than this is evaluated every ten seconds, any other every minute. */
const HIGH_RESOLUTION = 60;
const OFTEN_SECONDS = 10;
/** An alarm invokes its scaling action again and again while it lasts. */
const REPEAT_SECONDS = 60;

/**
 * One alarm: evaluated when it is due, over a window that slides with its evaluations.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class AlarmWatch {
  public state: AlarmState = 'INSUFFICIENT_DATA';
  /** Second of the next evaluation. */
  public due: number;
  /** The newest value, which the policy gets. */
  public value = Number.NaN;

  private readonly every: number;
  private readonly delay: number;
  private readonly series: Series;
  private end = -1;
  private repeatAt = 0;

  public constructor(
    private readonly alarm: Alarm,
    metrics: Metrics,
    delays: Conditions['delays'],
    phases: Random,
  ) {
    const often = alarm.periodSeconds < HIGH_RESOLUTION;
    this.every = often ? OFTEN_SECONDS : HIGH_RESOLUTION;
    this.due = often ? OFTEN_SECONDS : 1 + Math.floor(phases.uniform() * HIGH_RESOLUTION);
    this.delay = Math.max(0, ...metricsOf(alarm.expression).map((metric) => delayOf(metric, delays)));
    this.series = compile(alarm.expression, (metric) => {
      const datapoint = metrics.watch(metric);
      return (back) => datapoint(this.end - back * alarm.periodSeconds);
    });
  }

  /** Evaluates the alarm and returns whether it invokes its policy now. */
  public evaluate(now: number): boolean {
    this.due = now + this.every;
    this.slide(now);
    if (this.state !== 'ALARM') return false;
    if (now < this.repeatAt || Number.isNaN(this.value)) return false;
    this.repeatAt = now + REPEAT_SECONDS;
    return true;
  }

  private slide(now: number): void {
    // Datapoints of a high-resolution metric begin at multiples of its period, any other's at full minutes.
    const grid = Math.min(this.alarm.periodSeconds, HIGH_RESOLUTION);
    const end = Math.floor((now - this.delay) / grid) * grid;
    if (end === this.end || end < grid) return;
    this.end = end;
    this.value = this.series(0);
    const before = this.state;
    this.state = this.judge();
    if (this.state === 'ALARM' && before !== 'ALARM') this.repeatAt = now;
  }

  private judge(): AlarmState {
    const { evaluationPeriods, datapointsToAlarm, treatMissingData } = this.alarm;
    let breaching = 0;
    let missing = 0;
    for (let back = 0; back < evaluationPeriods; back++) {
      const value = back === 0 ? this.value : this.series(back);
      if (Number.isNaN(value)) missing++;
      else if (breaches(value, this.alarm)) breaching++;
      // What is left cannot make an alarm any more, and not all is missing.
      if (missing === 0 && breaching + evaluationPeriods - back - 1 < datapointsToAlarm) return 'OK';
    }
    if (treatMissingData === 'breaching') breaching += missing;
    if (breaching >= datapointsToAlarm) return 'ALARM';
    if (missing > 0 && treatMissingData === 'ignore') return this.state;
    return missing === evaluationPeriods && treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : 'OK';
  }
}

/** Returns whether an alarm of this comparison is about values that are too high. */
export function isHigh(comparison: Comparison): boolean {
  return comparison === 'GreaterThanThreshold' || comparison === 'GreaterThanOrEqualToThreshold';
}

function breaches(value: number, { comparison, threshold }: Alarm): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}
