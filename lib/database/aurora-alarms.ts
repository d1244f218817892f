import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AuroraSettings } from './aurora-rules';
import { quarterGraph, rdsMetrics } from './cluster-graphs';
import type { IDatabase } from './database';
import type { ReaderAutoscaling } from './reader-scaling';
import { AlarmSeverity, type IMonitoring } from '../monitoring';
import { NEAR_MAXIMUM, nearMaximum } from '../private/near-maximum';

/**
 * Connections that an instance accepts for each unit of its maximum capacity: documented are 189 for 1 unit, 823 for 4 and 1,669
 * for 8, and never more than 5,000, or 2,000 when the minimum is 0 or 0.5
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html).
 */
const CONNECTIONS_PER_UNIT = 189;
const MOST_CONNECTIONS = 5000;
const MOST_CONNECTIONS_OF_SMALL = 2000;

/** Alarms on the cluster, and its row on the dashboard. */
export function monitorAurora(
  database: IDatabase & Construct,
  monitoring: IMonitoring,
  settings: AuroraSettings,
): void {
  const metric = rdsMetrics({ DBClusterIdentifier: database.databaseIdentifier });
  watchLoad(database, monitoring, settings);
  if (settings.readers > 0) {
    monitoring.addAlarm(database, 'ReaderLagAlarm', {
      metric: metric('AuroraReplicaLagMaximum', cloudwatch.Stats.MAXIMUM),
      threshold: Duration.seconds(2).toMilliseconds(),
      evaluationPeriods: 5,
      summary: 'A reader of the database is more than 2 seconds behind the writer.',
      runbook: 'aurora-reader-lag',
    });
  }
  if (settings.readerAutoscaling) addReadersAlarm(database, monitoring, settings.readers, settings.readerAutoscaling);
  if (settings.minCapacity > 0) addRestartAlarm(database, monitoring);
  monitoring.addSection({
    title: `Database ${database.databaseIdentifier}`,
    widgets: [
      ...loadGraphs(database.databaseIdentifier),
      quarterGraph('Reader lag (milliseconds)', [metric('AuroraReplicaLagMaximum', cloudwatch.Stats.MAXIMUM)]),
    ],
  });
}

/** Alarms on capacity, CPU and connections, which every cluster has. */
export function watchLoad(database: IDatabase & Construct, monitoring: IMonitoring, settings: AuroraSettings): void {
  const metric = rdsMetrics({ DBClusterIdentifier: database.databaseIdentifier });
  monitoring.addAlarm(database, 'CapacityAlarm', {
    metric: metric('ACUUtilization', cloudwatch.Stats.MAXIMUM),
    threshold: 100 * NEAR_MAXIMUM,
    evaluationPeriods: 15,
    severity: AlarmSeverity.CRITICAL,
    summary: 'An instance of the database has used more than 80 percent of its maximum capacity for 15 minutes.',
    runbook: 'aurora-capacity',
  });
  monitoring.addAlarm(database, 'CpuAlarm', {
    metric: metric('CPUUtilization', cloudwatch.Stats.MAXIMUM),
    threshold: 90,
    evaluationPeriods: 15,
    summary:
      'An instance of the database has been busier than 90 percent for 15 minutes: it does not grow fast enough.',
    runbook: 'aurora-cpu',
  });
  monitoring.addAlarm(database, 'ConnectionsAlarm', {
    metric: metric('DatabaseConnections', cloudwatch.Stats.MAXIMUM),
    threshold: Math.floor(0.8 * connectionLimit(settings)),
    evaluationPeriods: 5,
    summary: 'An instance of the database has four fifths of the connections that it accepts.',
    runbook: 'aurora-connections',
  });
}

/** What the load of a cluster looks like. */
export function loadGraphs(clusterIdentifier: string): cloudwatch.GraphWidget[] {
  const metric = rdsMetrics({ DBClusterIdentifier: clusterIdentifier });
  return [
    quarterGraph('Capacity (units)', [metric('ServerlessDatabaseCapacity', cloudwatch.Stats.MAXIMUM)]),
    quarterGraph('Used (percent)', [
      metric('ACUUtilization', cloudwatch.Stats.MAXIMUM),
      metric('CPUUtilization', cloudwatch.Stats.MAXIMUM),
    ]),
    quarterGraph('Connections of the busiest instance', [metric('DatabaseConnections', cloudwatch.Stats.MAXIMUM)]),
  ];
}

/** A writer that pauses starts again all day long; one that does not has failed, been patched, or been replaced. */
function addRestartAlarm(database: IDatabase & Construct, monitoring: IMonitoring): void {
  monitoring.addAlarm(database, 'RestartAlarm', {
    metric: uptime(database.databaseIdentifier, 'WRITER', cloudwatch.Stats.MINIMUM),
    threshold: Duration.minutes(5).toSeconds(),
    comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    summary: 'The writer of the database has restarted, or another instance has taken over.',
    runbook: 'aurora-writer-restarted',
  });
}

/** Each reader publishes its uptime once a minute: the number of samples is that of the readers, those that scaling added included. */
function addReadersAlarm(
  database: IDatabase & Construct,
  monitoring: IMonitoring,
  readers: number,
  { minReaders = readers, maxReaders }: ReaderAutoscaling,
): void {
  const threshold = nearMaximum(minReaders, maxReaders);
  if (threshold === undefined) return;
  monitoring.addAlarm(database, 'NearMaximumReadersAlarm', {
    metric: uptime(database.databaseIdentifier, 'READER', cloudwatch.Stats.SAMPLE_COUNT),
    threshold,
    evaluationPeriods: 15,
    summary: 'The database has had four fifths of the readers that it may have for 15 minutes.',
    runbook: 'aurora-readers-near-maximum',
  });
}

function uptime(clusterIdentifier: string, role: 'WRITER' | 'READER', statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/RDS',
    metricName: 'EngineUptime',
    dimensionsMap: { DBClusterIdentifier: clusterIdentifier, Role: role },
    statistic,
    period: Duration.minutes(1),
  });
}

function connectionLimit({ minCapacity, maxCapacity }: AuroraSettings): number {
  const most = minCapacity <= 0.5 ? MOST_CONNECTIONS_OF_SMALL : MOST_CONNECTIONS;
  return Math.min(most, maxCapacity * CONNECTIONS_PER_UNIT);
}
