import { ArnFormat, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dsql from 'aws-cdk-lib/aws-dsql';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { monitorDistributedSql } from './distributed-sql-alarms';
import { distributedSqlRules } from './distributed-sql-rules';
import { IAM_USER } from '../contract/database-users';
import { Environment } from '../contract/environment';
import { DatabaseEngineFamily } from '../database';
import { subnetSelection } from '../database/database-rules';
import type { IMonitored, IMonitoring } from '../monitoring';
import { encryptionKey } from '../private/key';
import { physicalName } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/** Properties for defining a DistributedSql. */
export interface DistributedSqlProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the tag that names the cluster. */
  readonly name: string;

  /** The VPC from which services connect. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets of the endpoint in the VPC, in at least two zones.
   *
   * @default - the isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Endpoint of Aurora DSQL in the VPC that is there already. Clusters may share one, and a VPC takes no two of one service with
   * private names: give a successor that of the cluster before.
   *
   * @default - a new one
   */
  readonly vpcEndpoint?: ec2.IInterfaceVpcEndpoint;

  /**
   * Region that decides with two others who is away, and holds no data that can be read. Declare it when the cluster is made: whether
   * it can be added later is not documented. **Nobody can connect until `clusterArns` are given as well.**
   *
   * @default - the cluster is in one region
   */
  readonly witnessRegion?: string;

  /**
   * The two clusters that are linked, this one included, by ARN as literal text. Only in a second deployment, as AWS has it: both are
   * made with the witness alone, and then both get the same list
   * (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/mr-cluster-setup.html).
   *
   * @default - none
   */
  readonly clusterArns?: string[];

  /**
   * Key of this region that encrypts the data. It can be changed, and has to let Aurora DSQL use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Part of the tag that names the cluster, 1 to 99. Raise it, with another construct id, to have a successor beside it.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the cluster, with all its data, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * An Aurora DSQL cluster: a distributed database that speaks PostgreSQL, without servers, shards or a writer. In two regions with a
 * witness, both accept writes, and a commit is in both.
 *
 * Defines the cluster, its key, and an endpoint of the VPC with its security group. AWS chooses the cluster's identifier: it has a tag
 * `Name`, and no physical name. There is no password and no rotation: services connect with IAM tokens as the user `app_iam`. **A person
 * with `dsql:DbConnectAdmin` makes that user once** and lets each service's role be it: `CREATE ROLE app_iam WITH LOGIN; AWS IAM GRANT
 * app_iam TO '<ARN of the task role>'`
 * (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/using-database-and-iam-roles.html).
 *
 * **The schema gives up**: triggers, PL/pgSQL, temporary tables, TRUNCATE, extensions, and more than one database; more than 3,000
 * rows or 10 MiB changed in a transaction, and more than 5 minutes. Nobody waits for a lock: a transaction that lost fails when it commits,
 * with SQLSTATE 40001, and has to be run again, so its work must bear that. Hot rows do not scale. Foreign keys are enforced since August
 * 2026, and cost a read each
 * (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/release-notes.html). It changes often: see
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/working-with-postgresql-compatibility-unsupported-features.html first.
 *
 * **Cost**: 8 dollars for a million units of work (DPU) and 0.33 dollars a month for each GB (list prices, us-east-1), nothing at rest;
 * in two regions writes and storage in each. The endpoint costs 7.30 dollars a month in each zone. **Holds state**: protected from
 * deletion and kept, unless it is disposable.
 */
export class DistributedSql extends Construct implements ec2.IConnectable, IServiceBinding, IMonitored {
  /** What the tag `Name` says, such as `shop-prod-dsql-g1`. Always literal. */
  public readonly databaseIdentifier: string;
  /** Identifier that AWS has chosen. */
  public readonly clusterIdentifier: string;
  /** ARN of the cluster: what the other region is given as one of its `clusterArns`. */
  public readonly clusterArn: string;
  /** The language that clients speak: PostgreSQL. */
  public readonly engineFamily = DatabaseEngineFamily.POSTGRES;
  /** Name of the only database that there is, `postgres`. */
  public readonly databaseName = DATABASE;
  /** Host within the VPC, for writes and reads alike. */
  public readonly host: string;
  /** Port of `host`. */
  public readonly port: number = PORT;
  /** What a `Backup` has to name to back up this database. */
  public readonly backupResource: backup.BackupResource;
  /** The security group of the endpoint, and its port. */
  public readonly connections: ec2.Connections;
  /** The cluster itself. */
  public readonly cluster: dsql.CfnCluster;

  constructor(scope: Construct, id: string, props: DistributedSqlProps) {
    super(scope, id);
    check(this, ...distributedSqlRules(this, props));

    this.databaseIdentifier = physicalName(props.name, 'dsql', props.generation);
    this.cluster = new dsql.CfnCluster(this, 'Cluster', {
      deletionProtectionEnabled: !props.disposable,
      kmsEncryptionKey: (props.encryptionKey ?? this.createKey(props.disposable)).keyArn,
      multiRegionProperties: props.witnessRegion
        ? { witnessRegion: props.witnessRegion, clusters: props.clusterArns }
        : undefined,
    });
    this.cluster.applyRemovalPolicy(props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    Tags.of(this.cluster).add('Name', this.databaseIdentifier);
    this.clusterIdentifier = this.cluster.attrIdentifier;
    this.clusterArn = this.cluster.attrResourceArn;
    this.host = this.cluster.attrVpcEndpoint;
    this.backupResource = backup.BackupResource.fromArn(this.clusterArn);
    this.connections = new ec2.Connections({
      securityGroups: (props.vpcEndpoint ?? this.createEndpoint(props)).connections.securityGroups,
      defaultPort: ec2.Port.tcp(PORT),
    });
  }

  public bindToService(service: IBindableService): void {
    service.connections.allowToDefaultPort(this, `${service.serviceName} to the database`);
    service.addEnvironment(Environment.DATABASE_WRITER_HOST, this.host);
    service.addEnvironment(Environment.DATABASE_PORT, String(PORT));
    service.addEnvironment(Environment.DATABASE_READER_HOST, this.host);
    service.addEnvironment(Environment.DATABASE_READER_PORT, String(PORT));
    service.addEnvironment(Environment.DATABASE_NAME, DATABASE);
    service.addEnvironment(Environment.DATABASE_ENGINE, this.engineFamily);
    service.addEnvironment(Environment.DATABASE_USER, IAM_USER);
    iam.Grant.addToPrincipal({ grantee: service, actions: ['dsql:DbConnect'], resourceArns: [this.clusterArn] });
  }

  public monitor(monitoring: IMonitoring): void {
    monitorDistributedSql(this, monitoring);
  }

  /** The identifier of a cluster is not known before it is there: the condition names all of this account and region. */
  private createKey(disposable: boolean | undefined): kms.Key {
    const key = encryptionKey(this, 'Key', {
      description: `Database ${this.databaseIdentifier}`,
      removable: disposable,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('dsql.amazonaws.com')],
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        // In a key policy the resource is the key itself.
        resources: ['*'],
        conditions: {
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'dsql',
              resource: 'cluster',
              resourceName: '*',
              arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    return key;
  }

  private createEndpoint(props: DistributedSqlProps): ec2.InterfaceVpcEndpoint {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: `Database ${this.databaseIdentifier}`,
      allowAllOutbound: false,
    });
    return new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: props.vpc,
      service: new ec2.InterfaceVpcEndpointService(this.cluster.attrVpcEndpointServiceName, PORT),
      subnets: subnetSelection(props),
      securityGroups: [securityGroup],
      privateDnsEnabled: true,
      open: false,
    });
  }
}

const PORT = 5432;

const DATABASE = 'postgres';
