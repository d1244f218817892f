import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { CacheKind } from './cache-kind';
import type { DatabaseEngine } from './database-engine';
import type { NetStack } from './net-stack';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { StageSettings } from './stage-settings';
import { Backup } from '../backup';
import type { ICache } from '../cache';
import type { IDatabase } from '../database';
import type { IMonitoring } from '../monitoring';
import { ObjectStore } from '../objects';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { WorkQueue, type WorkQueueOptions } from '../queue';

/** Properties for defining a DataStack. */
export interface DataStackProps extends PlatformStackProps {
  readonly net: NetStack;
  readonly database: DatabaseEngine;
  readonly cache: CacheKind;
  readonly settings: StageSettings;
  /** Where backups are copied to, if they are. */
  readonly copyRegion?: string;
  readonly browserOrigins?: string[];
}

/** Everything in a region that keeps data. Deleting it has to be allowed by hand first. */
export class DataStack extends Stack {
  public readonly key: kms.Key;
  public readonly database: IDatabase;
  public readonly cache?: ICache;
  public readonly objects: ObjectStore;
  public readonly backup?: Backup;
  private readonly queues: Construct;
  private readonly common: { name: string; encryptionKey: kms.IKey; disposable: boolean };

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, stackProps('data', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, net } = props;
    this.key = encryptionKey(this, 'Key', { description: `Data of ${name}`, removable: disposable });
    allowCloudWatchLogs(this.key);
    this.common = { name, disposable, encryptionKey: this.key };
    const placement = { ...this.common, vpc: net.network.vpc, vpcSubnets: net.network.dataSubnets };
    const databaseProps = {
      ...placement,
      rotationSubnets: net.network.appSubnets,
      securityGroup: net.databaseSecurityGroup,
    };
    this.database = props.database._create(this, databaseProps, props.settings);
    const cacheProps = { ...placement, securityGroup: net.cacheSecurityGroup };
    this.cache = props.cache._create(this, cacheProps, props.settings);
    this.objects = new ObjectStore(this, 'Objects', { ...this.common, browserOrigins: props.browserOrigins });
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
    this.backup?.monitor(monitoring);
  }
}
