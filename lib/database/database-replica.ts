import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** What both engines are told of a database that follows one in another region. */
export interface DatabaseReplicaProps {
  /** The VPC of this region that the database lives in. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets of the database, in at least two zones.
   *
   * @default - the isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security group of the database, and of its proxy where there is one. Pass one of a stack that stays if services live in other stacks.
   *
   * @default - a new one without any rule
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Key of this region that encrypts the data, its snapshots, logs and insights. It can never be changed, and has to let CloudWatch
   * Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Key of this region that the replicas of the secrets are encrypted with, if `secretKeyArn` of the source's `replicaRegions` names
   * one. Services get the right to decrypt with it.
   *
   * @default - the key that AWS keeps for Secrets Manager, which needs no right
   */
  readonly secretEncryptionKey?: kms.IKey;

  /**
   * Whether services authenticate with IAM tokens, as the user `app_iam`, instead of a password.
   *
   * @default false
   */
  readonly iamAuthentication?: boolean;

  /**
   * How far back the database can be restored to any second, in this region: 1 to 35 days. Never none, so that no backup has to be taken
   * before it accepts writes.
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
   * Parameters of the engine beside those that this construct sets. A promotion does not bring those of home along: give both the same.
   *
   * @default - those of AWS
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Whether the database, with its copy of the data and its backups, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
