import type { Duration } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import type { IMonitored } from '../monitoring';
import type { IServiceBinding } from '../service';

/** The language that clients speak with a database. Its value is that of `DATABASE_ENGINE`. */
export enum DatabaseEngineFamily {
  /** PostgreSQL, on Aurora or on plain RDS. */
  POSTGRES = 'postgres',
  /** MySQL, on plain RDS. */
  MYSQL = 'mysql',
}

/**
 * A relational database that services can be bound to, whatever it runs on: one host accepts writes, one host answers for all
 * readers. TLS always. The two engines cannot be converted into each other in place.
 */
export interface IDatabase extends IConstruct, ec2.IConnectable, IServiceBinding, IMonitored {
  /** Physical name of the database, such as `shop-prod-aurora-g1`. Always literal. */
  readonly databaseIdentifier: string;

  /** The language that clients speak. */
  readonly engineFamily: DatabaseEngineFamily;

  /** Name of the database that is created in it, and that services use. */
  readonly databaseName: string;

  /** Host that accepts writes: the proxy where there is one. */
  readonly writerHost: string;

  /** Port of `writerHost`. */
  readonly writerPort: number;

  /** One host name that answers for every reader; for the writer where there is none. */
  readonly readerHost: string;

  /** Port of `readerHost`. */
  readonly readerPort: number;

  /** Credentials of the administrator. Nobody uses them but rotation, and people in an emergency. */
  readonly adminSecret: secretsmanager.ISecret;

  /** Credentials of the services: `username`, `password`, `host`, `port`, `dbname`, `engine`, `masterarn`. */
  readonly appSecret: secretsmanager.ISecret;

  /** What a `Backup` has to name to back up this database. */
  readonly backupResource: backup.BackupResource;
}

/** What can be chosen of either engine. */
export interface DatabaseOptions {
  /**
   * Name of the database that is created, at most 63 lower-case letters, digits and underscores, starting with a letter. It can
   * never be changed.
   *
   * @default 'app'
   */
  readonly databaseName?: string;

  /**
   * Readers beside the writer, 0 to 15. Raising it adds instances and changes nothing else; lowering it removes the last ones.
   *
   * @default 1
   */
  readonly readers?: number;

  /**
   * Whether services authenticate with IAM tokens, as the user `app_iam`, instead of a password. The database accepts both
   * always; this decides what a binding gives to a service.
   *
   * @default false
   */
  readonly iamAuthentication?: boolean;

  /**
   * Whether a proxy pools connections in front of the database. Needs `iamAuthentication`. 0.015 dollars an hour for each vCPU
   * of the instances behind it (list price, us-east-1); Aurora Serverless is billed by capacity instead.
   *
   * @default false
   */
  readonly proxy?: boolean;

  /**
   * How far back the database can be restored to any second: 1 to 35 days. Compliance packs ask for at least 7.
   *
   * @default Duration.days(7)
   */
  readonly backupRetention?: Duration;

  /**
   * Time of day, in UTC, of the automated backup, such as `00:30-01:00`: at least 30 minutes, outside of the maintenance window.
   *
   * @default '00:30-01:30'
   */
  readonly preferredBackupWindow?: string;

  /**
   * Time of the week, in UTC, at which AWS may patch the database, such as `sun:08:00-sun:09:00`.
   *
   * @default 'sun:08:00-sun:09:00'
   */
  readonly preferredMaintenanceWindow?: string;

  /**
   * Parameters of the engine beside those that this construct sets, such as `{ log_min_duration_statement: '500' }`. Those
   * that require TLS cannot be overridden.
   *
   * @default - those of AWS
   */
  readonly parameters?: { [name: string]: string };
}

/** Another region in which the data is used as well. */
export interface DatabaseReplicaRegion {
  /** Name of the region, such as `eu-central-1`. */
  readonly region: string;

  /**
   * Key of that region that encrypts the replicas of the secrets, by ARN or alias, as literal text: it has to be there before.
   *
   * @default - the key that AWS keeps for Secrets Manager there, which costs nothing
   */
  readonly secretKeyArn?: string;
}

/** Properties that both engines have in common: what can be chosen, and where the database lives. */
export interface DatabaseProps extends DatabaseOptions {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of every physical name. */
  readonly name: string;

  /** The VPC the database lives in. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets of the database, in at least two zones.
   *
   * @default - the isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Subnets of the function that rotates the credentials. It has to reach Secrets Manager from there.
   *
   * @default - the private subnets of the VPC that have a way out
   */
  readonly rotationSubnets?: ec2.SubnetSelection;

  /**
   * Security group of the database and its proxy. Pass one of a stack that stays if services live in other stacks.
   *
   * @default - a new one without any rule
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * A second security group of the database, which it shares with others: whoever is let into that one reaches all of them
   * (`ShardedDatabase`).
   *
   * @default - none
   */
  readonly sharedSecurityGroup?: ec2.ISecurityGroup;

  /**
   * Key that encrypts the data, its snapshots, logs, insights and secrets. It can never be changed, and has to let CloudWatch Logs
   * use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Key that encrypts the secrets, where that is another one than the key of the data.
   *
   * @default - encryptionKey
   */
  readonly secretEncryptionKey?: kms.IKey;

  /**
   * Part of every physical name, 1 to 99. Raise it to have a successor beside the database that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Number of the shard that the database is (`ShardedDatabase`), 1 to 63. Part of every physical name, and can never change.
   *
   * @default - none: the only database, or the first shard
   */
  readonly shard?: number;

  /**
   * Whether the database, with all its data and backups, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;

  /**
   * Other regions in which services use the data, at most 10: users are replicated with it. The secrets get replicas there
   * (0.40 dollars a month each, two a region), and rotations are announced there. Add the region here first, and what uses it in a stack
   * that is deployed afterwards.
   *
   * @default - none
   */
  readonly replicaRegions?: DatabaseReplicaRegion[];
}
