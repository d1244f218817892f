import type * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** A second place for each backup, in another region. */
export interface BackupCopy {
  /** Region that backups are copied to, another one than that of the backups. */
  readonly region: string;

  /**
   * Name of the vault there, which has to exist: see `CopyVault`.
   *
   * @default - `<name>-copies-g<generation>`, as a CopyVault of the same name is called
   */
  readonly vaultName?: string;

  /**
   * Days for which copies of daily backups are kept, 1 to 3,650.
   *
   * @default - as long as daily backups themselves
   */
  readonly dailyRetentionDays?: number;

  /**
   * Days for which copies of monthly backups are kept, 1 to 36,500.
   *
   * @default - as long as monthly backups themselves
   */
  readonly monthlyRetentionDays?: number;
}

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
   * Regions that each backup is copied to, at most 5. What is left when a whole region is lost.
   *
   * @default - none
   */
  readonly copies?: BackupCopy[];

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
   * Number of the shard that is backed up (`ShardedDatabase`), 1 to 63. Part of the vault's name.
   *
   * @default - none: what is not a shard, or the first one
   */
  readonly shard?: number;

  /**
   * Whether the vault goes when the stack is destroyed, with every backup in it: a function of this stack deletes them first.
   * Nobody is kept from deleting them before.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
