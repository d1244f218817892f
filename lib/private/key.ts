import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Every action on a single-region symmetric key, by name. The account decides with its own IAM policies who may do which; the
 * L2's default would say `kms:*`
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html).
 */
const ACTIONS = [
  'CancelKeyDeletion',
  'CreateAlias',
  'CreateGrant',
  'Decrypt',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`);

/** Options of an encryption key. */
export interface EncryptionKeyOptions {
  /** What it encrypts. */
  readonly description: string;
  /** Whether it goes with the stack: for what can be rebuilt, or is disposable. */
  readonly removable?: boolean;
}

/** A key that rotates every year and is governed by the account's IAM policies; only AWS services may hand out grants. */
export function encryptionKey(scope: Construct, id: string, options: EncryptionKeyOptions): kms.Key {
  return new kms.Key(scope, id, {
    description: options.description,
    enableKeyRotation: true,
    removalPolicy: options.removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    policy: new iam.PolicyDocument({ statements: [accountStatement(), grantsForServicesOnly()] }),
  });
}

/**
 * Lets CloudWatch Logs of this region encrypt log groups with a key. The condition limits it to this account's groups
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html).
 */
export function allowCloudWatchLogs(key: kms.Key): void {
  const stack = Stack.of(key);
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:DescribeKey',
      ],
      // In a key policy the resource is the key itself.
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: '*' }) },
      },
    }),
  );
}

function accountStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AccountRootPrincipal()],
    actions: ACTIONS,
    // In a key policy the resource is the key itself.
    resources: ['*'],
  });
}

/** Control Tower's CT.KMS.PR.3 in the only form that it accepts. */
function grantsForServicesOnly(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    // In a key policy the resource is the key itself.
    resources: ['*'],
    conditions: {
      BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}
