import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { bindShards } from './sharded-binding';
import { LOGICAL_REPLICATION, nextShardRules, shardedRules } from './sharded-rules';
import type { ShardSource } from './sharded-source';
import { publishShard } from './sharded-topology';
import type { IDatabase } from '../database';
import { check } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/** Properties for defining a ShardedDatabase. */
export interface ShardedDatabaseProps {
  /** Name of the deployment: that of its databases. */
  readonly name: string;

  /**
   * The database that is there: shard 0. It stays what it is, but has to be told `ShardedDatabase.PARAMETERS` and restarted once. In another
   * region than home it is what follows that database there.
   */
  readonly first: IDatabase;

  /** Name of the table that the map of shards is kept in, as literal text: that of a `ControlTable`. */
  readonly controlTableName: string;
}

/**
 * The ports of both engines. A rule of its own: a proxy makes one for the port of its database alone, and EC2 refuses the same rule a second
 * time.
 */
const PORTS = { ipProtocol: 'tcp', fromPort: 5432, toPort: 5433 };

/**
 * Several PostgreSQL databases that services see as one, in one region: each holds some of the 4,096 slots that the keys of the data are
 * divided into (docs/adr/0030-shard-map.md). Which slots is written in the control table, and no template knows it: a deployment takes no
 * move of slots back.
 *
 * Defines, beside the first database, five parameters below `/<name>/<region>/shards/0/` (`writer`, `reader`, `database`, `secret`, `admin`), and
 * the rule that lets the databases of its security group follow each other. `addShard` adds the same parameters in the stack of another
 * database. Nothing is exported for a shard and nobody refers to one, so one more changes neither those that are there nor a service.
 *
 * Give every shard a stack of its own, and the security group of the first as `sharedSecurityGroup`. Shards are reached past proxies, with the
 * password of their secret: logical replication does not go through a proxy, and a router keeps pools of its own.
 *
 * **Cost**: that of its databases: none of its own. **Holds no state**: databases and the control table do.
 */
export class ShardedDatabase extends Construct implements IServiceBinding {
  /** Parameters that each shard has to have: logical replication, by which slots move. They keep Aurora from pausing. */
  public static readonly PARAMETERS: { [name: string]: string } = { ...LOGICAL_REPLICATION };

  /** Name of the table that the map of shards is kept in. */
  public readonly controlTableName: string;
  private readonly name: string;
  private readonly all: ShardSource[];

  constructor(scope: Construct, id: string, props: ShardedDatabaseProps) {
    super(scope, id);
    check(this, ...shardedRules(props));

    this.name = props.name;
    this.controlTableName = props.controlTableName;
    const first = props.first as ShardSource;
    this.all = [first];
    publishShard(this.name, 0, first);
    this.allowSubscriptions(first);
  }

  /** The databases, by the number of their shard. */
  public get shards(): IDatabase[] {
    return [...this.all];
  }

  /**
   * Adds a shard. It has no slots until `npx ztm reshard` gives it some.
   *
   * @param database The database, with the next number as its `shard`, in a stack that no other shard is in.
   */
  public addShard(database: IDatabase): void {
    check(this, ...nextShardRules(this.name, this.all, database));
    const shard = database as ShardSource;
    publishShard(this.name, this.all.length, shard);
    this.all.push(shard);
  }

  /**
   * Gives a service what a database gives it, of the first shard, and what it needs to find and to use all of them: the name of the control
   * table and the right to read the map in it, and the right to read the credentials of the services of any shard.
   *
   * @param service The web service or worker.
   */
  public bindToService(service: IBindableService): void {
    bindShards(this.all[0], this.controlTableName, service);
  }

  /** Of the stack that this is in: the security group may be another's. */
  private allowSubscriptions(first: ShardSource): void {
    const groupId = first.connections.securityGroups[0]?.securityGroupId ?? '';
    const rule = { groupId, ...PORTS, description: 'Shards to each other' };
    new ec2.CfnSecurityGroupIngress(this, 'FromShards', { ...rule, sourceSecurityGroupId: groupId });
    new ec2.CfnSecurityGroupEgress(this, 'ToShards', { ...rule, destinationSecurityGroupId: groupId });
  }
}
