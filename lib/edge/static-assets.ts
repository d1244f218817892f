import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { shieldRegionFor } from './shield-regions';
import { physicalName } from '../private/names';
import { PrivateBucket } from '../private/private-bucket';

/** Properties for defining StaticAssets. */
export interface StaticAssetsProps {
  /** Name of the deployment. */
  readonly name: string;
  /** Key that encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
  /**
   * Whether one regional cache of CloudFront asks for files for all others.
   *
   * @default false
   */
  readonly originShield?: boolean;
  /**
   * Whether the bucket is emptied before it is deleted.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * The bucket of files that a build makes and any build can make again, behind origin access control: nobody but the
 * distribution reads it.
 */
export class StaticAssets extends Construct {
  /** The bucket. */
  public readonly bucket: s3.Bucket;
  /** What behaviours of a distribution send requests to. */
  public readonly origin: cloudfront.IOrigin;

  constructor(scope: Construct, id: string, props: StaticAssetsProps) {
    super(scope, id);
    this.bucket = this.createBucket(props);
    allowCloudFront(this, props.encryptionKey);
    const accessControl = new cloudfront.S3OriginAccessControl(this, 'AccessControl', {
      originAccessControlName: `${props.name}-static`,
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    // Not the L2's `withOriginAccessControl`: it warns about the key policy, and a strict synthesis fails on warnings.
    this.origin = origins.S3BucketOrigin.withBucketDefaults(this.bucket, {
      originId: 'static',
      originAccessControlId: accessControl.originAccessControlId,
      originShieldRegion: props.originShield ? shieldRegionFor(Stack.of(this).region) : undefined,
    });
  }

  /** Lets one distribution read the files. */
  public grantReadTo(distribution: cloudfront.IDistribution): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceArn': distribution.distributionArn } },
      }),
    );
  }

  private createBucket(props: StaticAssetsProps): s3.Bucket {
    const { bucket } = new PrivateBucket(this, 'Bucket', {
      bucketName: `${physicalName(props.name, 'static')}-${Aws.ACCOUNT_ID}-${Stack.of(this).region}`,
      encryptionKey: props.encryptionKey,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
      disposable: props.disposable,
    });
    return bucket;
  }
}

/**
 * Lets this account's distributions decrypt what they read. Naming the one distribution would be a cycle: the distribution
 * refers to the bucket, the bucket to the key, the key to the distribution. The bucket's policy does name it.
 */
function allowCloudFront(scope: Construct, key: kms.IKey): void {
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['kms:Decrypt'],
      // In a key policy the resource is the key itself.
      resources: ['*'],
      conditions: {
        ArnLike: {
          'aws:SourceArn': Stack.of(scope).formatArn({
            service: 'cloudfront',
            region: '',
            resource: 'distribution',
            resourceName: '*',
          }),
        },
      },
    }),
  );
}
