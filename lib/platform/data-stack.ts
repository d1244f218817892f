import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { CacheKind } from './cache-kind';
import type { DatabaseEngine } from './database-engine';
import type { FollowDatabase } from './home-database';
import type { NetStack } from './net-stack';
import { placeDatabase } from './place-database';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { StageSettings } from './stage-settings';
import { Backup } from '../backup';
import type { ICache } from '../cache';
import type { IDatabase } from '../database';
import type { IMonitoring } from '../monitoring';
import { ObjectStore } from '../objects';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { WorkQueue, type WorkQueueOptions } from '../queue';
import { ControlReplica, type RegionModel } from '../region';
import { controlTableName } from '../region/control-topology';
import { SessionReplica } from '../session';
import { ShardedDatabase } from '../sharding';

/** Properties for defining a DataStack. */
export interface DataStackProps extends PlatformStackProps {
  readonly net: NetStack;
  readonly database: DatabaseEngine;
  readonly cache: CacheKind;
  readonly settings: StageSettings;
  /** Where backups are copied to, if they are. */
  readonly copyRegion?: string;
  readonly browserOrigins?: string[];
  /** What holds data at home, for another region. */
  readonly home?: DataStack;
  /** What is wanted of the regions, of which there may be one. */
  readonly plan: RegionModel;
  /** Whether the database is the first of several. How many there are changes nothing here. */
  readonly isSharded: boolean;
}

/** Everything in a region that keeps data. Deleting it has to be allowed by hand first. */
export class DataStack extends Stack {
  public readonly key: kms.Key;
  public readonly database: IDatabase;
  public readonly shards?: ShardedDatabase;
  public readonly cache?: ICache;
  public readonly objects: ObjectStore;
  public readonly backup?: Backup;
  /** Physical name of the global database, where others follow that of home as one. */
  public readonly globalDatabaseIdentifier?: string;
  /** Id of the global datastore, where caches of other regions follow that of home. */
  public readonly globalDatastoreId?: string;
  private readonly followDatabase?: FollowDatabase;
  private readonly sessions?: SessionReplica;
  private readonly control?: ControlReplica;
  private readonly otherRegions: string[];
  private readonly queues: Construct;
  private readonly common: { name: string; encryptionKey: kms.IKey; disposable: boolean };

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, stackProps('data', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, net, home, plan } = props;
    const otherRegions = plan._plan.regions.filter((region) => region !== this.region);
    this.otherRegions = otherRegions;
    this.key = encryptionKey(this, 'Key', { description: `Data of ${name}`, removable: disposable });
    allowCloudWatchLogs(this.key);
    this.common = { name, disposable, encryptionKey: this.key };
    const { database, follow, globalDatabaseIdentifier } = placeDatabase(
      this,
      { ...props, engine: props.database, otherRegions, follow: home?.followDatabase },
      { ...this.common, securityGroup: net.databaseSecurityGroup },
    );
    this.database = database;
    this.followDatabase = follow;
    this.globalDatabaseIdentifier = globalDatabaseIdentifier;
    const { vpc, dataSubnets: vpcSubnets } = net.network;
    const cacheProps = { ...this.common, vpc, vpcSubnets, securityGroup: net.cacheSecurityGroup };
    const placed = props.cache._create(this, cacheProps, props.settings, {
      hasOtherRegions: otherRegions.length > 0,
      globalDatastoreId: home?.globalDatastoreId,
    });
    this.cache = placed.cache;
    this.globalDatastoreId = placed.globalDatastoreId;
    this.objects = new ObjectStore(this, 'Objects', { ...this.common, browserOrigins: props.browserOrigins });
    this.sessions = home && new SessionReplica(this, 'Sessions', { name, otherRegions });
    this.control = home && new ControlReplica(this, 'Control', { name, plan });
    this.queues = new Construct(this, 'Queues');
    this.shards = props.isSharded ? this.createShards() : undefined;
    this.backup = props.settings.backup
      ? new Backup(this, 'Backup', {
          ...this.common,
          resources: [this.database.backupResource],
          copies: props.copyRegion === undefined ? [] : [{ region: props.copyRegion }],
        })
      : undefined;
  }

  /** Defines the queue of a worker: here, and not beside the worker, because it keeps messages. */
  public addQueue(id: string, options: WorkQueueOptions): WorkQueue {
    const { name, disposable } = this.common;
    return new WorkQueue(this.queues, id, { name, disposable, ...options });
  }

  /** Defines the alarms of everything that keeps data, in this stack. */
  public monitor(monitoring: IMonitoring): void {
    this.database.monitor(monitoring);
    this.cache?.monitor(monitoring);
    this.objects.monitor(monitoring);
    if (this.otherRegions.length > 0) this.objects.monitorReplication(monitoring, this.otherRegions);
    this.sessions?.monitor(monitoring);
    this.control?.monitor(monitoring);
    this.backup?.monitor(monitoring);
  }

  private createShards(): ShardedDatabase {
    const { name } = this.common;
    // Exported whether or not anything imports it: the stack is the same with the second shard and with the last one.
    this.exportValue(this.key.keyArn);
    return new ShardedDatabase(this, 'Shards', {
      name,
      first: this.database,
      controlTableName: controlTableName(name),
    });
  }
}
