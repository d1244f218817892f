import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import type { CacheProps, ICache } from './cache';
import { CACHE_PORT, CacheCore, cacheRules } from './cache-core';
import { monitorServerlessCache } from './serverless-cache-alarms';
import { serverlessCacheOptionRules } from './serverless-cache-rules';
import type { IMonitoring } from '../monitoring';
import { physicalName } from '../private/names';
import { check } from '../private/validate';
import type { IBindableService } from '../service';

/** Size and engine of a ServerlessCache. */
export interface ServerlessCacheOptions {
  /**
   * Most data the cache may hold, in gigabytes, 1 to 5,000: also the limit of what storage can cost (about 61 dollars a month
   * for each gigabyte that is really held). Beyond it, keys with a time to live are evicted, and writes fail when there are none.
   *
   * @default 10
   */
  readonly maxDataGigabytes?: number;

  /**
   * Most ElastiCache processing units each second, 1,000 to 15,000,000: also the limit of what requests can cost. One unit
   * is one simple command of up to a kilobyte. Beyond it, commands are throttled.
   *
   * @default 30000
   */
  readonly maxProcessingUnitsPerSecond?: number;

  /**
   * Major version of Valkey: 7, 8 or 9. Can be raised in place, never lowered.
   *
   * @default '8'
   */
  readonly majorEngineVersion?: string;

  /**
   * Days for which a daily snapshot is kept, 0 to 35; 0 takes none.
   *
   * @default 1
   */
  readonly snapshotRetentionDays?: number;
}

/** Properties for defining a ServerlessCache. */
export interface ServerlessCacheProps extends CacheProps, ServerlessCacheOptions {}

/**
 * A Valkey cache without servers: it grows and shrinks by itself and spans zones. TLS only, access by IAM token only.
 *
 * Defines an ElastiCache serverless cache, its user and user group, and a parameter `<name>/<region>/cache/<cache>/endpoint` with
 * `host:port`. It uses the first two of the subnets, always: they are create-only, and a third zone that a network gets
 * later must not replace the cache.
 *
 * **Cost**: from 6 dollars a month (100 MB, the smallest that is billed) plus 0.0023 dollars for a million processing units,
 * up to the two limits (list prices, us-east-1). **Holds state**, but nothing that cannot be rebuilt: it and its user are kept
 * when the stack is destroyed, unless it is disposable.
 */
export class ServerlessCache extends Construct implements ICache {
  /** Physical name of the cache and of its user. Always literal. */
  public readonly cacheName: string;
  /** The security group of the cache and its ports. */
  public readonly connections: ec2.Connections;
  /** The cache itself. */
  public readonly cache: elasticache.CfnServerlessCache;
  private readonly core: CacheCore;
  private readonly limits: { readonly maxDataGigabytes: number; readonly maxProcessingUnitsPerSecond: number };

  constructor(scope: Construct, id: string, props: ServerlessCacheProps) {
    super(scope, id);
    check(this, ...cacheRules(props), ...serverlessCacheOptionRules(props));

    this.cacheName = physicalName(props.name, 'cache', props.generation);
    this.limits = {
      maxDataGigabytes: props.maxDataGigabytes ?? 10,
      maxProcessingUnitsPerSecond: props.maxProcessingUnitsPerSecond ?? 30_000,
    };
    this.core = new CacheCore(this, this.cacheName, props);
    this.cache = new elasticache.CfnServerlessCache(this, 'Resource', {
      serverlessCacheName: this.cacheName,
      description: `Cache of ${props.name}`,
      engine: 'valkey',
      majorEngineVersion: props.majorEngineVersion ?? '8',
      cacheUsageLimits: {
        dataStorage: { maximum: this.limits.maxDataGigabytes, unit: 'GB' },
        ecpuPerSecond: { maximum: this.limits.maxProcessingUnitsPerSecond },
      },
      kmsKeyId: this.core.key.keyArn,
      securityGroupIds: [this.core.securityGroup.securityGroupId],
      subnetIds: this.core.subnetIds.slice(0, 2),
      userGroupId: this.cacheName,
      snapshotRetentionLimit: props.snapshotRetentionDays ?? 1,
      dailySnapshotTime: props.snapshotTime,
    });
    this.cache.addResourceDependency(this.core.userGroup);
    this.core.keep(this.cache);
    this.core.publishEndpoint(this.cache.attrEndpointAddress, this.cache.attrEndpointPort);
    this.connections = new ec2.Connections({
      securityGroups: [this.core.securityGroup],
      defaultPort: ec2.Port.tcpRange(CACHE_PORT, CACHE_PORT + 1),
    });
  }

  public bindToService(service: IBindableService): void {
    this.core.bind(this, service, 'serverlesscache');
  }

  public monitor(monitoring: IMonitoring): void {
    monitorServerlessCache(this, monitoring, this.limits);
  }
}
