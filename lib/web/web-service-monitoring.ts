import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmSeverity, type IMonitoring } from '../monitoring';
import type { FargateCore } from '../private/service/fargate-core';
import type { Construct } from 'constructs';

/** Names of the load balancer and the target groups within metrics: with blue/green deployments two. */
interface Targets {
  readonly loadBalancer: string;
  readonly targetGroups: readonly string[];
}

/** What is watched of a web service. */
export interface WebServiceMonitoringOptions extends Targets {
  readonly core: FargateCore;
  readonly clusterName: string;
  readonly responseTimeTarget: Duration;
  /** Number of tasks that is near the most; absent where their number is fixed. */
  readonly nearMaximum?: number;
}

const EVERY_MINUTE = { period: Duration.minutes(1) };

/** Alarms and graphs of a web service. The one on errors also undoes a deployment. */
export function monitorWebService(
  service: Construct,
  monitoring: IMonitoring,
  options: WebServiceMonitoringOptions,
): void {
  const { core } = options;
  core.rollBackOn(addErrorsAlarm(service, monitoring, options));
  addHealthAlarms(service, monitoring, options);
  monitoring.addAlarm(service, 'ResponseTimeAlarm', {
    metric: targetMetric(options, 'TargetResponseTime', 'p99', 'MAX'),
    threshold: options.responseTimeTarget.toSeconds({ integral: false }),
    comparison: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 10,
    datapointsToAlarm: 8,
    summary: `One in a hundred requests to ${core.serviceName} takes longer than ${options.responseTimeTarget.toHumanString()}.`,
    runbook: 'web-response-time',
  });
  monitoring.addAlarm(service, 'CpuAlarm', {
    metric: serviceMetric(options, 'CPUUtilization'),
    threshold: 85,
    evaluationPeriods: 10,
    datapointsToAlarm: 8,
    summary: `Tasks of ${core.serviceName} have been out of CPU for 8 minutes: more tasks are not coming, or do not help.`,
    runbook: 'web-cpu-saturation',
  });
  addMaximumAlarm(service, monitoring, options);
  monitoring.addSection({
    title: `Web service ${core.serviceName}`,
    widgets: [
      graph(
        'CPU and memory (%)',
        serviceMetric(options, 'CPUUtilization'),
        serviceMetric(options, 'MemoryUtilization'),
      ),
      graph('Tasks', taskMetric(options, 'DesiredTaskCount'), taskMetric(options, 'RunningTaskCount')),
      graph('Deployments', taskMetric(options, 'DeploymentCount')),
    ],
  });
}

function addErrorsAlarm(
  service: Construct,
  monitoring: IMonitoring,
  options: WebServiceMonitoringOptions,
): cloudwatch.Alarm {
  return monitoring.addAlarm(service, 'ErrorsAlarm', {
    metric: new cloudwatch.MathExpression({
      ...EVERY_MINUTE,
      label: 'Errors (%)',
      expression: '100 * errors / requests',
      usingMetrics: {
        errors: targetMetric(options, 'HTTPCode_Target_5XX_Count', 'Sum'),
        requests: targetMetric(options, 'RequestCount', 'Sum'),
      },
    }),
    threshold: 5,
    severity: AlarmSeverity.CRITICAL,
    summary: `More than 5 % of the answers of ${options.core.serviceName} have been errors for 3 minutes.`,
    runbook: 'web-errors',
  });
}

function addHealthAlarms(service: Construct, monitoring: IMonitoring, options: WebServiceMonitoringOptions): void {
  const { core } = options;
  const noTasks = monitoring.addAlarm(service, 'NoHealthyTasksAlarm', {
    metric: healthyTasks(options),
    threshold: 1,
    comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 2,
    // Without a single task there is no metric either.
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    severity: AlarmSeverity.CRITICAL,
    summary: `No task of ${core.serviceName} is healthy: every request fails.`,
    runbook: 'web-no-healthy-tasks',
  });
  // Before the first deployment is through, there are none, as everybody knows.
  noTasks.node.addDependency(core.service);
  monitoring.addAlarm(service, 'UnhealthyTasksAlarm', {
    metric: targetMetric(options, 'UnHealthyHostCount', 'Minimum'),
    threshold: 1,
    evaluationPeriods: 10,
    summary: `Tasks of ${core.serviceName} have been failing health checks for 10 minutes.`,
    runbook: 'web-unhealthy-tasks',
  });
}

/**
 * Healthy tasks, because the load balancer counts them whatever publishes the load. A deployment has twice as many for a minute or two,
 * so that a moment is not enough; a blue/green one for all of its bake time, in two target groups, so that the larger one counts.
 */
function addMaximumAlarm(service: Construct, monitoring: IMonitoring, options: WebServiceMonitoringOptions): void {
  if (options.nearMaximum === undefined) return;
  monitoring.addAlarm(service, 'NearMaximumAlarm', {
    metric: targetMetric(options, 'HealthyHostCount', 'Maximum', 'MAX'),
    threshold: options.nearMaximum,
    evaluationPeriods: 5,
    summary: `${options.core.serviceName} has had four fifths of the tasks that it may have for 5 minutes.`,
    runbook: 'web-near-maximum',
  });
}

/** Tasks that answer health checks. */
export function healthyTasks(targets: Targets): cloudwatch.IMetric {
  return targetMetric(targets, 'HealthyHostCount', 'Maximum');
}

/** Of all target groups together. Functions of arrays leave out what has no data, as a group without tasks has. */
function targetMetric(
  { loadBalancer, targetGroups }: Targets,
  metricName: string,
  statistic: string,
  together: 'SUM' | 'MAX' = 'SUM',
): cloudwatch.IMetric {
  const metrics = targetGroups.map(
    (targetGroup) =>
      new cloudwatch.Metric({
        ...EVERY_MINUTE,
        namespace: 'AWS/ApplicationELB',
        metricName,
        statistic,
        dimensionsMap: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
      }),
  );
  const [only, ...others] = metrics;
  if (only && others.length === 0) return only;
  const prefix = metricName.charAt(0).toLowerCase() + metricName.slice(1);
  const named = Object.fromEntries(metrics.map((metric, index) => [`${prefix}${index + 1}`, metric]));
  return new cloudwatch.MathExpression({
    ...EVERY_MINUTE,
    label: metricName,
    expression: `${together}([${Object.keys(named).join(', ')}])`,
    usingMetrics: named,
  });
}

/** Names are literal: the alarm must not refer to the service that may roll back on it, nor the dashboard to its stack. */
function dimensions({ core, clusterName }: WebServiceMonitoringOptions): Record<string, string> {
  return { ClusterName: clusterName, ServiceName: core.physicalServiceName };
}

function serviceMetric(options: WebServiceMonitoringOptions, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    ...EVERY_MINUTE,
    namespace: 'AWS/ECS',
    metricName,
    statistic: 'Average',
    dimensionsMap: dimensions(options),
  });
}

function taskMetric(options: WebServiceMonitoringOptions, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    ...EVERY_MINUTE,
    namespace: 'ECS/ContainerInsights',
    metricName,
    statistic: 'Maximum',
    dimensionsMap: dimensions(options),
  });
}

function graph(title: string, ...left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 });
}
