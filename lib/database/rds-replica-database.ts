import { ArnFormat, RemovalPolicy, Stack, type Size } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DatabaseEngineFamily, IDatabase } from './database';
import { bindDatabase } from './database-binding';
import { DatabaseCore } from './database-core';
import type { DatabaseReplicaProps } from './database-replica';
import { replicatedSecrets } from './database-secrets';
import type { DirectEndpoints } from './direct-endpoints';
import { monitorRdsReplica } from './rds-alarms';
import type { RdsDatabase, RdsDatabaseProps } from './rds-database';
import {
  followEngine,
  instanceLogs,
  instanceSettings,
  PACKS,
  parameterGroup,
  type RdsContext,
} from './rds-instance-settings';
import { asReplica, rdsReplicaRules } from './rds-replica-rules';
import { rdsSettings } from './rds-rules';
import type { IMonitoring } from '../monitoring';
import { acknowledge } from '../private/acknowledge';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** Properties for defining an RdsReplicaDatabase. */
export interface RdsReplicaDatabaseProps extends DatabaseReplicaProps {
  /** The database at home. It has to name this region in `replicaRegions`. */
  readonly source: RdsDatabase;

  /**
   * Type of the replica and its standby: what a primary needs, if this region is to take over.
   *
   * @default - that of the primary at home
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * Storage up to which RDS grows it by itself: that of home, or more.
   *
   * @default Size.gibibytes(1000)
   */
  readonly maxStorage?: Size;
}

/**
 * A replica of a plain RDS database in another region, with a standby in a second zone: it answers to reads, and can be promoted within
 * minutes. Until then it refuses to write; afterwards it follows nobody any more, and home has to be built anew from it.
 *
 * Defines the instance, subnet and parameter group, log groups, and parameters `/<name>/<region>/database/<primary>/writer` and `…/reader`
 * of its region, both with the replica's host. Users and passwords are those of home: services get them from the replicas of the secrets, by
 * name, and rotation goes on at home. Its stack is deployed after that of its source, and refers to it by literal names alone.
 *
 * **Cost**: with the defaults about 100 dollars a month (t4g.medium with a standby and 40 GB; list prices, us-east-1), and the traffic between
 * regions. **Holds state**: it is protected from deletion, unless it is disposable; RDS takes no last snapshot of a replica.
 */
export class RdsReplicaDatabase extends Construct implements IDatabase {
  /** Physical name of the replica, that of its primary: such names are unique within a region. Always literal. */
  public readonly databaseIdentifier: string;
  /** The language that clients speak. */
  public readonly engineFamily: DatabaseEngineFamily;
  /** Name of the database that services use. */
  public readonly databaseName: string;
  /** Host that accepts writes once the replica is promoted. */
  public readonly writerHost: string;
  /** Port of `writerHost`. */
  public readonly writerPort: number;
  /** Host that answers to reads: the replica. */
  public readonly readerHost: string;
  /** Port of `readerHost`. */
  public readonly readerPort: number;
  /** The replica of the administrator's credentials, known by name. It cannot be written here. */
  public readonly adminSecret: secretsmanager.ISecret;
  /** The replica of the services' credentials, known by name. Its `host` is that of home. */
  public readonly appSecret: secretsmanager.ISecret;
  /** The replica, as a `Backup` names it. */
  public readonly backupResource: backup.BackupResource;
  /** The security group of the replica, and its port. */
  public readonly connections: ec2.Connections;
  /** The replica itself. */
  public readonly instance: rds.DatabaseInstanceReadReplica;
  private readonly context: RdsContext;
  private readonly iamUserArns?: string[];

  constructor(scope: Construct, id: string, props: RdsReplicaDatabaseProps) {
    super(scope, id);
    check(this, ...rdsReplicaRules(this, props));

    const { source } = props;
    const replica: RdsDatabaseProps = asReplica(props);
    const settings = rdsSettings(replica);
    this.databaseIdentifier = source.databaseIdentifier;
    this.databaseName = source.databaseName;
    this.engineFamily = source.engineFamily;
    const core = new DatabaseCore(this, replica, this.databaseIdentifier);
    this.context = { core, props: replica, settings };
    const { port } = settings.engine._traits();
    this.connections = new ec2.Connections({
      securityGroups: [core.securityGroup],
      defaultPort: ec2.Port.tcp(port),
    });
    this.instance = this.createInstance(source);
    const secrets = replicatedSecrets(this, this.databaseIdentifier, props.secretEncryptionKey);
    this.adminSecret = secrets.adminSecret;
    this.appSecret = secrets.appSecret;
    this.writerHost = this.readerHost = this.instance.dbInstanceEndpointAddress;
    this.writerPort = this.readerPort = port;
    this.iamUserArns = props.iamAuthentication ? [core.iamUserArn(this.resourceId)] : undefined;
    this.backupResource = backup.BackupResource.fromRdsDatabaseInstance(this.instance);
    core.publish(this);
  }

  public bindToService(service: IBindableService): void {
    bindDatabase(this, service, this.iamUserArns, [this.writerHost, this.resourceId]);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorRdsReplica(this, monitoring, this.context.settings);
  }

  /**
   * Its own hosts.
   *
   * @internal
   */
  public _direct(): DirectEndpoints {
    const { writerHost, readerHost, writerPort: port, context } = this;
    return { writerHost, readerHost, port, parameters: context.props.parameters ?? {} };
  }

  /** What tokens name. Of the L1: which attribute the L2 has depends on a feature flag. */
  private get resourceId(): string {
    return (this.instance.node.defaultChild as rds.CfnDBInstance).attrDbiResourceId;
  }

  private createInstance(source: RdsDatabase): rds.DatabaseInstanceReadReplica {
    const { core, props, settings } = this.context;
    const { region } = Stack.of(source);
    const backups = core.backupSettings;
    const instance = new rds.DatabaseInstanceReadReplica(this, 'Instance', {
      ...instanceSettings(this.context, parameterGroup(this, this.context), core.identifier, settings.instanceType),
      sourceDatabaseInstance: source.primary,
      multiAz: true,
      storageEncrypted: true,
      storageEncryptionKey: core.key,
      preferredBackupWindow: backups.window,
      deleteAutomatedBackups: backups.deletedWithDatabase,
      deletionProtection: !props.disposable,
      removalPolicy: core.dataRemovalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const cfnInstance = followEngine(instance, this.context);
    // Of the L1: the L2 does not know that replicas of PostgreSQL have backups as well, from version 14.1 on
    // (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.Cascading.html).
    cfnInstance.backupRetentionPeriod = backups.retention.toDays();
    // Composed: a reference would be one to another region, and unknown to whoever compares templates.
    cfnInstance.sourceDbInstanceIdentifier = Stack.of(this).formatArn({
      service: 'rds',
      region,
      resource: 'db',
      resourceName: source.databaseIdentifier,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    cfnInstance.sourceRegion = region;
    // Nothing is referred to, so the order of the stacks has to be said.
    cfnInstance.node.addDependency(source.primary);
    instanceLogs(this, instance, this.context, core.identifier);
    acknowledge(
      this,
      'A plan of AWS Backup is an option on top of the automated backups: the replica can be restored to any second of the last days.',
      ...PACKS.map((pack) => `${pack}::${pack}-RDSInBackupPlan`),
    );
    return instance;
  }
}
