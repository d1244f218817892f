import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { loadGraphs, watchLoad } from './aurora-alarms';
import type { AuroraSettings } from './aurora-rules';
import type { IDatabase } from './database';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

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
    threshold: Duration.seconds(5).toMilliseconds(),
    evaluationPeriods: 5,
    summary: `The database is more than 5 seconds behind ${homeRegion}: reads of this region show old data.`,
    runbook: 'aurora-global-lag',
  });
  monitoring.addAlarm(database, 'RecoveryPointAlarm', {
    metric: lag('AuroraGlobalDBRPOLag'),
    threshold: Duration.minutes(1).toMilliseconds(),
    evaluationPeriods: 5,
    severity: AlarmSeverity.CRITICAL,
    summary: `If ${homeRegion} were lost now, more than a minute of writes would be lost with it.`,
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
