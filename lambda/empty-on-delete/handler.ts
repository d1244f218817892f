import { setTimeout } from 'node:timers/promises';
import { BackupClient } from '@aws-sdk/client-backup';
import { S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { bucketsOf, vaultsOf } from './aws';
import { handle, type Ports } from './handle';

// One of many requests that fails, or is asked to slow down, must not keep a whole stack from going.
const patient = { maxAttempts: 6 };
const s3 = new S3Client(patient);
const backup = new BackupClient(patient);
const clock: Ports['clock'] = { now: () => Date.now(), sleep: (ms) => setTimeout(ms) };

/** Empties what CloudFormation is about to delete. */
export const handler = (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
  // The stack's own ARN says in which partition, region and account its vaults are.
  const [, partition, , region, account] = event.StackId.split(':');
  const arnOf = (vault: string) => `arn:${partition}:backup:${region}:${account}:backup-vault:${vault}`;
  return handle(event, context.getRemainingTimeInMillis(), {
    s3: bucketsOf(s3),
    backup: vaultsOf(backup, arnOf),
    clock,
  });
};
