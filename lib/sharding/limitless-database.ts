import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { monitorLimitless } from './limitless-alarms';
import type { LimitlessDatabaseProps } from './limitless-props';
import {
  DEFAULT_LIMITLESS_VERSION,
  limitlessRules,
  limitlessSettings,
  type LimitlessSettings,
} from './limitless-rules';
import { DatabaseEngineFamily, type CredentialRotation } from '../database';
import { bindDatabase } from '../database/database-binding';
import { DatabaseCore } from '../database/database-core';
import { DatabaseSecrets } from '../database/database-secrets';
import type { IMonitored, IMonitoring } from '../monitoring';
import { physicalName } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/**
 * An Aurora PostgreSQL Limitless Database: routers that speak PostgreSQL, and shards behind them that AWS divides the rows over. Services
 * are bound to it as to any other database and connect to one host; the schema says which tables are divided, by which key.
 *
 * Defines the cluster and its one shard group, subnet and parameter group, log group, secrets of administrator and services, their
 * rotation, and parameters `/<name>/<region>/database/<cluster>/writer` and `…/reader`. A cluster that is there cannot become one:
 * data is copied.
 *
 * **The schema gives up**: primary keys and unique constraints without the shard key, foreign keys between tables that are not
 * collocated, changes of a shard key, triggers, partitions, serializable transactions, and many extensions. A table is divided only if it
 * was made so (`rds_aurora.limitless_create_table_mode`). Neither a global database, a proxy, blue/green deployments nor AWS Backup
 * work with it
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless-reqs-limits.html), which is why it is no `IDatabase`.
 *
 * **Cost**: 0.156 dollars for each unit of capacity and hour, at least 16 of them, and as much again for the shards in each standby;
 * 0.225 dollars a month for each GB (list prices of I/O-Optimized, us-east-1). The defaults at rest cost 1,822 dollars a month without
 * the standby, and up to twice as much with it. **Holds state**: protected from deletion and kept, unless it is disposable.
 */
export class LimitlessDatabase extends Construct implements ec2.IConnectable, IServiceBinding, IMonitored {
  /** The version that is deployed unless another one is asked for. */
  public static readonly ENGINE_VERSION: rds.AuroraPostgresEngineVersion = DEFAULT_LIMITLESS_VERSION;

  /** Physical name of the cluster, such as `shop-prod-limitless-g1`. Always literal. */
  public readonly databaseIdentifier: string;
  /** Physical name of the shard group, such as `shop-prod-limitless-g1-shards`. Always literal. */
  public readonly shardGroupIdentifier: string;
  /** The language that clients speak: PostgreSQL. */
  public readonly engineFamily = DatabaseEngineFamily.POSTGRES;
  /** Name of the database that AWS creates in it, `postgres_limitless`. */
  public readonly databaseName = DATABASE;
  /** Host of a router that accepts writes. */
  public readonly writerHost: string;
  /** Port of `writerHost`. */
  public readonly writerPort: number = PORT;
  /** Host of a router for reads. */
  public readonly readerHost: string;
  /** Port of `readerHost`. */
  public readonly readerPort: number = PORT;
  /** Credentials of the administrator. Nobody uses them but rotation, and people in an emergency. */
  public readonly adminSecret: secretsmanager.ISecret;
  /** Credentials of the services. */
  public readonly appSecret: secretsmanager.ISecret;
  /** The security group of the database, and its port. */
  public readonly connections: ec2.Connections;
  /** The cluster itself. It has no instances. */
  public readonly cluster: rds.DatabaseCluster;
  private readonly settings: LimitlessSettings;
  private readonly iamUserArns?: string[];
  private readonly rotation: CredentialRotation;

