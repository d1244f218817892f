import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import type { BackupCopy, BackupProps } from './backup-props';

/** A copy, and the vault that it goes to. */
export interface CopyTarget {
  readonly copy: BackupCopy;
  readonly vault: backup.IBackupVault;
}

/** When backups start, for how long they are kept, and where they are copied to. */
export function planRules(props: BackupProps, copies: readonly CopyTarget[]): backup.BackupPlanRule[] {
  const hour = String(props.startHour ?? 3);
  const { dailyRetentionDays: daily = 35, monthlyRetentionDays: monthly = 365 } = props;
  const coldAfter = props.monthlyColdStorageAfterDays;
  const cold = coldAfter === undefined ? {} : { moveToColdStorageAfter: Duration.days(coldAfter) };
  const windows = { startWindow: Duration.hours(1), completionWindow: Duration.hours(12) };
  return [
    new backup.BackupPlanRule({
      ruleName: 'daily',
      scheduleExpression: events.Schedule.cron({ minute: '0', hour }),
      ...windows,
      deleteAfter: Duration.days(daily),
      copyActions: copyActions(copies, (copy) => ({ deleteAfter: Duration.days(copy.dailyRetentionDays ?? daily) })),
    }),
    new backup.BackupPlanRule({
      ruleName: 'monthly',
      scheduleExpression: events.Schedule.cron({ minute: '0', hour, day: '1' }),
      ...windows,
      deleteAfter: Duration.days(monthly),
      ...cold,
      copyActions: copyActions(copies, (copy) => ({
        deleteAfter: Duration.days(copy.monthlyRetentionDays ?? monthly),
        ...cold,
      })),
    }),
  ];
}

function copyActions(
  copies: readonly CopyTarget[],
  lifecycle: (copy: BackupCopy) => Omit<backup.BackupPlanCopyActionProps, 'destinationBackupVault'>,
): backup.BackupPlanCopyActionProps[] | undefined {
  if (copies.length === 0) return undefined;
  return copies.map(({ copy, vault }) => ({ ...lifecycle(copy), destinationBackupVault: vault }));
}
