import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DataStack } from './data-stack';
import type { DatabaseEngine } from './database-engine';
import type { FollowDatabase } from './home-database';
import type { NetStack } from './net-stack';
import { placeDatabase } from './place-database';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { StageSettings } from './stage-settings';
import { Backup } from '../backup';
import type { IDatabase } from '../database';
import type { IMonitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';

/** Properties for defining a ShardStack. */
export interface ShardStackProps extends PlatformStackProps {
  /** 1 or more: the first shard is in Data. */
  readonly number: number;
  readonly net: NetStack;
  readonly data: DataStack;
  readonly engine: DatabaseEngine;
  readonly settings: StageSettings;
  readonly otherRegions: readonly string[];
  /** Where backups are copied to, if they are. */
  readonly copyRegion?: string;
  /** The same shard at home, for another region. */
  readonly home?: ShardStack;
}

/** One shard in one region. It knows of no other, and nothing refers to it: what one is changed by touches none beside it. */
export class ShardStack extends Stack {
  public readonly database: IDatabase;
  /** Physical name of the global database, where others follow that of home as one. */
  public readonly globalDatabaseIdentifier?: string;
  private readonly followDatabase?: FollowDatabase;
  private readonly backup?: Backup;

  constructor(scope: Construct, id: string, props: ShardStackProps) {
    super(scope, id, stackProps(`shard${props.number}`, props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, number: shard, net, data, home, copyRegion } = props;
    // Not the key of Data: Control Tower's rules know that something is encrypted only by a key of the same template.
    const key = encryptionKey(this, 'Key', { description: `Shard ${shard} of ${name}`, removable: disposable });
    allowCloudWatchLogs(key);
    // Secrets are under that one, which services know: a shard that comes later has none that they could be told of. By ARN: grants would add
    // statements to the policy of a key that is known as a whole, for each shard.
    const secretEncryptionKey = kms.Key.fromKeyArn(this, 'DataKey', data.key.keyArn);
    const { database, follow, globalDatabaseIdentifier } = placeDatabase(
      this,
      { ...props, follow: home?.followDatabase },
      {
        name,
        disposable,
        encryptionKey: key,
        secretEncryptionKey,
        shard,
        sharedSecurityGroup: net.databaseSecurityGroup,
      },
    );
    this.database = database;
    this.followDatabase = follow;
    this.globalDatabaseIdentifier = globalDatabaseIdentifier;
    this.backup = props.settings.backup
      ? new Backup(this, 'Backup', {
          name,
          disposable,
          encryptionKey: key,
          shard,
          resources: [database.backupResource],
          copies: copyRegion === undefined ? [] : [{ region: copyRegion }],
        })
      : undefined;
  }

  /** Defines the alarms of the shard, in this stack. What it looks like is shown beside the others, on a dashboard of their own. */
  public monitor(monitoring: IMonitoring): void {
    const alarms: IMonitoring = {
      addAlarm: (watched, id, options) => monitoring.addAlarm(watched, id, options),
      addCompositeAlarm: (watched, id, options) => monitoring.addCompositeAlarm(watched, id, options),
      addSection: () => undefined,
    };
    this.database.monitor(alarms);
    this.backup?.monitor(alarms);
  }
}
