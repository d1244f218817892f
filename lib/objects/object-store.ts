import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { browserOriginRules } from './browser-origins';
import { objectBucketName } from './object-bucket';
import { monitorReplication } from './replication-alarms';
import { Environment } from '../contract/environment';
import type { IMonitored, IMonitoring } from '../monitoring';
import { acknowledge, wildcardFinding } from '../private/acknowledge';
import { encryptionKey } from '../private/key';
import { generationRule, nameRule, physicalName } from '../private/names';
import { stopBeforeEmptying } from '../private/empty-on-delete';
import { PrivateBucket } from '../private/private-bucket';
import { otherRegionListRules } from '../private/regions';
import { check, items, refuse, shown, trueOrFalse, wholeNumber } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/** Properties for defining an ObjectStore. */
export interface ObjectStoreProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the bucket's name. */
  readonly name: string;

  /**
   * Key that encrypts the objects.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Origins of web pages that send and fetch objects straight from the browser, with presigned addresses, such as
   * `https://www.example.com`.
   *
   * @default - none
   */
  readonly browserOrigins?: string[];

  /**
   * Days for which an object that was overwritten or deleted can be brought back, 1 to 3,650.
   *
   * @default 30
   */
  readonly recoverableDays?: number;

  /**
   * Bucket that collects access logs. It must be in the same region and account and be encrypted with S3's own keys.
   *
   * @default - no access logs; record data events in the account's CloudTrail instead
   */
  readonly accessLogsBucket?: s3.IBucket;

  /**
   * Part of the bucket's name, 1 to 99. Raise it to have a successor beside the bucket that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the bucket goes when the stack is destroyed, with every version of every object: a function of this stack deletes
   * them first, a few million within its 15 minutes; destroy the stack again to go on. Legal holds are not lifted.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * A bucket for what users upload: private, versioned, encrypted with a key of yours, TLS only.
 *
 * Objects move to Intelligent-Tiering, overwritten and deleted ones can be brought back for a month, uploads that were never
 * finished go after a week. Object Lock is on without a default retention: a legal hold can be placed on an object, nothing
 * else is locked. Events go to EventBridge, so that a consumer's stack can follow uploads without a change to this bucket.
 *
 * Versions are what protects the objects within the region; with buckets in several regions, ObjectReplication copies each
 * object to all others. AWS Backup would store, and cost, everything twice.
 *
 * **Cost**: 0.023 dollars a month for each gigabyte, less for what is not read; 0.005 dollars for 1,000 uploads, 0.01 for moving
 * them to Intelligent-Tiering and 0.001 for their events; 1 dollar a month for the key when none is given (list prices,
 * us-east-1). **Holds state**: kept when the stack is destroyed, unless it is disposable.
 */
