import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

const EVERY_MINUTE = { period: Duration.minutes(1) };

/** Alarms and graphs of a load balancer. */
export function monitorLoadBalancer(
  loadBalancer: Construct,
  monitoring: IMonitoring,
  metrics: elbv2.IApplicationLoadBalancerMetrics,
  physicalName: string,
): void {
  monitoring.addAlarm(loadBalancer, 'ErrorsAlarm', {
    metric: errorRate(metrics),
    threshold: 1,
    severity: AlarmSeverity.CRITICAL,
    summary: 'More than 1 % of requests got an error from the load balancer itself for 3 minutes: no task took them.',
    runbook: 'load-balancer-errors',
  });
  monitoring.addAlarm(loadBalancer, 'RejectedConnectionsAlarm', {
    metric: metrics.rejectedConnectionCount(EVERY_MINUTE),
    threshold: 1,
    severity: AlarmSeverity.CRITICAL,
    summary: 'The load balancer has refused connections because it has as many as it can hold.',
    runbook: 'load-balancer-rejected-connections',
    evaluationPeriods: 1,
  });
  monitoring.addSection({
    title: 'Load balancer',
    widgets: [
      graph('Requests', search(physicalName, 'RequestCount', 'Sum')),
      graph(
        'Errors',
        search(physicalName, 'HTTPCode_ELB_5XX_Count', 'Sum'),
        search(physicalName, 'HTTPCode_Target_5XX_Count', 'Sum'),
      ),
      graph(
        'Response time',
        search(physicalName, 'TargetResponseTime', 'p50'),
        search(physicalName, 'TargetResponseTime', 'p99'),
      ),
    ],
  });
}

/** Errors of the load balancer itself, in percent of all requests. Those that reached no task are not in RequestCount. */
function errorRate(metrics: elbv2.IApplicationLoadBalancerMetrics): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    ...EVERY_MINUTE,
    label: 'Errors of the load balancer (%)',
    expression: '100 * errors / (errors + FILL(requests, 0))',
    usingMetrics: {
      errors: metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, EVERY_MINUTE),
      requests: metrics.requestCount(EVERY_MINUTE),
    },
  });
}

/** The id of a load balancer is part of its metrics and known to AWS alone: a search finds it by the part that is chosen here. */
function search(physicalName: string, metric: string, statistic: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    ...EVERY_MINUTE,
    label: `${metric} ${statistic}`,
    expression: `SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName="${metric}" ${physicalName}', '${statistic}', 60)`,
  });
}

function graph(title: string, ...left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 });
}
