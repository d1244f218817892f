import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { INTERVAL, type DemandMetrics } from './demand-metrics';
import type { DemandPreset } from './demand-presets';
import { thresholdOf } from '../service/scaling-steps';
import { AlarmSeverity, type IMonitoring } from '../../monitoring';

/** What the alarms and graphs of a worker are made of: literal names only. */
export interface WorkerMonitorProps {
  readonly worker: string;
  readonly cluster: string;
  readonly ecsServiceName: string;
  readonly metrics: DemandMetrics;
  readonly preset: DemandPreset;
  /** Number of tasks that is near the most; absent where their number is fixed. */
  readonly nearMaximum?: number;
}

const MINUTE = Duration.minutes(1);

/** Alarms and graphs of a worker. */
export class WorkerMonitor {
  constructor(private readonly props: WorkerMonitorProps) {}

  public monitor(watched: Construct, monitoring: IMonitoring): void {
    const { worker, metrics, nearMaximum } = this.props;
    monitoring.addAlarm(watched, 'UnattendedAlarm', {
      metric: metrics.unattendedMessages(cloudwatch.Stats.MINIMUM, MINUTE),
      threshold: 1,
      evaluationPeriods: 5,
      severity: AlarmSeverity.CRITICAL,
      summary: `Messages wait for the worker ${worker} and none of its tasks runs.`,
      runbook: 'worker-not-running',
    });
    monitoring.addAlarm(watched, 'TasksMissingAlarm', {
      metric: this.missingTasks(),
      threshold: 1,
      evaluationPeriods: 10,
      summary: `Tasks of the worker ${worker} do not start, or stop again and again.`,
      runbook: 'worker-tasks-missing',
    });
    if (nearMaximum !== undefined) {
      monitoring.addAlarm(watched, 'NearMaximumAlarm', {
        metric: metrics.desiredTasks(cloudwatch.Stats.MINIMUM, MINUTE),
        threshold: nearMaximum,
        evaluationPeriods: 5,
        summary: `The worker ${worker} has wanted four fifths of the tasks that it may have for 5 minutes.`,
        runbook: 'worker-near-maximum',
      });
    }
    monitoring.addSection({ title: `Worker ${worker}`, widgets: this.widgets() });
  }

  private widgets(): cloudwatch.IWidget[] {
    const { metrics, preset } = this.props;
    const { AVERAGE, MAXIMUM } = cloudwatch.Stats;
    const shape = { width: 8, leftYAxis: { min: 0 } };
    return [
      new cloudwatch.GraphWidget({
        ...shape,
        title: 'Demand per task',
        left: [metrics.demand(AVERAGE, INTERVAL)],
        leftAnnotations: [
          { value: thresholdOf(preset.target, preset.out.edges), label: 'more tasks' },
          { value: thresholdOf(preset.target, preset.in.edges), label: 'fewer tasks' },
        ],
      }),
      new cloudwatch.GraphWidget({
        ...shape,
        title: 'Tasks',
        left: [this.insight('DesiredTaskCount'), this.insight('RunningTaskCount')],
      }),
      new cloudwatch.GraphWidget({
        ...shape,
        title: 'Messages that wait while no task runs',
        left: [metrics.unattendedMessages(MAXIMUM, INTERVAL)],
      }),
    ];
  }

  /** Container Insights counts tasks; what a task failed of is in the events of the service alone. */
  private missingTasks(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      expression: 'desired - running',
      usingMetrics: { desired: this.insight('DesiredTaskCount'), running: this.insight('RunningTaskCount') },
      label: 'Missing tasks',
      period: MINUTE,
    });
  }

  private insight(metricName: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'ECS/ContainerInsights',
      metricName,
      dimensionsMap: { ClusterName: this.props.cluster, ServiceName: this.props.ecsServiceName },
      statistic: cloudwatch.Stats.AVERAGE,
      period: MINUTE,
    });
  }
}
