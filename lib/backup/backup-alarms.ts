import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AlarmSeverity, type IMonitoring } from '../monitoring';

/** Alarms on backups that fail, and their row on the dashboard. */
export function monitorBackup(
  scope: Construct,
  monitoring: IMonitoring,
  vaultName: string,
  copyVaults: readonly string[],
): void {
  const jobs = (state: string) => metric(`NumberOfBackupJobs${state}`, vaultName);
  monitoring.addAlarm(scope, 'JobFailed', {
    metric: jobs('Failed'),
    threshold: 1,
    evaluationPeriods: 1,
    severity: AlarmSeverity.CRITICAL,
    summary: 'A backup failed: until the next one succeeds, the newest backup is older than a day.',
    runbook: 'backup-job-failed',
  });
  monitoring.addAlarm(scope, 'JobExpired', {
    metric: jobs('Expired'),
    threshold: 1,
    evaluationPeriods: 1,
    summary: 'A backup did not start in time: something else, such as a maintenance window, was in its way.',
    runbook: 'backup-job-expired',
  });
  if (copyVaults.length > 0) addCopyAlarm(scope, monitoring, [vaultName, ...copyVaults]);
  monitoring.addSection({
    title: `Backups ${vaultName}`,
    widgets: [
      new cloudwatch.GraphWidget({
        title: 'Backup jobs',
        left: [jobs('Completed'), jobs('Failed'), jobs('Expired')],
        width: 24,
      }),
    ],
  });
}

/**
 * AWS documents that copy jobs are counted by vault, and not by which of their two vaults
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html): the alarm looks at both.
 */
function addCopyAlarm(scope: Construct, monitoring: IMonitoring, vaults: readonly string[]): void {
  const metrics = [...new Set(vaults)].map((vault, index): [string, cloudwatch.IMetric] => [
    `m${index}`,
    metric('NumberOfCopyJobsFailed', vault),
  ]);
  monitoring.addAlarm(scope, 'CopyFailed', {
    metric: new cloudwatch.MathExpression({
      expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
      usingMetrics: Object.fromEntries(metrics),
      label: 'Copy jobs failed',
      period: Duration.hours(1),
    }),
    threshold: 1,
    evaluationPeriods: 1,
    severity: AlarmSeverity.CRITICAL,
    summary: 'A backup was not copied: until the next one is, the newest one in the other region is older than a day.',
    runbook: 'backup-copy-failed',
  });
}

function metric(metricName: string, vaultName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Backup',
    metricName,
    dimensionsMap: { BackupVaultName: vaultName },
    statistic: cloudwatch.Stats.SUM,
    period: Duration.hours(1),
  });
}
