import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

/** The operations that sessions live on; DynamoDB publishes errors and latency for each. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

/** Usual is about a second (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html). */
const LATE_MS = 10_000;

/**
 * Alarms on the session table in one region, and its row on the dashboard.
 *
 * @param otherRegions Where else the table is: DynamoDB publishes how late its writes arrive there in the region of the writes.
 */
export function monitorSessions(
  watched: Construct,
  monitoring: IMonitoring,
  tableName: string,
  otherRegions: readonly string[],
): void {
  const table = new TableMetrics(tableName);
  monitoring.addAlarm(watched, 'Throttled', {
    metric: sum('Throttled reads and writes', table.throttled()),
    threshold: 1,
    summary: 'The session table refuses requests: load grows faster than it does, or hits one session.',
    runbook: 'sessions-throttled',
  });
  monitoring.addAlarm(watched, 'SystemErrors', {
    metric: sum(
      'System errors',
      OPERATIONS.map((operation) => table.metric('SystemErrors', cloudwatch.Stats.SUM, { Operation: operation })),
    ),
    threshold: 5,
    severity: AlarmSeverity.CRITICAL,
    summary: 'DynamoDB fails to answer for the session table: users are logged out or cannot log in.',
    runbook: 'sessions-system-errors',
  });
  if (otherRegions.length > 0) addReplicationAlarms(watched, monitoring, table, otherRegions);
  addSection(monitoring, table);
  if (otherRegions.length > 0) addReplicationSection(monitoring, table, otherRegions);
}

/** Metrics of a table in the region of the stack that uses them. */
class TableMetrics {
  constructor(public readonly tableName: string) {}

  public metric(metricName: string, statistic: string, dimensions: Record<string, string> = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: this.tableName, ...dimensions },
      label: dimensions.Operation ?? dimensions.ReceivingRegion,
      statistic,
      period: Duration.minutes(1),
    });
  }

  public throttled(): cloudwatch.Metric[] {
    return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => this.metric(name, cloudwatch.Stats.SUM));
  }

  public replicationLatency(region: string): cloudwatch.Metric {
    return this.metric('ReplicationLatency', cloudwatch.Stats.AVERAGE, { ReceivingRegion: region });
  }
}

function addReplicationAlarms(
  watched: Construct,
  monitoring: IMonitoring,
  table: TableMetrics,
  regions: readonly string[],
): void {
  const replication = new Construct(watched, 'Replication');
  for (const region of regions) {
    monitoring.addAlarm(replication, region, {
      metric: table.replicationLatency(region),
      threshold: LATE_MS,
      evaluationPeriods: 5,
      summary: `Sessions arrive in ${region} more than 10 seconds late: users who are moved there now are logged out.`,
      runbook: 'sessions-replication-late',
    });
  }
}

function addSection(monitoring: IMonitoring, table: TableMetrics): void {
  monitoring.addSection({
    title: `Sessions ${table.tableName}`,
    widgets: [
      new cloudwatch.GraphWidget({
        title: 'Capacity consumed',
        left: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((name) =>
          table.metric(name, cloudwatch.Stats.SUM),
        ),
        width: 8,
      }),
      new cloudwatch.GraphWidget({ title: 'Throttled', left: table.throttled(), width: 8 }),
      new cloudwatch.GraphWidget({
        title: 'Latency (milliseconds)',
        left: OPERATIONS.map((operation) =>
          table.metric('SuccessfulRequestLatency', cloudwatch.Stats.AVERAGE, { Operation: operation }),
        ),
        width: 8,
      }),
    ],
  });
}

function addReplicationSection(monitoring: IMonitoring, table: TableMetrics, regions: readonly string[]): void {
  monitoring.addSection({
    title: `Sessions ${table.tableName} in other regions`,
    widgets: [
      new cloudwatch.GraphWidget({
        title: 'Replication latency (milliseconds)',
        left: regions.map((region) => table.replicationLatency(region)),
        width: 24,
      }),
    ],
  });
}

function sum(label: string, metrics: readonly cloudwatch.Metric[]): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`metric${index}`, metric]));
  return new cloudwatch.MathExpression({
    // Metrics without data count as nothing.
    expression: Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(' + '),
    label,
    usingMetrics,
    period: Duration.minutes(1),
  });
}
