import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Makes metrics of the minute that RDS publishes of one thing. */
export function rdsMetrics(dimensionsMap: cloudwatch.DimensionsMap) {
  return (metricName: string, statistic: string): cloudwatch.Metric =>
    new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName, dimensionsMap, statistic, period: Duration.minutes(1) });
}

/** A graph of which four stand beside each other. */
export function quarterGraph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 6 });
}
