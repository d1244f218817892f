import { RemovalPolicy, Stack, CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { grownRules, shardsOf, sourceRules } from './global-datastore-rules';
import type { NodeCache } from './node-cache';
import { check, trueOrFalse } from '../private/validate';

/** What a global datastore has grown to since its cache was made. */
export interface GlobalDatastoreOptions {
  /**
   * Type of the nodes of every region, where it is to be another than that of the source. Leave it out at first. From then on the type of the source
   * stays what it was: a member is changed by its datastore alone.
   *
   * @default - that of the source
   */
  readonly nodeType?: ec2.InstanceType;

  /**
   * Number of shards of every region, where there are to be more than the source was made with, up to 90. Leave it out at first, and that of the source
   * as it is, for the same reason.
   *
   * @default - that of the source
   */
  readonly shards?: number;
}

/** Properties for defining a GlobalDatastore. */
export interface GlobalDatastoreProps extends GlobalDatastoreOptions {
  /** The cache that it is made from, in the same stack. It stays what it is: it is neither changed nor replaced. */
  readonly source: NodeCache;

  /**
   * Whether it goes when the stack is destroyed. Its caches have a property of their own.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * A global datastore around a cache that is there already: caches of up to two other regions follow it (`CacheReplica`), mostly by less than a second.
 * It keeps a standby warm, and forgets everywhere what is invalidated at home. The copies are only read: what viewers of another region alone
 * ask for is loaded each time there. Where every region serves viewers, a cache for each region is the better choice.
 *
 * Which region writes is no part of a template: it is made to by `aws elasticache failover-global-replication-group`, and a deployment afterwards changes
 * nothing. Until then services of the region that took over cannot invalidate anything: what they change is seen when times to live end.
 *
 * A region leaves it by `aws elasticache disassociate-global-replication-group`, before its stack is destroyed. The version of the engine is
 * raised by `aws elasticache modify-global-replication-group`: CloudFormation cannot raise it for members
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1965).
 *
 * **Cost**: nothing for itself; that of its caches, and 2 cents for each GB that goes to another region (list price, us-east-1). Holds no state
 * of its own.
 */
export class GlobalDatastore extends Construct {
  /** Id of the datastore, which copies join it by. ElastiCache puts letters of its own before the name of the source: known after it was made. */
  public readonly globalDatastoreId: string;

  constructor(scope: Construct, id: string, props: GlobalDatastoreProps) {
    super(scope, id);
    check(
      this,
      ...sourceRules(props.source),
      ...grownRules(props, shardsOf(props.source)),
      trueOrFalse('disposable', props.disposable),
    );

    const { source, nodeType, shards, disposable } = props;
    const { cacheName, replicationGroup } = source;
    const datastore = new elasticache.CfnGlobalReplicationGroup(this, 'Resource', {
      globalReplicationGroupIdSuffix: cacheName,
      globalReplicationGroupDescription: `${cacheName}, and what follows it in other regions`,
      // Others join by themselves: more than one member is refused where it is made.
      members: [
        {
          replicationGroupId: cacheName,
          replicationGroupRegion: Stack.of(source).region,
          role: 'PRIMARY',
        },
      ],
      cacheNodeType: nodeType && `cache.${nodeType.toString()}`,
      globalNodeGroupCount: shards,
    });
    datastore.addResourceDependency(replicationGroup);
    datastore.applyRemovalPolicy(disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    // Read where it is deployed, in another region: nothing there is in the way of a change here.
    CrossStackReferences.of(datastore).produce(ReferenceStrength.WEAK);
    this.globalDatastoreId = datastore.attrGlobalReplicationGroupId;
  }
}
