import * as autoscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import type { CacheProps, ICache } from './cache';
import { CACHE_PORT, CacheCore, cacheRules } from './cache-core';
import { monitorNodeCache } from './node-cache-alarms';
import { nodeCacheOptionRules, nodeType } from './node-cache-rules';
import type { IMonitoring } from '../monitoring';
import { acknowledge } from '../private/acknowledge';
import { physicalName } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** Size and engine of a NodeCache. */
export interface NodeCacheOptions {
  /**
   * Type of every node. Can be changed in place, while the cache keeps answering.
   *
   * @default - t4g.small (1.37 GB)
   */
  readonly nodeType?: ec2.InstanceType;

  /**
   * Number of shards that the data is divided into, 1 to 90. Changes move data while the cache keeps answering. Shards times
   * nodes of a shard may be 90 at most until AWS raises the quota of the account.
   *
   * @default 1
   */
  readonly shards?: number;

  /**
   * Replicas of each shard, 1 to 5, each in another zone than its primary as far as zones go. The least there are when
   * `maxReplicasPerShard` is set; leave it alone from then on, a change would undo what scaling did.
   *
   * @default 1
   */
  readonly replicasPerShard?: number;

  /**
   * Most replicas of each shard, up to 5: they are added and removed with the load of their engines. Needs a node type of size
   * large, xlarge or 2xlarge.
   *
   * @default - replicas are not scaled
   */
  readonly maxReplicasPerShard?: number;

  /**
   * Load of the replicas' engines that scaling aims at, in percent, 35 to 70.
   *
   * @default 60
   */
  readonly targetReplicaCpuPercent?: number;

  /**
   * Version of Valkey, such as `8.2`. Can be raised in place, never lowered. Minor versions are also raised by AWS.
   *
   * @default '8.2'
   */
  readonly engineVersion?: string;

  /**
   * Days for which a daily snapshot is kept, 0 to 35; 0 takes none. Compliance packs ask for 15 or more.
   *
   * @default 15
   */
  readonly snapshotRetentionDays?: number;
}

/** Properties for defining a NodeCache. */
export interface NodeCacheProps extends CacheProps, NodeCacheOptions {}

/**
 * A Valkey cache on nodes, for steady load at which they cost less than a `ServerlessCache`: cluster mode, every shard with
 * at least one replica in another zone and automatic failover. TLS only, access by IAM token only.
 *
 * Defines an ElastiCache replication group, its subnet group, user and user group, a parameter
 * `<name>/<region>/cache/<cache>/endpoint` with `host:port`, and, when replicas are scaled, a scaling policy.
 *
 * **Cost**: that of the nodes; 37 dollars a month for the two t4g.small of the default (list price, us-east-1). **Holds
 * state**, but nothing that cannot be rebuilt: it and what it uses are kept when the stack is destroyed, unless it is
 * disposable.
 */
export class NodeCache extends Construct implements ICache {
  /** Physical name of the cache and of its user. Always literal. */
  public readonly cacheName: string;
  /** The security group of the cache and its port. */
  public readonly connections: ec2.Connections;
  /** The cache itself. */
  public readonly replicationGroup: elasticache.CfnReplicationGroup;
  private readonly core: CacheCore;
  private readonly shards: number;
  private readonly minNodesPerShard: number;
  private readonly maxNodesPerShard: number;

  constructor(scope: Construct, id: string, props: NodeCacheProps) {
    super(scope, id);
    check(this, ...cacheRules(props), ...nodeCacheOptionRules(props));

    this.cacheName = physicalName(props.name, 'nodes', props.generation);
    this.shards = props.shards ?? 1;
    this.minNodesPerShard = 1 + (props.replicasPerShard ?? 1);
    this.maxNodesPerShard =
      props.maxReplicasPerShard === undefined ? this.minNodesPerShard : 1 + props.maxReplicasPerShard;
    this.core = new CacheCore(this, this.cacheName, props);
    this.replicationGroup = this.createReplicationGroup(props);
    if (props.maxReplicasPerShard !== undefined) this.scaleReplicas(props, props.maxReplicasPerShard);
    this.core.publishEndpoint(
      this.replicationGroup.attrConfigurationEndPointAddress,
      this.replicationGroup.attrConfigurationEndPointPort,
    );
    this.connections = new ec2.Connections({
      securityGroups: [this.core.securityGroup],
      defaultPort: ec2.Port.tcp(CACHE_PORT),
    });
  }