  constructor(scope: Construct, id: string, props: LimitlessDatabaseProps) {
    super(scope, id);
    this.settings = limitlessSettings(props);
    check(this, ...limitlessRules(this, props));

    this.databaseIdentifier = physicalName(props.name, 'limitless', props.generation);
    this.shardGroupIdentifier = `${this.databaseIdentifier}-shards`;
    const core = new DatabaseCore(this, props, this.databaseIdentifier);
    const secrets = new DatabaseSecrets(this, core, props, DATABASE);
    this.connections = new ec2.Connections({
      securityGroups: [core.securityGroup],
      defaultPort: ec2.Port.tcp(PORT),
    });
    this.cluster = this.createCluster(core, props, secrets);
    const shardGroup = this.createShardGroup(props.disposable);
    this.adminSecret = this.cluster.secret ?? secrets.adminSecret;
    this.writerHost = this.cluster.clusterEndpoint.hostname;
    this.readerHost = this.cluster.clusterReadEndpoint.hostname;
    this.appSecret = secrets.createAppSecret({
      engineFamily: this.engineFamily,
      host: this.writerHost,
      port: PORT,
      databaseName: DATABASE,
    });
    if (props.iamAuthentication) this.iamUserArns = [core.iamUserArn(this.cluster.clusterResourceIdentifier)];
    // Nobody answers before there are routers.
    this.rotation = secrets.rotate(this, shardGroup);
    core.publish(this);
  }

  public bindToService(service: IBindableService): void {
    bindDatabase(this, service, this.iamUserArns, [
      this.writerHost,
      this.readerHost,
      this.cluster.clusterResourceIdentifier,
      this.appSecret.secretArn,
    ]);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorLimitless(this, monitoring, this.settings);
    this.rotation.monitor(monitoring);
  }

  private createCluster(
    core: DatabaseCore,
    props: LimitlessDatabaseProps,
    secrets: DatabaseSecrets,
  ): rds.DatabaseCluster {
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: this.settings.version });
    const { retention, window } = core.backupSettings;
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier: this.databaseIdentifier,
      clusterScalabilityType: rds.ClusterScalabilityType.LIMITLESS,
      engine,
      port: PORT,
      vpc: props.vpc,
      subnetGroup: core.subnetGroup,
      securityGroups: [core.fixedSecurityGroup],
      parameterGroup: new rds.ParameterGroup(this, 'ParameterGroup', {
        engine,
        description: `Database ${this.databaseIdentifier}`,
        parameters: { ...props.parameters, 'rds.force_ssl': '1' },
      }),
      credentials: secrets.adminCredentials,
      storageType: rds.DBClusterStorageType.AURORA_IOPT1,
      storageEncrypted: true,
      storageEncryptionKey: core.key,
      iamAuthentication: true,
      enablePerformanceInsights: true,
      performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_1,
      performanceInsightEncryptionKey: core.key,
      enableClusterLevelEnhancedMonitoring: true,
      monitoringInterval: Duration.minutes(1),
      monitoringRole: core.monitoringRole,
      cloudwatchLogsExports: LOG_TYPES,
      backup: { retention, preferredWindow: window },
      // Limitless cannot keep automated backups once the cluster is gone.
      deleteAutomatedBackups: true,
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: core.maintenanceWindow,
      deletionProtection: !props.disposable,
      removalPolicy: removalPolicy(props.disposable),
    });
    cluster.node.addDependency(
      core.createLogGroups(this, `/aws/rds/cluster/${this.databaseIdentifier}`, [...LOG_TYPES]),
    );
    return cluster;
  }

  private createShardGroup(disposable: boolean | undefined): rds.CfnDBShardGroup {
    const { minCapacity, maxCapacity, standbys } = this.settings;
    const shardGroup = new rds.CfnDBShardGroup(this, 'ShardGroup', {
      dbShardGroupIdentifier: this.shardGroupIdentifier,
      dbClusterIdentifier: this.databaseIdentifier,
      minAcu: minCapacity,
      maxAcu: maxCapacity,
      computeRedundancy: standbys,
      publiclyAccessible: false,
    });
    // By its literal name, a cluster is not waited for.
    shardGroup.node.addDependency(this.cluster);
    shardGroup.applyRemovalPolicy(removalPolicy(disposable));
    return shardGroup;
  }
}

/** The port of Aurora. */
const PORT = 5432;

/** What AWS names the database that tables are divided in; others that are not Limitless cannot be made. */
const DATABASE = 'postgres_limitless';

const LOG_TYPES = ['postgresql'];

/**
 * Deletion protection is the cluster's alone: a stack that is destroyed would lose the shard group first, and every connection with
 * it. Both stay, and so there is no last snapshot.
 */
function removalPolicy(disposable: boolean | undefined): RemovalPolicy {
  return disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
}
