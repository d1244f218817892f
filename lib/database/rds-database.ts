import type { Size } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ConnectionPool } from './connection-pool';
import type { CredentialRotation } from './credential-rotation';
import type { DatabaseEngineFamily, DatabaseOptions, DatabaseProps, IDatabase } from './database';
import { bindDatabase } from './database-binding';
import { DatabaseCore } from './database-core';
import { DatabaseSecrets } from './database-secrets';
import type { DirectEndpoints } from './direct-endpoints';
import { monitorRds } from './rds-alarms';
import type { RdsEngine } from './rds-engine';
import { RdsInstances } from './rds-instances';
import { rdsRules, rdsSettings, type RdsSettings } from './rds-rules';
import { ReaderName } from './reader-name';
import type { IMonitoring } from '../monitoring';
import { physicalName, shardKind } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** What an RdsDatabase can be told beside its name and place. */
export interface RdsDatabaseOptions extends DatabaseOptions {
  /**
   * Engine and version. The engine can never be changed.
   *
   * @default RdsEngine.postgres()
   */
  readonly engine?: RdsEngine;

  /**
   * Type of the primary and its standby. Changed in place with a minute or two of downtime: the standby changes first, and then
   * takes over.
   *
   * @default - t4g.medium (2 vCPU, 4 GiB)
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * Type of each replica.
   *
   * @default - that of the primary
   */
  readonly replicaInstanceType?: ec2.InstanceType;

  /**
   * Storage of each instance at first, 20 to 65,536 GiB of gp3. It can be raised later but never lowered.
   *
   * @default Size.gibibytes(20)
   */
  readonly storage?: Size;

  /**
   * Storage up to which RDS grows it by itself when less than a tenth is free: at least 10 percent more than `storage`. Also the
   * limit of what it can cost.
   *
   * @default Size.gibibytes(1000)
   */
  readonly maxStorage?: Size;
}

/** Properties for defining an RdsDatabase. */
export interface RdsDatabaseProps extends DatabaseProps, RdsDatabaseOptions {}

/**
 * A plain RDS database, PostgreSQL or MySQL: a primary with a standby in another zone that takes over within one or two minutes,
 * and up to fifteen read replicas behind one name. TLS only.
 *
 * Defines the instances, subnet and parameter group, encrypted log groups, secrets of administrator and services, their rotation,
 * parameters `/<name>/<region>/database/<primary>/writer`, `…/reader` and, for each replica, `…/readers/<replica>` with `host:port`, a
 * private zone with weighted records for the replicas, and, if asked for, a proxy for the writer. The readers' name is an alias:
 * certificates and IAM tokens are made for the instance that it stands for, so clients that verify the host connect to the replicas
 * that are published one by one (`zero-to-millions/runtime` does), or resolve the name first and connect to what they find.
 *
 * **Cost**: with the defaults about 150 dollars a month (three t4g.medium and 60 GB; list prices, us-east-1), 0.50 dollars for the
 * zone, 0.80 for the secrets, and 1 for the key when none is given. **Holds state**: the primary is protected from deletion and
 * leaves a last snapshot, unless it is disposable; replicas go with the stack.
 */
export class RdsDatabase extends Construct implements IDatabase {
  /** Physical name of the primary. Replicas are called `<name>-r1` and so on. Always literal. */
  public readonly databaseIdentifier: string;
  /** The language that clients speak. */
  public readonly engineFamily: DatabaseEngineFamily;
  /** Name of the database that services use. */
  public readonly databaseName: string;
  /** Host that accepts writes: the proxy where there is one. */
  public readonly writerHost: string;
  /** Port of `writerHost`: a proxy has the engine's usual one, the instances have another. */
  public readonly writerPort: number;
  /** Name that answers with one replica after the other, and with the primary where there is none. Always literal. */
  public readonly readerHost: string;
  /** Port of `readerHost`. */
  public readonly readerPort: number;
  /** Credentials of the administrator. */
  public readonly adminSecret: secretsmanager.ISecret;
  /** Credentials of the services. */
  public readonly appSecret: secretsmanager.ISecret;
  /** What a `Backup` has to name: the primary alone. */
  public readonly backupResource: backup.BackupResource;
  /** The security group of all instances and the proxy, and the port of the instances. */
  public readonly connections: ec2.Connections;
  /** The primary itself. */
  public readonly primary: rds.DatabaseInstance;
  private readonly props: RdsDatabaseProps;
  private readonly settings: RdsSettings;
  private readonly instances: RdsInstances;
  private readonly iamUserArns?: string[];
  private readonly rotation: CredentialRotation;