  public bindToService(service: IBindableService): void {
    this.core.bind(this, service, 'replicationgroup');
  }

  public monitor(monitoring: IMonitoring): void {
    monitorNodeCache(this, monitoring, {
      shards: this.shards,
      minNodesPerShard: this.minNodesPerShard,
      maxNodesPerShard: this.maxNodesPerShard,
    });
  }

  private createReplicationGroup(props: NodeCacheProps): elasticache.CfnReplicationGroup {
    const subnetGroup = new elasticache.CfnSubnetGroup(this, 'SubnetGroup', {
      cacheSubnetGroupName: this.cacheName,
      description: `Cache of ${props.name}`,
      subnetIds: this.core.subnetIds,
    });
    const engineVersion = props.engineVersion ?? '8.2';
    const [majorVersion] = engineVersion.split('.');
    const group = new elasticache.CfnReplicationGroup(this, 'Resource', {
      replicationGroupId: this.cacheName,
      replicationGroupDescription: `Cache of ${props.name}`,
      engine: 'valkey',
      engineVersion,
      autoMinorVersionUpgrade: true,
      cacheParameterGroupName: `default.valkey${majorVersion}.cluster.on`,
      cacheNodeType: `cache.${nodeType(props)}`,
      clusterMode: 'enabled',
      numNodeGroups: this.shards,
      replicasPerNodeGroup: props.replicasPerShard ?? 1,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: CACHE_PORT,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: true,
      kmsKeyId: this.core.key.keyArn,
      cacheSubnetGroupName: this.cacheName,
      securityGroupIds: [this.core.securityGroup.securityGroupId],
      userGroupIds: [this.cacheName],
      snapshotRetentionLimit: props.snapshotRetentionDays ?? 15,
      snapshotWindow: props.snapshotTime && hourFrom(props.snapshotTime),
    });
    group.addResourceDependency(subnetGroup);
    group.addResourceDependency(this.core.userGroup);
    // Without it, CloudFormation replaces the cache when the number of shards changes.
    group.cfnOptions.updatePolicy = { useOnlineResharding: true };
    this.core.keep(subnetGroup, group);
    acknowledge(
      group,
      'A password for everybody (AuthToken) is what IAM tokens and a user group replace; both at once are refused by AWS.',
      'AwsSolutions::AwsSolutions-AEC6',
    );
    return group;
  }

  private scaleReplicas(props: NodeCacheProps, maxReplicas: number): void {
    const target = new autoscaling.CfnScalableTarget(this, 'Replicas', {
      serviceNamespace: 'elasticache',
      scalableDimension: 'elasticache:replication-group:Replicas',
      resourceId: `replication-group/${this.cacheName}`,
      minCapacity: props.replicasPerShard ?? 1,
      maxCapacity: maxReplicas,
    });
    target.addResourceDependency(this.replicationGroup);
    new autoscaling.CfnScalingPolicy(this, 'ReplicaCpu', {
      policyName: `${this.cacheName}-replica-cpu`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: {
          predefinedMetricType: autoscaling.PredefinedMetric.ELASTICACHE_REPLICA_ENGINE_CPU_UTILIZATION,
        },
        targetValue: props.targetReplicaCpuPercent ?? 60,
        // A new replica copies the data of its primary first: what it does to the load shows only after minutes.
        scaleOutCooldown: 300,
        scaleInCooldown: 900,
      },
    });
  }
}

/** The hour that begins at a time of day, as ElastiCache wants its windows: `03:30-04:30`. */
function hourFrom(time: string): string {
  const [hour = '', minute = ''] = time.split(':');
  return `${time}-${String((Number(hour) + 1) % 24).padStart(2, '0')}:${minute}`;
}
