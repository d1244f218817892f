import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { connectionLimit, memoryOf } from './instance-size';
import type { RdsDatabase } from './rds-database';
import type { RdsReplicaDatabase } from './rds-replica-database';
import type { RdsReplica } from './rds-instances';
import type { RdsSettings } from './rds-rules';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

/**
 * Storage that grows by itself has reached 80 percent of its maximum; the next step would reach it; it cannot grow. CloudWatch has no
 * metric of allocated storage (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html).
 */
const STORAGE_EVENTS = ['RDS-EVENT-0225', 'RDS-EVENT-0224', 'RDS-EVENT-0223'];

const GIB = 1024 ** 3;
const MINUTE = Duration.minutes(1);

/** An instance that is watched. */
interface WatchedInstance {
  readonly scope: Construct;
  /** Physical name. Always literal. */
  readonly identifier: string;
  /** The same as a reference: an alarm with it comes after the instance. */
  readonly reference: string;
  readonly type: ec2.InstanceType;
}

/** Alarms on every instance, on the lag of each replica, and the row of the database on the dashboard. */
export function monitorRds(
  database: RdsDatabase,
  monitoring: IMonitoring,
  settings: RdsSettings,
  replicas: readonly RdsReplica[],
): void {
  const primary: WatchedInstance = {
    scope: database,
    identifier: database.databaseIdentifier,
    reference: database.primary.instanceIdentifier,
    type: settings.instanceType,
  };
  const readers: WatchedInstance[] = replicas.map(({ scope, identifier, instance }) => ({
    scope,
    identifier,
    reference: instance.instanceIdentifier,
    type: settings.replicaInstanceType,
  }));
  [primary, ...readers].forEach((instance) => watchInstance(monitoring, settings, instance));
  readers.forEach((reader) => watchLag(monitoring, reader));
  const names = [primary, ...readers].map(({ identifier }) => identifier);
  monitoring.addSection({
    title: `Database ${database.databaseIdentifier}`,
    widgets: [
      graph('CPU (percent)', 'CPUUtilization', names),
      graph('Connections', 'DatabaseConnections', names),
      graph('Free storage (bytes)', 'FreeStorageSpace', names),
      graph('Freeable memory (bytes)', 'FreeableMemory', names),
      ...(readers.length > 0 ? [graph('Replica lag (seconds)', 'ReplicaLag', names.slice(1))] : []),
    ],
  });
}

/** Alarms on a replica in another region, and its row on the dashboard. */
export function monitorRdsReplica(replica: RdsReplicaDatabase, monitoring: IMonitoring, settings: RdsSettings): void {
  const { databaseIdentifier: identifier } = replica;
  const reference = replica.instance.instanceIdentifier;
  watchInstance(monitoring, settings, { scope: replica, identifier, reference, type: settings.instanceType });
  monitoring.addAlarm(replica, 'RegionLagAlarm', {
    metric: lagOf(identifier, reference),
    threshold: 30,
    evaluationPeriods: 5,
    // Once it is promoted it follows nobody, and says nothing of lag.
    summary: `The replica ${identifier} of another region is more than 30 seconds behind, or cannot follow.`,
    runbook: 'rds-region-lag',
  });
  monitoring.addSection({
    title: `Database ${identifier}`,
    widgets: [
      graph('CPU (percent)', 'CPUUtilization', [identifier]),
      graph('Connections', 'DatabaseConnections', [identifier]),
      graph('Free storage (bytes)', 'FreeStorageSpace', [identifier]),
      graph('Replica lag (seconds)', 'ReplicaLag', [identifier]),
    ],
  });
}

