import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { metricSum } from './metric-sum';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

/** The operations on single items; DynamoDB publishes errors and latency for each. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

/** Usual is about a second (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html). */
const LATE_MS = 10_000;

/** A table of items that are read and written one by one, seen from one of its regions. */
export interface WatchedTable {
  readonly tableName: string;
  /** Where else the table is: DynamoDB publishes how late its writes arrive there in the region of the writes. */
  readonly otherRegions: readonly string[];
  /** What the table holds, as the heading of its row on the dashboard. */
  readonly title: string;
  /** Headings of the runbook are this one with `-throttled`, `-system-errors` and `-replication-late`. */
  readonly runbook: string;
  readonly summaries: TableSummaries;
}

/** What the alarms say. */
export interface TableSummaries {
  readonly throttled: string;
  readonly systemErrors: string;
  readonly late: (region: string) => string;
}

/** Alarms on a table in one region, and its rows on the dashboard. */
export function monitorTable(watched: Construct, monitoring: IMonitoring, what: WatchedTable): void {
  const table = new TableMetrics(what.tableName);
  monitoring.addAlarm(watched, 'Throttled', {
    metric: sum('Throttled reads and writes', table.throttled()),
    threshold: 1,
    summary: what.summaries.throttled,
    runbook: `${what.runbook}-throttled`,
  });
  monitoring.addAlarm(watched, 'SystemErrors', {
    metric: sum(
      'System errors',
      OPERATIONS.map((operation) => table.metric('SystemErrors', cloudwatch.Stats.SUM, { Operation: operation })),
    ),
    threshold: 5,
    severity: AlarmSeverity.CRITICAL,
    summary: what.summaries.systemErrors,
    runbook: `${what.runbook}-system-errors`,
  });
  const isReplicated = what.otherRegions.length > 0;
  if (isReplicated) addReplicationAlarms(watched, monitoring, table, what);
  addSection(monitoring, table, what.title);
  if (isReplicated) addReplicationSection(monitoring, table, what);
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
  { otherRegions, runbook, summaries }: WatchedTable,
): void {
  const replication = new Construct(watched, 'Replication');
  for (const region of otherRegions) {
    monitoring.addAlarm(replication, region, {
      metric: table.replicationLatency(region),
      threshold: LATE_MS,
      evaluationPeriods: 5,
      summary: summaries.late(region),
      runbook: `${runbook}-replication-late`,
    });
  }
}

function addSection(monitoring: IMonitoring, table: TableMetrics, title: string): void {
  monitoring.addSection({
    title: `${title} ${table.tableName}`,
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

function addReplicationSection(
  monitoring: IMonitoring,
  table: TableMetrics,
  { otherRegions, title }: WatchedTable,
): void {
  monitoring.addSection({
    title: `${title} ${table.tableName} in other regions`,
    widgets: [
      new cloudwatch.GraphWidget({
        title: 'Replication latency (milliseconds)',
        left: otherRegions.map((region) => table.replicationLatency(region)),
        width: 24,
      }),
    ],
  });
}

function sum(label: string, metrics: readonly cloudwatch.Metric[]): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`metric${index}`, metric]));
  return metricSum(label, usingMetrics);
}
