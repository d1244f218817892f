import { RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allowCloudWatchLogs } from './key';

/** Options of an encrypted log group. */
export interface EncryptedLogGroupOptions {
  readonly retention?: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
  readonly logGroupName?: string;
}

/** A log group `LogGroup` under the scope that is encrypted, expires, and goes when what it belongs to goes. */
export function encryptedLogGroup(scope: Construct, options: EncryptedLogGroupOptions): logs.LogGroup {
  return new logs.LogGroup(scope, 'LogGroup', {
    logGroupName: options.logGroupName,
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    encryptionKey: options.encryptionKey ?? createLogKey(scope),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function createLogKey(scope: Construct): kms.Key {
  const key = new kms.Key(scope, 'LogKey', {
    enableKeyRotation: true,
    description: `Logs of ${scope.node.path}`,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  allowCloudWatchLogs(key);
  return key;
}
