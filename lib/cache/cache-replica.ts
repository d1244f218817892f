import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import type { CacheProps, ICache } from './cache';
import { CACHE_PORT, CacheCore, cacheRules } from './cache-core';
import { replicaRules } from './global-datastore-rules';
import { monitorNodeCache } from './node-cache-alarms';
import type { IMonitoring } from '../monitoring';
import { acknowledge, compliance } from '../private/acknowledge';
import { physicalName } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** Properties for defining a CacheReplica. */
export interface CacheReplicaProps extends CacheProps {
  /** Id of the global datastore that it joins: `globalDatastoreId` of a GlobalDatastore in another region. It can never be changed. */
  readonly globalDatastoreId: string;

  /**
   * Number of shards of the datastore, 1 to 90: for the alarms, which name every node. The replica has as many as the datastore.
   *
   * @default 1
   */
  readonly shards?: number;

  /**
   * Replicas of each shard in this region, 1 to 5, each in another zone than its primary as far as zones go.
   *
   * @default 1
   */
  readonly replicasPerShard?: number;
}

/**
 * The copy of a cache in another region, as a member of a GlobalDatastore. What is written where the datastore is written is there as well, mostly
 * within a second, and so is what is forgotten. It is only read until somebody makes it the primary: `CacheAside` of `runtime/` reads it,
 * and loads what it lacks without storing it. Node type, engine, number of shards and encryption are those of the datastore; snapshots are
 * taken of the source alone, so that `snapshotTime` is refused.
 *
 * Defines an ElastiCache replication group, its subnet group, user and user group, and a parameter
 * `<name>/<region>/cache/<cache>/endpoint` with `host:port`. TLS only, access by IAM token only.
 *
 * **Not verified on AWS**: access by IAM token to a member of a global datastore, which no document excludes.
 *
 * **Cost**: that of its nodes, as many as at home and at the prices of its region, and 2 cents for each GB that is replicated (list price,
 * us-east-1). **Holds state**, but nothing that cannot be rebuilt: it and what it uses are kept when the stack is destroyed, unless it is
 * disposable.
 */
export class CacheReplica extends Construct implements ICache {
  /** Physical name of the cache and of its user. Always literal. */
  public readonly cacheName: string;
  /** The security group of the cache and its port. */
  public readonly connections: ec2.Connections;
  /** The cache itself. */
  public readonly replicationGroup: elasticache.CfnReplicationGroup;
  private readonly core: CacheCore;
  private readonly shards: number;
  private readonly nodesPerShard: number;

  constructor(scope: Construct, id: string, props: CacheReplicaProps) {
    super(scope, id);
    check(this, ...cacheRules(props), ...replicaRules(props));

    this.cacheName = physicalName(props.name, 'nodes-replica', props.generation);
    this.shards = props.shards ?? 1;
    this.nodesPerShard = 1 + (props.replicasPerShard ?? 1);
    this.core = new CacheCore(this, this.cacheName, props);
    this.replicationGroup = this.createReplicationGroup(props);
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
    const { shards, nodesPerShard } = this;
    const counts = { shards, minNodesPerShard: nodesPerShard, maxNodesPerShard: nodesPerShard };
    monitorNodeCache(this, monitoring, { ...counts, areCopies: true });
  }

  /** Without engine, version, node type, parameters, shards and encryption in transit: AWS refuses them, since the datastore has them. */
  private createReplicationGroup(props: CacheReplicaProps): elasticache.CfnReplicationGroup {
    const subnetGroup = new elasticache.CfnSubnetGroup(this, 'SubnetGroup', {
      cacheSubnetGroupName: this.cacheName,
      description: `Cache of ${props.name}`,
      subnetIds: this.core.subnetIds,
    });
    const group = new elasticache.CfnReplicationGroup(this, 'Resource', {
      replicationGroupId: this.cacheName,
      replicationGroupDescription: `Cache of ${props.name}, which follows that of another region`,
      globalReplicationGroupId: props.globalDatastoreId,
      replicasPerNodeGroup: props.replicasPerShard ?? 1,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: CACHE_PORT,
      kmsKeyId: this.core.key.keyArn,
      cacheSubnetGroupName: this.cacheName,
      securityGroupIds: [this.core.securityGroup.securityGroupId],
      userGroupIds: [this.cacheName],
    });
    group.addResourceDependency(subnetGroup);
    group.addResourceDependency(this.core.userGroup);
    this.core.keep(subnetGroup, group);
    acknowledge(
      group,
      'A password for everybody (AuthToken) is what IAM tokens and a user group replace; both at once are refused by AWS.',
      'AwsSolutions::AwsSolutions-AEC6',
    );
    acknowledge(
      group,
      'Encrypted in transit and at rest as the source of its datastore, which is always: AWS refuses both properties in a member.',
      'AwsSolutions::AwsSolutions-AEC3',
    );
    acknowledge(
      group,
      'The port is that of its source and can never change: another hides nothing that TLS, IAM and the security group do not guard.',
      'AwsSolutions::AwsSolutions-AEC5',
    );
    acknowledge(
      group,
      'A copy: the snapshots are those of the source, and what is lost is read from the database again.',
      ...compliance('ElastiCacheRedisClusterAutomaticBackup', 'PCI.DSS.321'),
    );
    return group;
  }
}
