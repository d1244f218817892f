import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { monitorBackup } from './backup-alarms';
import type { BackupProps } from './backup-props';
import { backupRules } from './backup-rules';
import { planRules, type CopyTarget } from './plan-rules';
import { copyVaultName, vaultProps } from './vault';
import type { IMonitored, IMonitoring } from '../monitoring';
import { AwsManagedRole } from '../private/aws-managed-role';
import { emptyVaultOnDelete } from '../private/empty-on-delete';
import { encryptionKey } from '../private/key';
import { physicalName, shardKind } from '../private/names';
import { check } from '../private/validate';

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
 * With `copies`, each backup is copied into vaults of other regions (`CopyVault`), which its stack only names.
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
  private readonly copies: readonly CopyTarget[];

  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    check(this, ...backupRules(this, props));

    this.vaultName = physicalName(props.name, shardKind('vault', props.shard), props.generation);
    const key = props.encryptionKey ?? this.createKey(props);
    this.vault = new backup.BackupVault(this, 'Vault', vaultProps(this.vaultName, key, props.disposable));
    this.copies = this.nameCopies(props);
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
    const copyVaults = this.copies.map(({ vault }) => vault.backupVaultName);
    monitorBackup(this, monitoring, this.vaultName, copyVaults);
  }

  private createKey(props: BackupProps): kms.Key {
    return encryptionKey(this, 'Key', { description: `Backups of ${props.name}`, removable: props.disposable });
  }

  private createPlan(props: BackupProps): backup.BackupPlan {
    return new backup.BackupPlan(this, 'Plan', {
      backupPlanName: physicalName(props.name, shardKind('backup', props.shard), props.generation),
      backupVault: this.vault,
      backupPlanRules: planRules(props, this.copies),
    });
  }

  /** By literal ARN: nothing of another region is referred to. */
  private nameCopies(props: BackupProps): CopyTarget[] {
    const copies = props.copies ?? [];
    const parent = new Construct(this, 'Copies');
    return copies.map((copy) => {
      const arn = Stack.of(this).formatArn({
        service: 'backup',
        region: copy.region,
        resource: 'backup-vault',
        resourceName: copy.vaultName ?? copyVaultName(props.name, props.generation),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
      return { copy, vault: backup.BackupVault.fromBackupVaultArn(new Construct(parent, copy.region), 'Vault', arn) };
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
