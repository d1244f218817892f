import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { IMonitored } from '../monitoring';
import type { IServiceBinding } from '../service';

/** A cache that services can be bound to, whatever it runs on. Clients speak the cluster protocol, over TLS. */
export interface ICache extends IConstruct, ec2.IConnectable, IServiceBinding, IMonitored {
  /** Physical name of the cache, such as `shop-prod-cache-g1`; also that of its user. Always literal. */
  readonly cacheName: string;
}

/** Properties that both kinds of cache have in common. */
export interface CacheProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of every physical name. */
  readonly name: string;

  /** The VPC the cache lives in. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets of the cache, in at least two zones.
   *
   * @default - the isolated subnets of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security group of the cache. Pass one of a stack that stays, and the cache can be removed while services of other
   * stacks are bound to it: no export is in the way.
   *
   * @default - a new one without any rule
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Key that encrypts the data on disk and in snapshots. It can never be changed.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Time of day, in UTC, at which the daily snapshot is taken, such as `03:30`.
   *
   * @default - a time that ElastiCache chooses
   */
  readonly snapshotTime?: string;

  /**
   * Part of every physical name, 1 to 99. Raise it to have a successor beside the cache that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the cache, with all its data, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
