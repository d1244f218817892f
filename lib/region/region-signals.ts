import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

const MINUTE = Duration.minutes(1);

/** What the load balancer of a region measures of all its users together. */
export class RegionSignals {
  /** @param loadBalancer Name of the load balancer within metrics. */
  constructor(private readonly loadBalancer: string) {}

  /** Share of requests that failed, whoever failed. A single failing request of a quiet minute is no share. */
  public failed(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      period: MINUTE,
      label: 'Failed requests (%)',
      expression: `IF(${ASKED} >= 10, 100 * ${FAILED} / (${ASKED}), 0)`,
      usingMetrics: this.counts(),
    });
  }

  /** Seconds that the slowest of a hundred requests took. */
  public slowest(): cloudwatch.Metric {
    return this.metric('TargetResponseTime', 'p99');
  }

  /**
   * 1 while requests arrive and none is answered, 0 otherwise, nothing when the load balancer itself falls silent: its consumption is
   * the one metric that it always publishes
   * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html).
   */
  public unanswered(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      period: MINUTE,
      label: 'Nobody is answered',
      expression: `0 * consumed + IF(${ASKED} > 0 AND ${ASKED} - (${FAILED}) <= 0, 1, 0)`,
      usingMetrics: { ...this.counts(), consumed: this.metric('ConsumedLCUs', cloudwatch.Stats.SUM) },
    });
  }

  /** What reached no task is not in RequestCount. */
  private counts(): Record<string, cloudwatch.Metric> {
    return {
      requests: this.metric('RequestCount', cloudwatch.Stats.SUM),
      refused: this.metric('HTTPCode_ELB_5XX_Count', cloudwatch.Stats.SUM),
      errors: this.metric('HTTPCode_Target_5XX_Count', cloudwatch.Stats.SUM),
    };
  }

  private metric(metricName: string, statistic: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap: { LoadBalancer: this.loadBalancer },
      statistic,
      period: MINUTE,
    });
  }
}

const FAILED = 'FILL(refused, 0) + FILL(errors, 0)';
const ASKED = 'FILL(requests, 0) + FILL(refused, 0)';
