import { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allowCloudWatchLogs, encryptionKey } from './key';

/**
 * Options of an encrypted log group. A year is what Control Tower asks for (CT.CLOUDWATCH.PR.2); writing a gigabyte costs 0.50
 * dollars, keeping it for a year at most 0.36 (list prices, us-east-1).
 */
export interface EncryptedLogGroupOptions {
  readonly retention?: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
  readonly logGroupName?: string;
}

/** A log group `LogGroup` under the scope that is encrypted, expires, and goes when what it belongs to goes. */
export function encryptedLogGroup(scope: Construct, options: EncryptedLogGroupOptions): logs.LogGroup {
  return new logs.LogGroup(scope, 'LogGroup', {
    logGroupName: options.logGroupName,
    retention: options.retention ?? logs.RetentionDays.ONE_YEAR,
    encryptionKey: options.encryptionKey ?? createLogKey(scope),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function createLogKey(scope: Construct): kms.Key {
  const key = encryptionKey(scope, 'LogKey', { description: `Logs of ${scope.node.path}`, removable: true });
  allowCloudWatchLogs(key);
  return key;
}
