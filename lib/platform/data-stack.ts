import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { CacheKind } from './cache-kind';
import type { DatabaseEngine } from './database-engine';
import type { FollowDatabase, HomeDatabase } from './home-database';
import { secretKeyAlias, type NetStack } from './net-stack';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { StageSettings } from './stage-settings';
import { Backup } from '../backup';
import type { ICache } from '../cache';
import type { DatabaseProps, IDatabase } from '../database';
import type { IMonitoring } from '../monitoring';
import { ObjectStore } from '../objects';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { WorkQueue, type WorkQueueOptions } from '../queue';
import { ControlReplica, type RegionModel } from '../region';
import { SessionReplica } from '../session';

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
}

/** Where a database lives. */
type DatabasePlace = Pick<
  DatabaseProps,
  'name' | 'vpc' | 'vpcSubnets' | 'securityGroup' | 'encryptionKey' | 'disposable'
>;

/** Everything in a region that keeps data. Deleting it has to be allowed by hand first. */
export class DataStack extends Stack {
  public readonly key: kms.Key;
  public readonly database: IDatabase;
  public readonly cache?: ICache;
  public readonly objects: ObjectStore;
  public readonly backup?: Backup;
  /** Physical name of the global database, where others follow that of home as one. */
  public readonly globalDatabaseIdentifier?: string;
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
    const placement = { ...this.common, vpc: net.network.vpc, vpcSubnets: net.network.dataSubnets };
    const { database, follow, globalDatabaseIdentifier } = this.createDatabase(props, {
      ...placement,
      securityGroup: net.databaseSecurityGroup,
    });
    this.database = database;
    this.followDatabase = follow;
    this.globalDatabaseIdentifier = globalDatabaseIdentifier;
    const cacheProps = { ...placement, securityGroup: net.cacheSecurityGroup };
    this.cache = props.cache._create(this, cacheProps, props.settings);
    this.objects = new ObjectStore(this, 'Objects', { ...this.common, browserOrigins: props.browserOrigins });
    this.sessions = home && new SessionReplica(this, 'Sessions', { name, otherRegions });
    this.control = home && new ControlReplica(this, 'Control', { name, plan });
    this.queues = new Construct(this, 'Queues');
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

  private createDatabase(props: DataStackProps, placement: DatabasePlace): HomeDatabase {
    const { name, net, settings, home } = props;
    const { otherRegions } = this;
    if (home?.followDatabase) {
      const replicaProps = { ...placement, secretEncryptionKey: net.secretKey };
      return { database: home.followDatabase(this, replicaProps, settings) };
    }
    const secretKeyArn = secretKeyAlias(name);
    return props.database._create(
      this,
      {
        ...placement,
        rotationSubnets: net.network.appSubnets,
        replicaRegions: otherRegions.length > 0 ? otherRegions.map((region) => ({ region, secretKeyArn })) : undefined,
      },
      settings,
    );
  }
}
