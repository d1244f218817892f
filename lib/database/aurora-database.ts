import type { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { monitorAurora } from './aurora-alarms';
import {
  AURORA_PORT,
  clusterSettings,
  completeCluster,
  serverlessInstance,
  type AuroraContext,
} from './aurora-cluster';
import { auroraRules, auroraSettings, DEFAULT_VERSION, type AuroraSettings } from './aurora-rules';
import { ConnectionPool } from './connection-pool';
import type { CredentialRotation } from './credential-rotation';
import { DatabaseEngineFamily, type DatabaseOptions, type DatabaseProps, type IDatabase } from './database';
import { bindDatabase } from './database-binding';
import { DatabaseCore } from './database-core';
import { DatabaseSecrets } from './database-secrets';
import { directAurora, type DirectEndpoints } from './direct-endpoints';
import { ReaderScaling, type ReaderAutoscaling } from './reader-scaling';
import type { IMonitoring } from '../monitoring';
import { physicalName, shardKind } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** What can be chosen of an AuroraDatabase. */
export interface AuroraDatabaseOptions extends DatabaseOptions {
  /**
   * Version of Aurora PostgreSQL. Can be raised in place, never lowered. Minor versions are also raised by AWS.
   *
   * @default AuroraDatabase.ENGINE_VERSION
   */
  readonly engineVersion?: rds.AuroraPostgresEngineVersion;

  /**
   * Least capacity of each instance, 0 to 256 Aurora capacity units of about 2 GiB memory, in steps of 0.5. With 0 the database
   * pauses when nobody is connected, costs only its storage then, and takes about 15 seconds to wake (30 after a day).
   *
   * @default 0.5
   */
  readonly minCapacity?: number;

  /**
   * Most capacity of each instance, 1 to 256 Aurora capacity units, in steps of 0.5. A unit costs 0.12 dollars an hour (list
   * price, us-east-1).
   *
   * @default 16
   */
  readonly maxCapacity?: number;

  /**
   * Time without connections after which the database pauses, 5 minutes to a day. Only with `minCapacity` 0. Connection pools of
   * services have to close idle connections sooner.
   *
   * @default Duration.minutes(5)
   */
  readonly autoPauseAfter?: Duration;

  /**
   * How the number of readers follows their load, beyond those of `readers`. Capacity of each reader follows its load in any case.
   *
   * @default - the number of readers is fixed
   */
  readonly readerAutoscaling?: ReaderAutoscaling;

  /**
   * Whether input and output cost nothing each, and storage and capacity cost more instead: cheaper when more than a quarter of
   * the bill is input and output. Changed in place: to it once in 30 days, back at any time.
   *
   * @default false
   */
  readonly ioOptimized?: boolean;
}

/** Properties for defining an AuroraDatabase. */
export interface AuroraDatabaseProps extends DatabaseProps, AuroraDatabaseOptions {}

/**
 * An Aurora PostgreSQL Serverless v2 cluster: a writer, and readers in other zones of which the first takes over within about
 * half a minute. Each instance grows and shrinks with its load.
 *
 * Defines the cluster, its instances, subnet and parameter group, log group, secrets of administrator and services, their
 * rotation, parameters `/<name>/<region>/database/<cluster>/writer` and `…/reader`, and, if asked for, a proxy and reader scaling. It is never
 * a member of a global database itself: a `GlobalCluster` beside it names it as its source.
 *
 * **Cost**: with the defaults at rest 88 dollars a month (two instances of half a unit), storage 0.10 dollars for each GB (list
 * prices, us-east-1). **Holds state**: it is protected from deletion, unless it is disposable, and a last snapshot is taken.
 */
export class AuroraDatabase extends Construct implements IDatabase {
  /** The version that is deployed unless another one is asked for. */
  public static readonly ENGINE_VERSION: rds.AuroraPostgresEngineVersion = DEFAULT_VERSION;

  /** Physical name of the cluster, such as `shop-prod-aurora-g1`. Always literal. */
  public readonly databaseIdentifier: string;
  /** The language that clients speak: PostgreSQL. */
  public readonly engineFamily = DatabaseEngineFamily.POSTGRES;
  /** Name of the database that is created in it, and that services use. */
  public readonly databaseName: string;
  /** Host that accepts writes: the proxy where there is one. */
  public readonly writerHost: string;
  /** Port of `writerHost`. */
  public readonly writerPort: number;
  /** Host that answers for every reader, in turn; for the writer where there is none. */
  public readonly readerHost: string;
  /** Port of `readerHost`. */
  public readonly readerPort: number;
  /** Credentials of the administrator. Nobody uses them but rotation, and people in an emergency. */
  public readonly adminSecret: secretsmanager.ISecret;
  /** Credentials of the services. */
  public readonly appSecret: secretsmanager.ISecret;
  /** The cluster, as a `Backup` names it. */
  public readonly backupResource: backup.BackupResource;
  /** The security group of the database, and its port. */
  public readonly connections: ec2.Connections;
  /** The cluster itself. */
  public readonly cluster: rds.DatabaseCluster;
  private readonly props: AuroraDatabaseProps;
  private readonly settings: AuroraSettings;
  private readonly iamUserArns: string[];
  private readonly rotation: CredentialRotation;

  constructor(scope: Construct, id: string, props: AuroraDatabaseProps) {
    super(scope, id);
    this.props = props;
    this.settings = auroraSettings(props);
    check(this, ...auroraRules(this, props));

    this.databaseIdentifier = physicalName(props.name, shardKind('aurora', props.shard), props.generation);
    this.databaseName = props.databaseName ?? 'app';
    const core = new DatabaseCore(this, props, this.databaseIdentifier);
    const secrets = new DatabaseSecrets(this, core, props);
    this.connections = new ec2.Connections({
      securityGroups: [core.securityGroup],
      defaultPort: ec2.Port.tcp(AURORA_PORT),
    });
    this.cluster = this.createCluster({ core, props, settings: this.settings }, secrets);
    this.adminSecret = this.cluster.secret ?? secrets.adminSecret;
    this.appSecret = secrets.createAppSecret({
      engineFamily: this.engineFamily,
      host: this.cluster.clusterEndpoint.hostname,
      port: AURORA_PORT,
      databaseName: this.databaseName,
    });
    const clusterUserArn = core.iamUserArn(this.cluster.clusterResourceIdentifier);
    const pool = props.proxy ? this.createPool(core, clusterUserArn) : undefined;
    this.iamUserArns = [pool ? core.iamUserArn(pool.resourceId) : clusterUserArn];
    this.writerHost = pool?.host ?? this.cluster.clusterEndpoint.hostname;
    this.readerHost = pool?.readerHost ?? this.cluster.clusterReadEndpoint.hostname;
    this.writerPort = this.readerPort = pool?.port ?? AURORA_PORT;
    this.backupResource = backup.BackupResource.fromRdsDatabaseCluster(this.cluster);
    if (props.readerAutoscaling) this.scaleReaders(props.readerAutoscaling);
    this.rotation = secrets.rotate(this, this.cluster.node.findChild(WRITER));
    core.publish(this);
  }

  public bindToService(service: IBindableService): void {
    bindDatabase(this, service, this.props.iamAuthentication ? this.iamUserArns : undefined, [
      this.cluster.clusterEndpoint.hostname,
      this.cluster.clusterReadEndpoint.hostname,
      this.cluster.clusterResourceIdentifier,
      this.appSecret.secretArn,
    ]);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorAurora(this, monitoring, this.settings);
    this.rotation.monitor(monitoring);
  }

  /**
   * What it was made with, defaults included.
   *
   * @internal
   */
  public _settings(): AuroraSettings {
    return this.settings;
  }

  /**
   * Number of the shard that it is, unless it is the first or the only one.
   *
   * @internal
   */
  public _shard(): number | undefined {
    return this.props.shard;
  }

  /**
   * Its own hosts, past a proxy.
   *
   * @internal
   */
  public _direct(): DirectEndpoints {
    return directAurora(this.cluster, this.props);
  }

  private createCluster(context: AuroraContext, secrets: DatabaseSecrets): rds.DatabaseCluster {
    const { core } = context;
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      ...clusterSettings(this, context),
      defaultDatabaseName: this.databaseName,
      credentials: secrets.adminCredentials,
      writer: serverlessInstance(core, WRITER, 'writer', true),
      // The first reader is as large as the writer at any time: it takes over at once.
      readers: Array.from({ length: this.settings.readers }, (_, index) =>
        serverlessInstance(core, `Reader${index + 1}`, `r${index + 1}`, index === 0),
      ),
    });
    completeCluster(this, cluster, context, WRITER);
    return cluster;
  }

  private createPool(core: DatabaseCore, iamUserArn: string): ConnectionPool {
    return new ConnectionPool(this, 'Proxy', {
      core,
      database: this.props,
      target: rds.ProxyTarget.fromCluster(this.cluster),
      engineFamily: this.engineFamily,
      databasePort: AURORA_PORT,
      iamUserArn,
      readerEndpoint: this.settings.readers > 0,
    });
  }

  private scaleReaders(autoscaling: ReaderAutoscaling): void {
    new ReaderScaling(this, 'ReaderScaling', {
      cluster: this.cluster,
      clusterIdentifier: this.databaseIdentifier,
      readers: this.settings.readers,
      autoscaling,
    });
  }
}

const WRITER = 'Writer';