function watchInstance(monitoring: IMonitoring, settings: RdsSettings, instance: WatchedInstance): void {
  const { scope, identifier, reference, type } = instance;
  monitoring.addAlarm(scope, 'CpuAlarm', {
    metric: metric('CPUUtilization', reference, cloudwatch.Stats.AVERAGE),
    threshold: 80,
    evaluationPeriods: 15,
    summary: `The database instance ${identifier} has been busier than 80 percent for 15 minutes.`,
    runbook: 'rds-cpu',
  });
  monitoring.addAlarm(scope, 'StorageAlarm', {
    metric: metric('FreeStorageSpace', reference, cloudwatch.Stats.MINIMUM),
    // RDS grows storage when less than a tenth is free: half of that means that it may not, or cannot yet.
    threshold: 0.05 * settings.storage * GIB,
    comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 5,
    severity: AlarmSeverity.CRITICAL,
    summary: `The database instance ${identifier} runs out of storage: it cannot grow yet, or has reached its limit.`,
    runbook: 'rds-free-storage',
  });
  watchStorageEvents(monitoring, scope, identifier);
  const memory = memoryOf(type);
  const connections = connectionLimit(type, settings.engine.family);
  if (memory === undefined || connections === undefined) return;
  monitoring.addAlarm(scope, 'ConnectionsAlarm', {
    metric: metric('DatabaseConnections', reference, cloudwatch.Stats.MAXIMUM),
    threshold: Math.floor(0.8 * connections),
    evaluationPeriods: 5,
    summary: `The database instance ${identifier} has four fifths of the connections that it accepts.`,
    runbook: 'rds-connections',
  });
  monitoring.addAlarm(scope, 'MemoryAlarm', {
    metric: metric('FreeableMemory', reference, cloudwatch.Stats.MINIMUM),
    threshold: 0.05 * memory * GIB,
    comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 15,
    summary: `The database instance ${identifier} has less than 5 percent of its memory left: it will swap, or restart.`,
    runbook: 'rds-freeable-memory',
  });
}

/**
 * EventBridge counts for each rule the events that match it, so the rule needs no target: people are told by an alarm on that number, as
 * of everything else (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html). A rule for each instance, so that one
 * more changes nothing that is there.
 */
function watchStorageEvents(monitoring: IMonitoring, watched: Construct, identifier: string): void {
  const rule = new events.CfnRule(watched, 'StorageNearMaximum', {
    description: `The storage of ${identifier} nears its maximum, or cannot grow. Counted for an alarm, so there is no target.`,
    eventPattern: {
      source: ['aws.rds'],
      'detail-type': ['RDS DB Instance Event'],
      detail: { EventID: STORAGE_EVENTS, SourceIdentifier: [identifier] },
    },
    state: 'ENABLED',
    // cdk-nag asks each target of a rule whether it has a dead-letter queue, and fails where there is no list of them.
    targets: [],
  });
  rule.addPropertyDeletionOverride('Targets');
  monitoring.addAlarm(watched, 'StorageNearMaximumAlarm', {
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Events',
      metricName: 'MatchedEvents',
      dimensionsMap: { RuleName: rule.ref },
      statistic: cloudwatch.Stats.SUM,
      period: MINUTE,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    summary: `The storage of the database instance ${identifier} has four fifths of its maximum, or cannot grow.`,
    runbook: 'rds-storage-near-maximum',
  });
}

/**
 * A replica that does not apply changes says -1 on MySQL, and nothing at all when it does not run. Both count as far behind: the
 * readers' name still answers with it.
 */
function watchLag(monitoring: IMonitoring, { scope, identifier, reference }: WatchedInstance): void {
  monitoring.addAlarm(scope, 'LagAlarm', {
    metric: lagOf(identifier, reference),
    threshold: 30,
    evaluationPeriods: 5,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    summary: `The replica ${identifier} is more than 30 seconds behind, or does not follow at all: its readers see old data.`,
    runbook: 'rds-replica-lag',
  });
}

function lagOf(identifier: string, reference: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'IF(lag < 0, 3600, lag)',
    usingMetrics: { lag: metric('ReplicaLag', reference, cloudwatch.Stats.MAXIMUM) },
    label: `Lag of ${identifier}`,
    period: MINUTE,
  });
}

function graph(title: string, metricName: string, identifiers: readonly string[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    width: 6,
    left: identifiers.map((name) => metric(metricName, name, cloudwatch.Stats.AVERAGE, name)),
  });
}

function metric(metricName: string, instance: string, statistic: string, label?: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: { DBInstanceIdentifier: instance },
    statistic,
    period: MINUTE,
    label,
  });
}
