import { RemovalPolicy } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { physicalName } from '../private/names';

/** A vault that is kept, and in which nobody deletes a backup before its time; or one that goes with everything in it. */
export function vaultProps(
  backupVaultName: string,
  encryptionKey: kms.IKey,
  disposable = false,
): backup.BackupVaultProps {
  return {
    backupVaultName,
    encryptionKey,
    blockRecoveryPointDeletion: !disposable,
    removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  };
}

/** The name of the vault that holds copies of a deployment's backups. */
export function copyVaultName(name: string, generation?: number): string {
  return physicalName(name, 'copies', generation);
}
