import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { objectBucketName } from './object-bucket';
import { replicationRole } from './replication-role';
import type { RegionalBucket, ReplicatedBucket } from '../contract/object-replication';
import { MAX_REGIONS } from '../contract/region-plan/plan';
import { wildcardFinding } from '../private/acknowledge';
import { HandlerFunction } from '../private/handler-function';
import { generationRule, nameRule, physicalName } from '../private/names';
import { regionListRules } from '../private/regions';
import { check, items, refuse, shown, wholeNumber } from '../private/validate';

/** Properties for defining an ObjectReplication. */
export interface ObjectReplicationProps {
  /** Name of the deployment that every ObjectStore has. */
  readonly name: string;

  /** Regions of the buckets, 2 to 6: each is replicated to all others. Their stacks have to be deployed before this one. */
  readonly regions: string[];

  /**
   * Generation that every ObjectStore has, 1 to 99. Do not raise it: its successor is another ObjectReplication beside this one.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Raise it to have the configurations put again: after a bucket was made anew, got another key, or lost its configuration. A
   * whole number from 1 to 9,999.
   *
   * @default 1
   */
  readonly revision?: number;

  /**
   * Key that encrypts the log of the function that puts the configurations. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Replicates the buckets of ObjectStores in several regions to each other: what is written, deleted, tagged or held in one of them
 * arrives in all others, 99.9 percent of it within 15 minutes and most of it within seconds (S3 Replication Time Control,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html). Define it in a stack that is deployed after
 * those of all buckets: it names them and refers to none. `ObjectStore.monitorReplication` watches it, in each region.
 *
 * Defines a role for each bucket, with which S3 replicates it and nothing else, and a function with a custom resource for each
 * bucket that puts its replication configuration, in place of any other: in templates two buckets cannot name each other before
 * both exist. Destroying it ends replication; replicas stay.
 *
 * Not replicated are **objects that were there before** (run an S3 Batch Replication job once, docs/runbook.md tells how), deletions
 * of single versions, what lifecycle rules do, and replicas, which is why nothing goes round in circles
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html). Give a new object a new name:
 * of two that are written under one name in two regions at once, nobody can say which will be the current version where. Expect each
 * bucket to tell of a replica as of any created object (AWS does not say): work on uploads has to bear being done in each region, or
 * to pass over those whose `ReplicationStatus` is REPLICA.
 *
 * **Cost**: for each further region 0.02 dollars a gigabyte for the transfer, 0.015 for Replication Time Control, 0.005 for 1,000
 * objects, storage as at home, and four custom metrics of CloudWatch for each direction (list prices, us-east-1); 1 dollar a
 * month for the key when none is given. Holds no state.
 */
export class ObjectReplication extends Construct {
  constructor(scope: Construct, id: string, props: ObjectReplicationProps) {
    super(scope, id);
    const count = items(props.regions).length;
    check(
      this,
      nameRule(props.name),
      ...regionListRules('regions', props.regions),
      refuse(
        count < 2 || count > MAX_REGIONS,
        `regions must hold 2 to ${MAX_REGIONS} regions, got ${shown(props.regions)}; name each region that has an ObjectStore`,
      ),
      generationRule(props.generation),
      wholeNumber('revision', props.revision, 1, 9999, 'add 1 to have the configurations put again'),
    );

    const storeName = physicalName(props.name, 'objects', props.generation);
    const handler = new HandlerFunction(this, 'Handler', {
      handler: 'object-replication',
      description: 'Has buckets replicated to each other',
      timeout: Duration.minutes(5),
      encryptionKey: props.encryptionKey,
    });
    this.allowConfiguring(handler, storeName);
    const buckets = props.regions.map((region) => ({
      bucket: objectBucketName(storeName, Stack.of(this), region),
      region,
    }));
    const sources = new Construct(this, 'Sources');
    for (const source of buckets) {
      const destinations = buckets.filter((bucket) => bucket !== source);
      this.replicate(new Construct(sources, source.region), handler, source, destinations, props.revision);
    }
  }

  /** Buckets of regions that left the list are included: their replication has to be ended. */
  private allowConfiguring(handler: HandlerFunction, storeName: string): void {
    const stack = Stack.of(this);
    const stores = `arn:${stack.partition}:s3:::${objectBucketName(storeName, stack, '*')}`;
    handler.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetEncryptionConfiguration', 's3:GetReplicationConfiguration', 's3:PutReplicationConfiguration'],
        resources: [stores],
      }),
    );
    handler.role.acknowledgeGrants(
      'The buckets of one deployment differ in nothing but the region at the end of their names. Their objects are not included.',
      wildcardFinding(stack, stores),
    );
  }

  private replicate(
    parent: Construct,
    handler: HandlerFunction,
    source: RegionalBucket,
    destinations: readonly RegionalBucket[],
    revision: number | undefined,
  ): void {
    const role = replicationRole(parent, source, destinations);
    handler.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
      }),
    );
    const what: ReplicatedBucket = { source, destinations, role: role.roleArn };
    const configuration = new CustomResource(parent, 'Configuration', {
      resourceType: 'Custom::ObjectReplication',
      serviceToken: handler.function.functionArn,
      serviceTimeout: Duration.minutes(6),
      properties: { ...what, revision },
    });
    // S3 begins at once, and the function's permissions have to outlive the custom resource.
    configuration.node.addDependency(handler, role);
  }
}