export class ObjectStore extends Construct implements IServiceBinding, IMonitored {
  /** Physical name of the bucket, `<name>-objects-g<generation>-<account>-<region>`; never a reference to the bucket. */
  public readonly bucketName: string;
  /** The bucket itself. */
  public readonly bucket: s3.Bucket;
  /** The key that encrypts the objects. */
  public readonly encryptionKey: kms.IKey;
  private readonly storeName: string;
  private readonly contents?: Construct;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      generationRule(props.generation),
      wholeNumber('recoverableDays', props.recoverableDays, 1, 3650, 'versions are kept for at least a day'),
      ...browserOriginRules(props.browserOrigins),
      trueOrFalse('disposable', props.disposable),
    );

    this.storeName = physicalName(props.name, 'objects', props.generation);
    this.bucketName = objectBucketName(this.storeName, Stack.of(this), Stack.of(this).region);
    this.encryptionKey =
      props.encryptionKey ??
      encryptionKey(this, 'Key', { description: `Objects of ${props.name}`, removable: props.disposable });
    const { bucket, contents } = this.createBucket(props);
    this.bucket = bucket;
    this.contents = contents;
  }

  /**
   * Gives a service the name of the bucket and lets it read, write and delete objects, but neither list them nor delete for
   * good: without the right to list, asking for an object that is not there is answered 403 instead of 404.
   *
   * @param service The web service or worker.
   */
  public bindToService(service: IBindableService): void {
    service.addEnvironment(Environment.OBJECT_BUCKET, this.bucketName);
    const objects = Stack.of(service).formatArn({
      service: 's3',
      account: '',
      region: '',
      resource: this.bucketName,
      resourceName: '*',
    });
    iam.Grant.addToPrincipal({
      grantee: service,
      actions: [
        's3:GetObject',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      resourceArns: [objects],
    });
    acknowledgeAllObjects(service, this.storeName);
    if (this.contents) stopBeforeEmptying(service, this.contents);
    const { region, urlSuffix } = Stack.of(service);
    iam.Grant.addToPrincipal({
      grantee: service,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resourceArns: [this.encryptionKey.keyArn],
      // The key may encrypt more than this bucket.
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` } },
    });
  }

  public monitor(monitoring: IMonitoring): void {
    const daily = (metricName: string, storageType: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/S3',
        metricName,
        dimensionsMap: { BucketName: this.bucketName, StorageType: storageType },
        statistic: cloudwatch.Stats.AVERAGE,
        period: Duration.days(1),
      });
    monitoring.addSection({
      title: 'Objects',
      widgets: [
        new cloudwatch.GraphWidget({
          title: 'Stored (bytes)',
          left: [
            daily('BucketSizeBytes', 'StandardStorage'),
            daily('BucketSizeBytes', 'IntelligentTieringFAStorage'),
            daily('BucketSizeBytes', 'IntelligentTieringIAStorage'),
          ],
          width: 12,
        }),
        new cloudwatch.GraphWidget({
          title: 'Objects and versions',
          left: [daily('NumberOfObjects', 'AllStorageTypes')],
          width: 12,
        }),
      ],
    });
  }

  /**
   * Defines the alarms and graphs of what this bucket sends to other regions, and receives from them. Call it in each region,
   * where an ObjectReplication replicates the buckets.
   *
   * @param monitoring Where they are handed in.
   * @param otherRegions The other regions of the ObjectReplication, but that of this bucket.
   */
  public monitorReplication(monitoring: IMonitoring, otherRegions: string[]): void {
    const stack = Stack.of(this);
    check(
      this,
      ...otherRegionListRules('otherRegions', otherRegions, stack.region),
      refuse(
        items(otherRegions).length === 0,
        `otherRegions must not be empty, got ${shown(otherRegions)}; name those that it is replicated to`,
      ),
    );
    const bucketIn = (region: string) => ({ bucket: objectBucketName(this.storeName, stack, region), region });
    monitorReplication(this, monitoring, bucketIn(stack.region), otherRegions.map(bucketIn));
  }

  private createBucket(props: ObjectStoreProps): PrivateBucket {
    return new PrivateBucket(this, 'Bucket', {
      bucketName: this.bucketName,
      encryptionKey: this.encryptionKey,
      lifecycleRules: lifecycle(props.recoverableDays ?? 30),
      cors: props.browserOrigins && cors(props.browserOrigins),
      serverAccessLogsBucket: props.accessLogsBucket,
      serverAccessLogsPrefix: props.accessLogsBucket && `${this.node.path}/`,
      removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      disposable: props.disposable,
    });
  }
}

/** Objects are named by users: the permission can only end at the bucket. */
function acknowledgeAllObjects(service: IBindableService, storeName: string): void {
  const stack = Stack.of(service);
  const bucket = objectBucketName(storeName, stack, stack.region);
  acknowledge(
    Construct.isConstruct(service.grantPrincipal) ? service.grantPrincipal : service,
    'The names of objects are known only once users have uploaded them. The permission ends at the bucket, and does not include listing it.',
    wildcardFinding(stack, `arn:${stack.partition}:s3:::${bucket}/*`),
  );
}

function lifecycle(recoverableDays: number): s3.LifecycleRule[] {
  return [
    {
      id: 'unfinished-uploads',
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    },
    {
      id: 'deleted-and-overwritten',
      noncurrentVersionExpiration: Duration.days(recoverableDays),
      expiredObjectDeleteMarker: true,
    },
    {
      id: 'rarely-read',
      transitions: [{ storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) }],
    },
  ];
}

function cors(allowedOrigins: string[]): s3.CorsRule[] {
  return [
    {
      allowedOrigins,
      allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.PUT, s3.HttpMethods.POST],
      allowedHeaders: ['*'],
      exposedHeaders: ['ETag'],
      maxAge: 3600,
    },
  ];
}
