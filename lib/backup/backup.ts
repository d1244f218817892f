import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AlarmSeverity, type IMonitored, type IMonitoring } from '../monitoring';
import { AwsManagedRole } from '../private/aws-managed-role';
import { emptyVaultOnDelete } from '../private/empty-on-delete';
import { encryptionKey } from '../private/key';
import { generationRule, nameRule, physicalName } from '../private/names';
import { check, items, listRule, refuse, trueOrFalse, wholeNumber, type Rule } from '../private/validate';

/** Properties for defining a Backup. */
export interface BackupProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the vault's name. */
  readonly name: string;

  /**
   * What is backed up, each by ARN or reference, such as `backup.BackupResource.fromRdsDatabaseCluster(cluster)`. Of an Aurora
   * cluster name the cluster, not its instances; of plain RDS the primary, not its replicas.
   */
  readonly resources: backup.BackupResource[];

  /**
   * Key that encrypts the vault. Snapshots of databases keep the key of their database.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Days for which daily backups are kept, 1 to 3,650.
   *
   * @default 35
   */
  readonly dailyRetentionDays?: number;

  /**
   * Days for which the backup of the first day of each month is kept, 1 to 36,500.
   *
   * @default 365
   */
  readonly monthlyRetentionDays?: number;

  /**
   * Days after which monthly backups move to cold storage, at least 90 days before they go: AWS keeps, and bills, cold backups
   * for at least 90 days. Only some kinds have cold storage (DynamoDB with advanced features has, RDS and Aurora have not and
   * stay warm).
   *
   * @default - they never move
   */
  readonly monthlyColdStorageAfterDays?: number;

  /**
   * Hour of the day, in UTC, at which backups start, 0 to 23.
   *
   * @default 3
   */
  readonly startHour?: number;

  /**
   * Part of the vault's name, 1 to 99. Raise it to have a successor beside the vault that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the vault goes when the stack is destroyed, with every backup in it: a function of this stack deletes them first.
   * Nobody is kept from deleting them before.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * Backups of databases and tables in a vault of their own: daily for 35 days, monthly for a year. They come on top of
 * point-in-time recovery, and survive what that does not: the deletion of the database itself.
 *
 * Defines an AWS Backup vault, plan and selection, and the role that AWS Backup works with. The vault's policy forbids
 * everybody to delete a backup before its time; whoever may change the policy can lift that, which a vault lock would rule out
 * for ever. A lock is not set because it can never be removed either: `aws backup put-backup-vault-lock-configuration` sets one.
 *
 * The role cannot restore: whoever restores names a role that can, such as the account's `AWSBackupDefaultServiceRole`, which the
 * console of AWS Backup creates.
 *
 * Buckets can be named too, but need permissions on top of those of the role (the managed policies for S3 backups); an
 * `ObjectStore` keeps versions instead.
 *
 * **Cost**: about 0.10 dollars a month for each gigabyte of RDS and DynamoDB backups and 0.02 for Aurora (list prices,
 * us-west-1), 1 dollar a month for the key when none is given. **Holds state**: the vault is kept when the stack is destroyed,
 * unless it is disposable.
 */
export class Backup extends Construct implements IMonitored {
  /** Physical name of the vault, such as `shop-prod-vault-g1`. Always literal. */
  public readonly vaultName: string;
  /** The vault itself. */
  public readonly vault: backup.BackupVault;
  /** The plan itself. */
  public readonly plan: backup.BackupPlan;

  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    check(this, ...rules(props));

