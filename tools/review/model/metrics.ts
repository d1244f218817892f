import { at, list, word } from './json';
import type { Resource } from './model';

/** A metric that an alarm looks at. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly period: number;
  readonly dimensions: readonly unknown[];
}

const isMetricAlarm = (properties: Readonly<Record<string, unknown>>) => properties.MetricName !== undefined;

/** The metrics of an alarm: its own, or those of its expression. */
export function metricsOf({ properties }: Resource): Metric[] {
  if (isMetricAlarm(properties)) {
    return [
      {
        namespace: word(properties.Namespace),
        name: word(properties.MetricName),
        statistic: word(properties.Statistic ?? properties.ExtendedStatistic),
        period: Number(properties.Period),
        dimensions: list(properties.Dimensions).map(({ Value }) => Value),
      },
    ];
  }
  return list(properties.Metrics)
    .filter(({ MetricStat }) => MetricStat !== undefined)
    .map(({ MetricStat: stat }) => ({
      namespace: word(at(stat, 'Metric', 'Namespace')),
      name: word(at(stat, 'Metric', 'MetricName')),
      statistic: word(at(stat, 'Stat')),
      period: Number(at(stat, 'Period')),
      dimensions: list(at(stat, 'Metric', 'Dimensions')).map(({ Value }) => Value),
    }));
}
