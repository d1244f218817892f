import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { QUEUE_DEMAND_INTERVAL, QueueDemandMetric } from '../../contract/queue-demand';

/** Two publications are this far apart. */
export const INTERVAL = Duration.seconds(QUEUE_DEMAND_INTERVAL);

/** What is published about a worker, by literal names. */
export class DemandMetrics {
  private readonly dimensionsMap: Record<string, string>;

  constructor(deployment: string, service: string) {
    this.dimensionsMap = { [QueueDemandMetric.DEPLOYMENT]: deployment, [QueueDemandMetric.SERVICE]: service };
  }

  /** Needed tasks for each task that runs. */
  public demand(statistic: string, period: Duration): cloudwatch.Metric {
    return this.metric(QueueDemandMetric.DEMAND, statistic, period);
  }

  /** Tasks that the service wants. */
  public desiredTasks(statistic: string, period: Duration): cloudwatch.Metric {
    return this.metric(QueueDemandMetric.DESIRED_TASKS, statistic, period);
  }

  /** Messages that wait while no task runs. */
  public unattendedMessages(statistic: string, period: Duration): cloudwatch.Metric {
    return this.metric(QueueDemandMetric.UNATTENDED_MESSAGES, statistic, period);
  }

  private metric(metricName: string, statistic: string, period: Duration): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: QueueDemandMetric.NAMESPACE,
      metricName,
      dimensionsMap: this.dimensionsMap,
      statistic,
      period,
    });
  }
}
