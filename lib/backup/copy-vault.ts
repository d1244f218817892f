import * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { copyVaultName, vaultProps } from './vault';
import { emptyVaultOnDelete } from '../private/empty-on-delete';
import { encryptionKey } from '../private/key';
import { generationRule, nameRule } from '../private/names';
import { check, trueOrFalse } from '../private/validate';

/** Properties for defining a CopyVault. */
export interface CopyVaultProps {
  /** Name of the deployment whose backups are copied: 1 to 20 lower-case letters, digits and single hyphens. */
  readonly name: string;

  /**
   * Key that encrypts the vault and the copies in it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Part of the vault's name, 1 to 99: that of the `Backup` that is copied.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the vault goes when the stack is destroyed, with every copy in it: a function of this stack deletes them first.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * Where a `Backup` copies to: a vault in another region, so that what is lost with a region can be restored in the other one.
 * Define it in a stack of that region that is deployed before the backup's.
 *
 * Defines an AWS Backup vault whose policy forbids everybody to delete a copy before its time. The copies are encrypted with
 * the key of this vault, not with that of the database: they can be read while the other region cannot.
 *
 * **Cost**: about 0.02 dollars for each gigabyte that is copied, and what the same backup costs at home for each that is kept (list
 * prices); Aurora and RDS are copied whole the first time and in increments then. 1 dollar a month for the key when none is
 * given. **Holds state**: the vault and its key are kept when the stack is destroyed, unless it is disposable.
 */
export class CopyVault extends Construct {
  /** Physical name of the vault, such as `shop-prod-copies-g1`. Always literal. */
  public readonly vaultName: string;
  /** The vault itself. */
  public readonly vault: backup.BackupVault;

  constructor(scope: Construct, id: string, props: CopyVaultProps) {
    super(scope, id);
    check(this, nameRule(props.name), generationRule(props.generation), trueOrFalse('disposable', props.disposable));

    const { disposable } = props;
    this.vaultName = copyVaultName(props.name, props.generation);
    const key =
      props.encryptionKey ??
      encryptionKey(this, 'Key', { description: `Copies of backups of ${props.name}`, removable: disposable });
    this.vault = new backup.BackupVault(this, 'Vault', vaultProps(this.vaultName, key, disposable));
    if (disposable) emptyVaultOnDelete(this, this.vault, key, { ofOtherRoles: true });
  }
}
