import { Duration, Size } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DistributedSql } from './distributed-sql';
import { quarterGraph } from '../database/cluster-graphs';
import { AlarmSeverity, type IMonitoring } from '../monitoring';
import { NEAR_MAXIMUM } from '../private/near-maximum';

/** Limits of a cluster until AWS raises them (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/CHAP_quotas.html). */
const MOST_CONNECTIONS = 10_000;
const MOST_STORAGE = Size.tebibytes(10);

/** Transactions in five minutes below which a share of them says nothing. */
const FEW_TRANSACTIONS = 100;

/**
 * Alarms on a cluster, and its row on the dashboard
 * (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cloudwatch-monitoring.html). Observability metrics have the dimension
 * `ClusterId`, those of what is billed `ResourceId`.
 */
export function monitorDistributedSql(database: DistributedSql, monitoring: IMonitoring): void {
  const id = database.clusterIdentifier;
  const metric = (name: string, statistic: string) => dsqlMetric(name, { ClusterId: id }, statistic);
  const conflicts = metric('OccConflicts', cloudwatch.Stats.SUM);
  const transactions = metric('TotalTransactions', cloudwatch.Stats.SUM);
  const connections = connectionCount(id);
  monitoring.addAlarm(database, 'ConflictsAlarm', {
    metric: new cloudwatch.MathExpression({
      expression: `IF(transactions >= ${FEW_TRANSACTIONS}, 100 * conflicts / transactions, 0)`,
      usingMetrics: { conflicts, transactions },
      label: 'Conflicts (percent)',
      period: Duration.minutes(5),
    }),
    threshold: 5,
    summary: 'More than 5 percent of the transactions were aborted because others changed the same rows.',
    runbook: 'distributed-sql-conflicts',
  });
  monitoring.addAlarm(database, 'TimeoutsAlarm', {
    metric: metric('QueryTimeouts', cloudwatch.Stats.SUM),
    threshold: 1,
    summary: 'Transactions took longer than the five minutes that they may take.',
    runbook: 'distributed-sql-timeouts',
  });
  monitoring.addAlarm(database, 'ConnectionsAlarm', {
    metric: connections,
    threshold: NEAR_MAXIMUM * MOST_CONNECTIONS,
    severity: AlarmSeverity.CRITICAL,
    summary: 'The cluster has four fifths of the connections that it accepts.',
    runbook: 'distributed-sql-connections',
  });
  monitoring.addAlarm(database, 'StorageAlarm', {
    metric: metric('ClusterStorageSize', cloudwatch.Stats.MAXIMUM),
    threshold: NEAR_MAXIMUM * MOST_STORAGE.toMebibytes() * 1024 ** 2,
    summary: 'The cluster holds four fifths of the 10 TiB that it may hold.',
    runbook: 'distributed-sql-storage',
  });
  monitoring.addSection({
    title: `Distributed SQL ${database.databaseIdentifier}`,
    widgets: [
      quarterGraph('Transactions and conflicts', [transactions, conflicts]),
      quarterGraph('Commit (milliseconds, median)', [metric('CommitLatency', cloudwatch.Stats.AVERAGE)]),
      quarterGraph('Connections', [connections]),
      quarterGraph('Billed work (DPU)', [dsqlMetric('TotalDPU', { ResourceId: id }, cloudwatch.Stats.SUM)]),
    ],
  });
}

function connectionCount(id: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Usage',
    metricName: 'ResourceCount',
    dimensionsMap: {
      Service: 'AuroraDSQL',
      Type: 'Resource',
      Resource: 'ClusterConnectionCount',
      ResourceId: `cluster/${id}`,
    },
    statistic: cloudwatch.Stats.MAXIMUM,
    period: Duration.minutes(5),
  });
}

function dsqlMetric(
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: string,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/AuroraDSQL',
    metricName,
    dimensionsMap,
    statistic,
    period: Duration.minutes(5),
  });
}
