import { SecretValue } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  AURORA_PORT,
  clusterSettings,
  completeCluster,
  serverlessInstance,
  type AuroraContext,
} from './aurora-cluster';
import type { AuroraDatabaseProps } from './aurora-database';
import type { IAuroraGlobalDatabase } from './aurora-global-database';
import { auroraSettings, type AuroraSettings } from './aurora-rules';
import { monitorAuroraSecondary } from './aurora-secondary-alarms';
import { asPrimary, secondaryRules } from './aurora-secondary-rules';
import { ConnectionPool } from './connection-pool';
import { DatabaseEngineFamily, type IDatabase } from './database';
import { bindDatabase } from './database-binding';
import { DatabaseCore } from './database-core';
import type { DatabaseReplicaProps } from './database-replica';
import { replicatedSecrets } from './database-secrets';
import { directAurora, type DirectEndpoints } from './direct-endpoints';
import type { IMonitoring } from '../monitoring';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** Properties for defining an AuroraSecondaryDatabase. */
export interface AuroraSecondaryDatabaseProps extends DatabaseReplicaProps {
  /** The global database that it joins. Its source has to name this region in `replicaRegions`. */
  readonly globalDatabase: IAuroraGlobalDatabase;

  /**
   * Instances, 1 to 16. When the region is promoted, the first becomes the writer. Raising it adds instances and changes nothing else;
   * lowering it removes the last ones. Their number cannot follow load before a promotion, their capacity does.
   *
   * @default 2
   */
  readonly instances?: number;

  /**
   * Least capacity of each instance, 0.5 to 256 Aurora capacity units, in steps of 0.5. It has to apply every change of the writer.
   *
   * @default 0.5
   */
  readonly minCapacity?: number;

  /**
   * Most capacity of each instance, 1 to 256 Aurora capacity units, in steps of 0.5. What a writer needs, if this region is to take
   * over.
   *
   * @default 16
   */
  readonly maxCapacity?: number;

  /**
   * Whether input and output cost nothing each, and storage and capacity cost more instead. Changed in place.
   *
   * @default false
   */
  readonly ioOptimized?: boolean;

  /**
   * Whether statements that write are forwarded to the region that accepts them, from sessions on `readerHost` that set
   * `apg_write_forward.consistency_mode`. Only for INSERT, UPDATE and DELETE now and then: each waits for the other region, and DDL,
   * SAVEPOINT, COPY, LOCK and others are refused
   * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-write-forwarding-apg.html). Changed in place.
   *
   * @default false
   */
  readonly writeForwarding?: boolean;

  /**
   * Whether a proxy pools connections in front of the database. Needs `iamAuthentication`. Its writer endpoint refuses connections
   * until the region is promoted.
   *
   * @default false
   */
  readonly proxy?: boolean;
}

/**
 * The cluster of a global database in another region: it follows the writer, usually by less than a second, answers to reads, and can be
 * promoted within minutes.
 *
 * Defines the cluster, its instances, subnet and parameter group, log group, parameters `/<name>/<region>/database/<cluster>/writer` and
 * `…/reader` of its region, and, if asked for, a proxy. Users and passwords are those of home: services get them from the replicas of the
 * secrets, by name, and rotation goes on at home. Its stack is deployed after that of the global database.
 *
 * `writerHost` is that of the cluster itself: it refuses connections until the region is promoted, and accepts writes from then on, with
 * no deployment. Until then, requests that write have to be sent to the region that accepts them (docs/adr/0027-global-database.md).
 *
 * **Cost**: with the defaults at rest 88 dollars a month (two instances of half a unit), storage 0.10 dollars for each GB, 0.20 dollars
 * for each million of replicated writes (list prices, us-east-1). **Holds state**: it is protected from deletion, unless it is disposable,
 * and a last snapshot is taken.
 */
