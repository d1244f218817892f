import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { LimitlessDatabase } from './limitless-database';
import type { LimitlessSettings } from './limitless-rules';
import { quarterGraph, rdsMetrics } from '../database/cluster-graphs';
import { AlarmSeverity, type IMonitoring } from '../monitoring';
import { NEAR_MAXIMUM } from '../private/near-maximum';

/** Transactions that the oldest row may be behind; at 2,146,483,648 the database accepts reads only. */
const OLD_TRANSACTIONS = 1_000_000_000;

/**
 * Alarms on a shard group, and its row on the dashboard, with the metrics that Limitless has: those of the group, and those of its
 * instances together (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless-monitoring.cw.html). Of shards by name
 * there are none: SQL splits them, and no template knows them.
 */
export function monitorLimitless(
  database: LimitlessDatabase,
  monitoring: IMonitoring,
  { standbys }: LimitlessSettings,
): void {
  const metric = rdsMetrics({ DBShardGroupIdentifier: database.shardGroupIdentifier });
  monitoring.addAlarm(database, 'CapacityAlarm', {
    metric: metric('DBShardGroupACUUtilization', cloudwatch.Stats.MAXIMUM),
    threshold: 100 * NEAR_MAXIMUM,
    evaluationPeriods: 15,
    severity: AlarmSeverity.CRITICAL,
    summary: 'The shard group has used more than 80 percent of its maximum capacity for 15 minutes.',
    runbook: 'limitless-capacity',
  });
  monitoring.addAlarm(database, 'CpuAlarm', {
    metric: metric('CPUUtilization', cloudwatch.Stats.MAXIMUM),
    threshold: 90,
    evaluationPeriods: 15,
    summary: 'A router or a shard has been busier than 90 percent for 15 minutes: load is not spread evenly.',
    runbook: 'limitless-hot-shard',
  });
  monitoring.addAlarm(database, 'TransactionIdsAlarm', {
    metric: metric('MaximumUsedTransactionIDs', cloudwatch.Stats.MAXIMUM),
    threshold: OLD_TRANSACTIONS,
    evaluationPeriods: 5,
    summary: 'A router or a shard has used half of its transaction ids: vacuum does not keep up.',
    runbook: 'limitless-transaction-ids',
  });
  if (standbys > 0) {
    monitoring.addAlarm(database, 'StandbyLagAlarm', {
      metric: metric('AuroraReplicaLagMaximum', cloudwatch.Stats.MAXIMUM),
      threshold: Duration.seconds(2).toMilliseconds(),
      evaluationPeriods: 5,
      summary: 'A standby of a shard is more than 2 seconds behind it.',
      runbook: 'limitless-standby-lag',
    });
  }
  monitoring.addSection({
    title: `Limitless database ${database.databaseIdentifier}`,
    widgets: [
      quarterGraph('Capacity (units)', [
        metric('DBShardGroupCapacity', cloudwatch.Stats.MAXIMUM),
        metric('DBShardGroupMaxACU', cloudwatch.Stats.MAXIMUM),
      ]),
      quarterGraph('CPU of routers and shards (percent)', [
        metric('CPUUtilization', cloudwatch.Stats.MAXIMUM),
        metric('CPUUtilization', cloudwatch.Stats.AVERAGE),
      ]),
      quarterGraph('Commits (a second)', [metric('CommitThroughput', cloudwatch.Stats.AVERAGE)]),
      quarterGraph('Oldest transaction id', [metric('MaximumUsedTransactionIDs', cloudwatch.Stats.MAXIMUM)]),
    ],
  });
}
