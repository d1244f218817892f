import { CustomResource, Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { HandlerFunction } from './handler-function';
import { allowCloudWatchLogs } from './key';
import { DisposableTag, type DisposableContents } from '../contract/disposable';

/**
 * Deletes every object of a bucket right before CloudFormation deletes the bucket, which it can only when that is empty. Not the
 * L2's `autoDeleteObjects`: its function is CDK's own, with an unencrypted log, and inline policies.
 *
 * @param scope Where the custom resource is created: what writes into the bucket should depend on it, to be gone before.
 * @param encryptionKey Key of what is emptied; it also encrypts the function's log where it can.
 */
export function emptyBucketOnDelete(scope: Construct, bucket: s3.Bucket, encryptionKey: kms.IKey): CustomResource {
  Tags.of(bucket).add(DisposableTag.KEY, DisposableTag.VALUE);
  const handler = handlerOf(scope, encryptionKey);
  allow(handler, bucket.bucketArn, 's3:GetBucketTagging', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads');
  allow(handler, bucket.arnForObjects('*'), 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:AbortMultipartUpload');
  const { node, stack } = bucket;
  acknowledge(
    handler.role,
    'Everything in a disposable bucket is deleted, whatever its name. The permission ends at the bucket.',
    `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(node.defaultChild as s3.CfnBucket)}.Arn>/*]`,
  );
  const contents = createContents(scope, handler, { bucket: bucket.bucketName });
  // Without its policy a bucket may refuse; whatever the policy names, such as a distribution, waits for it in turn.
  if (bucket.policy) contents.node.addDependency(bucket.policy);
  return contents;
}

/**
 * Deletes every backup of a vault right before CloudFormation deletes the vault, which it can only when that is empty.
 *
 * @param options `ofOtherRoles`: the role that made the backups may be gone. AWS Backup then deletes them with its service-linked
 * role, which whoever asks has to be able to create
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html).
 */
export function emptyVaultOnDelete(
  scope: Construct,
  vault: backup.BackupVault,
  encryptionKey: kms.IKey,
  options: { readonly ofOtherRoles?: boolean } = {},
): CustomResource {
  Tags.of(vault).add(DisposableTag.KEY, DisposableTag.VALUE);
  const handler = handlerOf(scope, encryptionKey);
  allow(handler, vault.backupVaultArn, 'backup:ListTags', 'backup:ListRecoveryPointsByBackupVault');
  if (options.ofOtherRoles) allow(handler, serviceLinkedRole(vault), 'iam:CreateServiceLinkedRole');
  // Here and not in the role: backups have ARNs of many services that do not name their vault, and its policy ends at it.
  vault.addToAccessPolicy(
    new iam.PolicyStatement({
      principals: [new iam.ArnPrincipal(handler.role.roleArn)],
      actions: ['backup:DeleteRecoveryPoint'],
      resources: ['*'],
    }),
  );
  return createContents(scope, handler, { vault: vault.backupVaultName });
}

function serviceLinkedRole(vault: backup.BackupVault): string {
  return Stack.of(vault).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: 'aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
  });
}

/** Has the tasks of a service stopped before contents are deleted. Stacks of their own are ordered by their dependencies. */
export function stopBeforeEmptying(service: Construct, contents: Construct): void {
  if (Stack.of(service) !== Stack.of(contents)) return;
  // Not the whole service: a policy of the bucket may name its role.
  service.node
    .findAll()
    .filter((child) => child instanceof ecs.CfnService)
    .forEach((child) => child.node.addDependency(contents));
}

function createContents(scope: Construct, handler: HandlerFunction, properties: DisposableContents): CustomResource {
  const contents = new CustomResource(scope, 'Contents', {
    resourceType: 'Custom::DisposableContents',
    serviceToken: handler.function.functionArn,
    serviceTimeout: Duration.minutes(16),
    properties: { ...properties },
  });
  // The function's permissions have to outlive the custom resource.
  contents.node.addDependency(handler);
  return contents;
}

/** One function for everything that is disposable in a stack. */
function handlerOf(scope: Construct, encryptionKey: kms.IKey): HandlerFunction {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild('EmptyOnDelete');
  if (existing instanceof HandlerFunction) return existing;
  return new HandlerFunction(stack, 'EmptyOnDelete', {
    handler: 'empty-on-delete',
    description: 'Empties disposable buckets and vaults before they are deleted',
    timeout: Duration.minutes(15),
    memory: Size.mebibytes(512),
    encryptionKey: logKey(stack, encryptionKey),
  });
}

/** The given key, if it can be told to let CloudWatch Logs use it; otherwise the function gets a key of its own. */
function logKey(stack: Stack, key: kms.IKey): kms.Key | undefined {
  if (!(key instanceof kms.Key) || Stack.of(key) !== stack) return undefined;
  allowCloudWatchLogs(key);
  return key;
}

function allow(handler: HandlerFunction, resource: string, ...actions: string[]): void {
  handler.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
}