export class AuroraSecondaryDatabase extends Construct implements IDatabase {
  /** Physical name of the cluster, that of home: such names are unique within a region. Always literal. */
  public readonly databaseIdentifier: string;
  /** The language that clients speak: PostgreSQL. */
  public readonly engineFamily = DatabaseEngineFamily.POSTGRES;
  /** Name of the database that services use. */
  public readonly databaseName: string;
  /** Host that accepts writes once the region is promoted: the proxy where there is one. */
  public readonly writerHost: string;
  /** Port of `writerHost`. */
  public readonly writerPort: number;
  /** Host that answers for every instance, in turn. */
  public readonly readerHost: string;
  /** Port of `readerHost`. */
  public readonly readerPort: number;
  /** The replica of the administrator's credentials, known by name. It cannot be written here. */
  public readonly adminSecret: secretsmanager.ISecret;
  /** The replica of the services' credentials, known by name. Its `host` is that of home. */
  public readonly appSecret: secretsmanager.ISecret;
  /** The cluster, as a `Backup` names it. */
  public readonly backupResource: backup.BackupResource;
  /** The security group of the database, and its port. */
  public readonly connections: ec2.Connections;
  /** The cluster itself. */
  public readonly cluster: rds.DatabaseCluster;
  private readonly props: AuroraDatabaseProps;
  private readonly settings: AuroraSettings;
  private readonly homeRegion: string;
  private readonly iamUserArns: string[];

  constructor(scope: Construct, id: string, props: AuroraSecondaryDatabaseProps) {
    super(scope, id);
    check(this, ...secondaryRules(this, props));
    const { globalDatabase } = props;
    this.props = asPrimary(props);
    this.settings = auroraSettings(this.props);

    this.databaseIdentifier = globalDatabase.databaseIdentifier;
    this.databaseName = globalDatabase.databaseName;
    this.homeRegion = globalDatabase.homeRegion;
    const core = new DatabaseCore(this, this.props, this.databaseIdentifier);
    this.connections = new ec2.Connections({
      securityGroups: [core.securityGroup],
      defaultPort: ec2.Port.tcp(AURORA_PORT),
    });
    this.cluster = this.createCluster({ core, props: this.props, settings: this.settings }, props);
    const secrets = replicatedSecrets(this, this.databaseIdentifier, props.secretEncryptionKey);
    this.adminSecret = secrets.adminSecret;
    this.appSecret = secrets.appSecret;
    const clusterUserArn = core.iamUserArn(this.cluster.clusterResourceIdentifier);
    const pool = props.proxy ? this.createPool(core, clusterUserArn) : undefined;
    this.iamUserArns = [pool ? core.iamUserArn(pool.resourceId) : clusterUserArn];
    this.writerHost = pool?.host ?? this.cluster.clusterEndpoint.hostname;
    this.readerHost = pool?.readerHost ?? this.cluster.clusterReadEndpoint.hostname;
    this.writerPort = this.readerPort = pool?.port ?? AURORA_PORT;
    this.backupResource = backup.BackupResource.fromRdsDatabaseCluster(this.cluster);
    core.publish(this);
  }

  public bindToService(service: IBindableService): void {
    bindDatabase(this, service, this.props.iamAuthentication ? this.iamUserArns : undefined, [
      this.cluster.clusterEndpoint.hostname,
      this.cluster.clusterReadEndpoint.hostname,
      this.cluster.clusterResourceIdentifier,
    ]);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorAuroraSecondary(this, monitoring, this.settings, this.homeRegion);
  }

  /**
   * Its own hosts, past a proxy.
   *
   * @internal
   */
  public _direct(): DirectEndpoints {
    return directAurora(this.cluster, this.props);
  }

  private createCluster(context: AuroraContext, props: AuroraSecondaryDatabaseProps): rds.DatabaseCluster {
    const { core } = context;
    const { globalDatabase, instances = 2, writeForwarding = false } = props;
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      ...clusterSettings(this, context),
      writer: serverlessInstance(core, FIRST, 'i1', true),
      // The second is as large as the first at any time, so that it can take over from it once the region is promoted.
      readers: Array.from({ length: instances - 1 }, (_, index) =>
        serverlessInstance(core, `Instance${index + 2}`, `i${index + 2}`, index === 0),
      ),
      // Otherwise the L2 would make a secret. Users come with the data, and Aurora refuses others: both go below.
      credentials: rds.Credentials.fromPassword('none', SecretValue.unsafePlainText('none')),
    });
    const cfnCluster = cluster.node.defaultChild as rds.CfnDBCluster;
    cfnCluster.masterUsername = undefined;
    cfnCluster.masterUserPassword = undefined;
    cfnCluster.globalClusterIdentifier = globalDatabase.globalDatabaseIdentifier;
    cfnCluster.sourceRegion = globalDatabase.homeRegion;
    cfnCluster.enableGlobalWriteForwarding = writeForwarding;
    // Nothing is referred to, so the order of the stacks has to be said.
    cfnCluster.node.addDependency(globalDatabase);
    completeCluster(this, cluster, context, FIRST);
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
      readerEndpoint: true,
    });
  }
}

const FIRST = 'Instance1';
