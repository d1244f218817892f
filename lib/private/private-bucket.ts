import type { CustomResource } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, compliance } from './acknowledge';
import { emptyBucketOnDelete } from './empty-on-delete';

/** Properties of a PrivateBucket. */
export interface PrivateBucketProps extends s3.BucketProps {
  readonly bucketName: string;
  readonly encryptionKey: NonNullable<s3.BucketProps['encryptionKey']>;
  /** Whether it is emptied before it is deleted. */
  readonly disposable?: boolean;
}

/**
 * A bucket that nobody reaches but over TLS and by permission: encrypted with a key of the account, versioned, events on
 * EventBridge. Object Lock is on without a default retention: nothing is locked until somebody locks it, and it can only be
 * switched on at birth.
 */
export class PrivateBucket extends Construct {
  public readonly bucket: s3.Bucket;
  /** What empties the bucket, when it is disposable. What writes into it has to depend on this. */
  public readonly contents?: CustomResource;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { disposable, ...bucketProps } = props;
    this.bucket = new s3.Bucket(this, 'Bucket', {
      ...bucketProps,
      encryption: s3.BucketEncryption.KMS,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
    });
    const cfnBucket = this.bucket.node.defaultChild as s3.CfnBucket;
    cfnBucket.objectLockConfiguration = { objectLockEnabled: 'Enabled' };
    // The L2's property would do the same through a custom resource.
    cfnBucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.contents = disposable ? emptyBucketOnDelete(this, this.bucket, props.encryptionKey) : undefined;
    if (!props.serverAccessLogsBucket) this.acknowledgeMissingLogs();
    acknowledge(
      this.bucket,
      'Versions protect objects within a region, and a custom resource replicates them where there are several: this rule looks for it in the template of the bucket. Static files can be built again.',
      ...compliance('S3BucketReplicationEnabled'),
    );
  }

  private acknowledgeMissingLogs(): void {
    acknowledge(
      this.bucket,
      'A bucket for access logs can only be encrypted with the keys of S3, which the rules on encryption refuse. CloudTrail data events, and the request log of the distribution, record the same.',
      'AwsSolutions::AwsSolutions-S1',
      'cdk-validator-cfnguard::s3_bucket_logging_enabled_check',
      ...compliance('S3BucketLoggingEnabled'),
    );
  }
}
