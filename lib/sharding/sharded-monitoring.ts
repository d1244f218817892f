import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { identityOf } from './sharded-source';
import type { IDatabase } from '../database';
import type { IMonitoring } from '../monitoring';
import { nameRule } from '../private/names';
import { check, refuse } from '../private/validate';

/** Properties for defining a ShardMonitoring. */
export interface ShardMonitoringProps {
  /** Name of the deployment. Part of the dashboard's name. */
  readonly name: string;

  /** The databases, by the number of their shard: `shards` of the ShardedDatabase. At least two. */
  readonly shards: IDatabase[];

  /** Where the alarms are handed in. */
  readonly monitoring: IMonitoring;
}

/**
 * Most metrics that the expression of an alarm may be made of
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html). A search would find all of
 * them, but no alarm can be set on one.
 */
const METRICS_OF_ALARM = 10;

/** A shard that does less than this is not busy, however much less the others do. */
const BUSY_PERCENT = 30;

/** How far above the mean. Of two shards, one that does everything is at 2. */
const SKEWED = 1.5;

/**
 * What the shards of a region look like beside each other: a dashboard, and alarms on skew, which is one shard that has much more to do than
 * the mean of its neighbours. Each database has alarms of its own beside that.
 *
 * An alarm compares ten shards at most, so there is one for each nine, and the last of them is the first of the next. Defined in a stack that holds
 * nothing but what people look at, and by literal names: one more shard changes the last alarm and the dashboard, and no stack of a shard.
 *
 * **Cost**: 3 dollars a month for the dashboard beyond the third of an account, 0.10 for each metric of each alarm (list prices, us-east-1).
 * Holds no state.
 */
export class ShardMonitoring extends Construct {
  /** The dashboard. */
  public readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: ShardMonitoringProps) {
    super(scope, id);
    const { name, shards, monitoring } = props;
    check(
      this,
      nameRule(name),
      refuse(shards.length < 2, `shards must hold at least 2 databases, got ${shards.length}; one has no neighbours`),
    );

    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `${name}-${Stack.of(this).region}-shards`,
      widgets: [graphsOf(shards)],
    });
    for (let first = 0; first < shards.length - 1; first += METRICS_OF_ALARM - 1) {
      this.watchSkew(monitoring, first, shards.slice(first, first + METRICS_OF_ALARM));
    }
  }

  private watchSkew(monitoring: IMonitoring, first: number, shards: readonly IDatabase[]): void {
    const loads = Object.fromEntries(shards.map((shard, index) => [`s${first + index}`, loadOf(shard)]));
    const all = `[${Object.keys(loads).join(', ')}]`;
    monitoring.addAlarm(this, `SkewAlarm${first}`, {
      metric: new cloudwatch.MathExpression({
        expression: `IF(MAX(${all}) >= ${BUSY_PERCENT}, MAX(${all}) / AVG(${all}), 0)`,
        usingMetrics: loads,
        label: 'Busiest shard, in multiples of the mean',
        period: PERIOD,
      }),
      threshold: SKEWED,
      evaluationPeriods: 6,
      summary: `One of the shards ${first} to ${first + shards.length - 1} has had half as much again to do as their mean for half an hour.`,
      runbook: 'shard-skew',
    });
  }
}

const PERIOD = Duration.minutes(5);

function graphsOf(shards: readonly IDatabase[]): cloudwatch.IWidget[] {
  const graph = (title: string, metricOf: (shard: IDatabase, label: string) => cloudwatch.IMetric) =>
    new cloudwatch.GraphWidget({
      title,
      width: 12,
      left: shards.map((shard, index) => metricOf(shard, `Shard ${index}`)),
    });
  return [
    graph('Load (percent of the maximum)', loadOf),
    graph('Connections', (shard, label) => metric(shard, 'DatabaseConnections', label)),
    graph('Write-ahead log on disk (bytes)', (shard, label) => metric(shard, 'TransactionLogsDiskUsage', label)),
    graph('Write operations', (shard, label) =>
      metric(shard, isAurora(shard) ? 'VolumeWriteIOPs' : 'WriteIOPS', label),
    ),
  ];
}

/** What a shard has to do, as a part of what it can: of Aurora the capacity that it has grown to, of plain RDS the processor of the primary. */
function loadOf(shard: IDatabase, label?: string): cloudwatch.Metric {
  return metric(shard, isAurora(shard) ? 'ACUUtilization' : 'CPUUtilization', label);
}

function metric(shard: IDatabase, metricName: string, label?: string): cloudwatch.Metric {
  const dimension = isAurora(shard) ? 'DBClusterIdentifier' : 'DBInstanceIdentifier';
  return new cloudwatch.Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: { [dimension]: shard.databaseIdentifier },
    statistic: cloudwatch.Stats.MAXIMUM,
    period: PERIOD,
    label,
  });
}

function isAurora({ databaseIdentifier }: IDatabase): boolean {
  return identityOf(databaseIdentifier).kind === 'aurora';
}
