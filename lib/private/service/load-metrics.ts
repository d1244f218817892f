import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { LOAD_INTERVAL, LoadMetric } from '../../contract/load-metric';

/** Two datapoints of the load are this far apart. */
export const LOAD_PERIOD = Duration.seconds(LOAD_INTERVAL);

/** Seconds between two datapoints of the CPU, where the service publishes them at high resolution. */
export const CPU_INTERVAL = 20;

/** Load per task of a service, averaged over its tasks. */
export function loadPerTask(deployment: string, service: string, period: Duration): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: LoadMetric.NAMESPACE,
    metricName: LoadMetric.LOAD,
    dimensionsMap: { [LoadMetric.DEPLOYMENT]: deployment, [LoadMetric.SERVICE]: service },
    statistic: cloudwatch.Stats.AVERAGE,
    period,
  });
}

/** CPU utilization of a service, averaged over its tasks and a minute, percent. */
export function cpuUtilization(clusterName: string, serviceName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/ECS',
    metricName: 'CPUUtilization',
    dimensionsMap: { ClusterName: clusterName, ServiceName: serviceName },
    statistic: cloudwatch.Stats.AVERAGE,
    period: Duration.minutes(1),
  });
}
