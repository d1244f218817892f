import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { loadGraphs, watchLoad } from './aurora-alarms';
import type { AuroraSettings } from './aurora-rules';
import type { IDatabase } from './database';
import type { IMonitoring } from '../monitoring';

/** What a loss of the other region may cost, and readers may miss, before people are told. */
const MOST_LAG = Duration.seconds(5);

/**
 * Alarms on a cluster that follows one of another region, and its row on the dashboard. Lag is published in the region that follows, and
 * nowhere once it is promoted: so missing data is no alarm
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html).
 */
export function monitorAuroraSecondary(
  database: IDatabase & Construct,
  monitoring: IMonitoring,
  settings: AuroraSettings,
  homeRegion: string,
): void {
  const { databaseIdentifier } = database;
  const lag = (metricName: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/RDS',
      metricName,
      dimensionsMap: { DBClusterIdentifier: databaseIdentifier, SourceRegion: homeRegion },
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.minutes(1),
    });
  watchLoad(database, monitoring, settings);
  monitoring.addAlarm(database, 'GlobalLagAlarm', {
    metric: lag('AuroraGlobalDBReplicationLag'),
    threshold: MOST_LAG.toMilliseconds(),
    evaluationPeriods: 5,
    summary: `The database is more than 5 seconds behind ${homeRegion}: reads of this region show old data.`,
    runbook: 'aurora-global-lag',
  });
  monitoring.addAlarm(database, 'RecoveryPointAlarm', {
    metric: lag('AuroraGlobalDBRPOLag'),
    threshold: MOST_LAG.toMilliseconds(),
    evaluationPeriods: 5,
    summary: `If ${homeRegion} were lost now, more than 5 seconds of writes would be lost with it.`,
    runbook: 'aurora-recovery-point',
  });
  monitoring.addSection({
    title: `Database ${databaseIdentifier}`,
    widgets: [
      ...loadGraphs(databaseIdentifier),
      new cloudwatch.GraphWidget({
        title: `Behind ${homeRegion} (milliseconds)`,
        left: [lag('AuroraGlobalDBReplicationLag'), lag('AuroraGlobalDBRPOLag')],
        width: 6,
      }),
    ],
  });
}
