import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';

/** Properties for defining a LimitlessDatabase. */
export interface LimitlessDatabaseProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of every physical name. */
  readonly name: string;

  /** The VPC the database lives in. */
  readonly vpc: ec2.IVpc;

  /**
   * Most capacity of all routers and shards together, 16 to 6,144 Aurora capacity units of about 2 GiB memory. **What it is at first
   * decides how many routers and shards there are**; raising it later makes them larger, and SQL functions add more. Shards are
   * never merged.
   */
  readonly maxCapacity: number;

  /**
   * Least capacity of all routers and shards together, at least 16. It is paid for at all times.
   *
   * @default 16
   */
  readonly minCapacity?: number;

  /**
   * Standbys of each shard in other zones, 0 to 2. Each costs as much as the shards themselves. With none, a shard that fails is away
   * until it is started again.
   *
   * @default 1
   */
  readonly standbys?: number;

  /**
   * Version of the engine: one that ends with `-limitless`. Can be raised in place, never lowered.
   *
   * @default LimitlessDatabase.ENGINE_VERSION
   */
  readonly engineVersion?: rds.AuroraPostgresEngineVersion;

  /**
   * Subnets of the database, in at least two zones, in three with two standbys. A router needs one address, a shard up to three.
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
   * Security group of the database. Pass one of a stack that stays if services live in other stacks.
   *
   * @default - a new one without any rule
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Key that encrypts the data, its snapshots, logs, insights and secrets. It can never be changed, and has to let CloudWatch Logs
   * use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether services authenticate with IAM tokens, as the user `app_iam`, instead of a password. The database accepts both
   * always; this decides what a binding gives to a service.
   *
   * @default false
   */
  readonly iamAuthentication?: boolean;

  /**
   * How far back the database can be restored to any second: 1 to 35 days. Unlike those of other engines, the backups go with the
   * cluster.
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
   * Parameters of the engine beside those that this construct sets. Those that require TLS cannot be overridden.
   *
   * @default - those of AWS
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Part of every physical name, 1 to 99. Raise it to have a successor beside the database that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the database, with all its data and backups, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