    this.vaultName = physicalName(props.name, 'vault', props.generation);
    const key = props.encryptionKey ?? this.createKey(props);
    this.vault = this.createVault(props, key);
    this.plan = this.createPlan(props);
    const role = this.createRole();
    if (props.disposable) this.emptyOnDelete(key, role);
    new backup.BackupSelection(this, 'Selection', {
      backupPlan: this.plan,
      backupSelectionName: this.vaultName,
      resources: props.resources,
      role,
      disableDefaultBackupPolicy: true,
    });
  }

  public monitor(monitoring: IMonitoring): void {
    const jobs = (state: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/Backup',
        metricName: `NumberOfBackupJobs${state}`,
        dimensionsMap: { BackupVaultName: this.vaultName },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.hours(1),
      });
    monitoring.addAlarm(this, 'JobFailed', {
      metric: jobs('Failed'),
      threshold: 1,
      evaluationPeriods: 1,
      severity: AlarmSeverity.CRITICAL,
      summary: 'A backup failed: until the next one succeeds, the newest backup is older than a day.',
      runbook: 'backup-job-failed',
    });
    monitoring.addAlarm(this, 'JobExpired', {
      metric: jobs('Expired'),
      threshold: 1,
      evaluationPeriods: 1,
      summary: 'A backup did not start in time: something else, such as a maintenance window, was in its way.',
      runbook: 'backup-job-expired',
    });
    monitoring.addSection({
      title: `Backups ${this.vaultName}`,
      widgets: [
        new cloudwatch.GraphWidget({
          title: 'Backup jobs',
          left: [jobs('Completed'), jobs('Failed'), jobs('Expired')],
          width: 24,
        }),
      ],
    });
  }

  private createKey(props: BackupProps): kms.Key {
    return encryptionKey(this, 'Key', { description: `Backups of ${props.name}`, removable: props.disposable });
  }

  private createVault(props: BackupProps, key: kms.IKey): backup.BackupVault {
    return new backup.BackupVault(this, 'Vault', {
      backupVaultName: this.vaultName,
      encryptionKey: key,
      blockRecoveryPointDeletion: !props.disposable,
      removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }

  private createPlan(props: BackupProps): backup.BackupPlan {
    const hour = String(props.startHour ?? 3);
    const coldAfter = props.monthlyColdStorageAfterDays;
    return new backup.BackupPlan(this, 'Plan', {
      backupPlanName: physicalName(props.name, 'backup', props.generation),
      backupVault: this.vault,
      backupPlanRules: [
        new backup.BackupPlanRule({
          ruleName: 'daily',
          scheduleExpression: events.Schedule.cron({ minute: '0', hour }),
          startWindow: Duration.hours(1),
          completionWindow: Duration.hours(12),
          deleteAfter: Duration.days(props.dailyRetentionDays ?? 35),
        }),
        new backup.BackupPlanRule({
          ruleName: 'monthly',
          scheduleExpression: events.Schedule.cron({ minute: '0', hour, day: '1' }),
          startWindow: Duration.hours(1),
          completionWindow: Duration.hours(12),
          deleteAfter: Duration.days(props.monthlyRetentionDays ?? 365),
          moveToColdStorageAfter: coldAfter === undefined ? undefined : Duration.days(coldAfter),
        }),
      ],
    });
  }

  private emptyOnDelete(key: kms.IKey, role: iam.IRole): void {
    const contents = emptyVaultOnDelete(this, this.vault, key);
    // A backup cannot be deleted without the role that made it, and none may be started while the vault is emptied.
    contents.node.addDependency(role);
    this.plan.node.addDependency(contents);
  }

  private createRole(): iam.IRole {
    const { role } = new AwsManagedRole(this, 'Service', {
      service: 'backup.amazonaws.com',
      description: 'AWS Backup: backs up',
      managedPolicy: 'service-role/AWSBackupServiceRolePolicyForBackup',
    });
    return role;
  }
}

function rules(props: BackupProps): Rule[] {
  const monthly = props.monthlyRetentionDays ?? 365;
  const cold = props.monthlyColdStorageAfterDays;
  return [
    nameRule(props.name),
    generationRule(props.generation),
    listRule('resources', props.resources),
    refuse(props.resources?.length === 0, 'resources must not be empty, got []; name at least one database or table'),
    refuse(
      items(props.resources).some((resource) => resource.resource === undefined),
      'resources must be named by ARN or reference, got a tag or a construct; what is backed up must not depend on tags, use BackupResource.fromArn',
    ),
    wholeNumber(
      'dailyRetentionDays',
      props.dailyRetentionDays,
      1,
      3650,
      'keep backups for longer with monthlyRetentionDays',
    ),
    wholeNumber('monthlyRetentionDays', props.monthlyRetentionDays, 1, 36_500, 'AWS Backup keeps none for longer'),
    wholeNumber('monthlyColdStorageAfterDays', cold, 1, 36_410, 'leave it out to keep backups warm'),
    refuse(
      cold !== undefined && cold + 90 > monthly,
      `monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got ${monthly} with ${cold}; cold storage is billed for 90 days at least`,
    ),
    wholeNumber('startHour', props.startHour, 0, 23, 'give the hour in UTC'),
    trueOrFalse('disposable', props.disposable),
  ];
}