  constructor(scope: Construct, id: string, props: RdsDatabaseProps) {
    super(scope, id);
    this.props = props;
    this.settings = rdsSettings(props);
    check(this, ...rdsRules(this, props));

    const { port } = this.settings.engine._traits();
    this.engineFamily = this.settings.engine.family;
    this.databaseIdentifier = physicalName(props.name, shardKind('rds', props.shard), props.generation);
    this.databaseName = props.databaseName ?? 'app';
    const { databaseIdentifier: identifier, engineFamily, databaseName } = this;
    const core = new DatabaseCore(this, props, identifier);
    const secrets = new DatabaseSecrets(this, core, props);
    this.connections = new ec2.Connections({
      securityGroups: [core.securityGroup],
      defaultPort: ec2.Port.tcp(port),
    });
    this.instances = new RdsInstances(this, {
      core,
      secrets,
      props,
      settings: this.settings,
      identifier,
      databaseName,
    });
    this.primary = this.instances.primary;
    const host = this.primary.dbInstanceEndpointAddress;
    this.adminSecret = this.primary.secret ?? secrets.adminSecret;
    this.appSecret = secrets.createAppSecret({ engineFamily, host, port, databaseName });
    this.readerHost = this.nameReaders(props.vpc);
    this.readerPort = port;
    const pool = props.proxy ? this.createPool(core, props) : undefined;
    this.writerHost = pool?.host ?? host;
    this.writerPort = pool?.port ?? port;
    this.iamUserArns = props.iamAuthentication ? this.listIamUserArns(core, pool) : undefined;
    this.backupResource = backup.BackupResource.fromRdsDatabaseInstance(this.primary);
    this.rotation = secrets.rotate(this, this.primary);
    core.publish(this);
    // One by one too: clients that verify names cannot use the name that stands for all of them.
    this.instances.replicas.forEach(({ scope: parent, identifier: replica, instance }) =>
      core.publishReplica(parent, replica, `${instance.dbInstanceEndpointAddress}:${port}`),
    );
  }

  public bindToService(service: IBindableService): void {
    const { dbInstanceEndpointAddress: host } = this.primary;
    bindDatabase(this, service, this.iamUserArns, [host, resourceId(this.primary), this.appSecret.secretArn]);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorRds(this, monitoring, this.settings, this.instances.replicas);
    this.rotation.monitor(monitoring);
  }

  /**
   * What it was made with.
   *
   * @internal
   */
  public _props(): RdsDatabaseProps {
    return this.props;
  }

  /**
   * Its own hosts, past a proxy.
   *
   * @internal
   */
  public _direct(): DirectEndpoints {
    const { dbInstanceEndpointAddress: writerHost } = this.primary;
    return { writerHost, readerHost: this.readerHost, port: this.readerPort, parameters: this.props.parameters ?? {} };
  }

  private nameReaders(vpc: ec2.IVpc): string {
    const name = new ReaderName(this, 'ReaderName', {
      vpc,
      databaseIdentifier: this.databaseIdentifier,
      primaryHost: this.primary.dbInstanceEndpointAddress,
    });
    this.instances.replicas.forEach(({ scope, instance }) =>
      name.addReplica(scope, instance.dbInstanceEndpointAddress),
    );
    return name.host;
  }

  /** A proxy of plain RDS has one target, the primary: replicas are reached by their own name. */
  private createPool(core: DatabaseCore, props: RdsDatabaseProps): ConnectionPool {
    return new ConnectionPool(this, 'Proxy', {
      core,
      database: props,
      target: rds.ProxyTarget.fromInstance(this.primary),
      engineFamily: this.engineFamily,
      databasePort: this.readerPort,
      iamUserArn: core.iamUserArn(resourceId(this.primary)),
      readerEndpoint: false,
    });
  }

  /** The primary is always among them: where there is no replica, the readers' name stands for it. */
  private listIamUserArns(core: DatabaseCore, pool: ConnectionPool | undefined): string[] {
    const instances = [this.primary, ...this.instances.replicas.map(({ instance }) => instance)].map(resourceId);
    return [...(pool ? [pool.resourceId] : []), ...instances].map((id) => core.iamUserArn(id));
  }
}

/** What tokens for an instance name. Of the L1: which attribute the L2 has depends on a feature flag. */
function resourceId(instance: Construct): string {
  return (instance.node.defaultChild as rds.CfnDBInstance).attrDbiResourceId;
}
