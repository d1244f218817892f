import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { RegionalBucket } from '../contract/object-replication';
import { wildcardFinding } from '../private/acknowledge';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/**
 * The role that S3 replicates one bucket with
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html), locks and keys included.
 */
export function replicationRole(
  parent: Construct,
  source: RegionalBucket,
  destinations: readonly RegionalBucket[],
): ManagedPolicyRole {
  const role = new ManagedPolicyRole(parent, 'Role', {
    assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'),
    description: `Replicates objects of ${source.region} to other regions`,
  });
  const stack = Stack.of(parent);
  const arnOf = ({ bucket }: RegionalBucket) => `arn:${stack.partition}:s3:::${bucket}`;
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
  allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], arnOf(source));
  allow(READ, `${arnOf(source)}/*`);
  allow(WRITE, ...destinations.map((destination) => `${arnOf(destination)}/*`));
  allowKey(role, stack, source, ['kms:Decrypt']);
  destinations.forEach((destination) => allowKey(role, stack, destination, REPLICA_KEY));
  const buckets = [source, ...destinations];
  role.acknowledgeGrants(
    'Every object of the bucket is replicated, whatever its name. The permission ends at the bucket.',
    ...buckets.map((bucket) => wildcardFinding(stack, `${arnOf(bucket)}/*`)),
  );
  role.acknowledgeGrants(
    'The stack of the key is in another region. The conditions limit the permission to what S3 encrypts in this one bucket, whichever its key.',
    ...buckets.map((bucket) => wildcardFinding(stack, keysOf(stack, bucket.region))),
  );
  return role;
}

const READ = [
  's3:GetObjectVersionForReplication',
  's3:GetObjectVersionAcl',
  's3:GetObjectVersionTagging',
  // Both are asked for where Object Lock is on
  // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication).
  's3:GetObjectRetention',
  's3:GetObjectLegalHold',
];

const WRITE = ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'];

/**
 * S3 decrypts the bucket key before it uses it, and needs new data keys for what is not encrypted with a key of KMS yet
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html).
 */
const REPLICA_KEY = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'];

function allowKey(role: ManagedPolicyRole, stack: Stack, { bucket, region }: RegionalBucket, actions: string[]): void {
  const arn = `arn:${stack.partition}:s3:::${bucket}`;
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions,
      // The ARN of a key holds an id that only its own stack knows; the context says whose data it is.
      resources: [keysOf(stack, region)],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${region}.${stack.urlSuffix}` },
        // The bucket with a bucket key, the object without one.
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arn, `${arn}/*`] },
      },
    }),
  );
}

function keysOf(stack: Stack, region: string): string {
  return stack.formatArn({ service: 'kms', region, resource: 'key', resourceName: '*' });
}
