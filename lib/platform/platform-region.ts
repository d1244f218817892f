import type { DataStack } from './data-stack';
import type { NetStack } from './net-stack';
import type { SvcStack } from './svc-stack';
import type { ICache } from '../cache';
import type { IDatabase } from '../database';
import type { Monitoring } from '../monitoring';
import type { Network } from '../network';
import type { ObjectStore } from '../objects';
import type { ServiceCluster } from '../service';
import type { LoadBalancer } from '../web';

/** What a platform has in one region. */
export class PlatformRegion {
  /** @internal */
  public static _of(net: NetStack, data: DataStack, svc: SvcStack): PlatformRegion {
    return new PlatformRegion(net, data, svc);
  }

  /** Name of the region, such as `eu-west-1`. */
  public readonly name: string;

  /** The network. */
  public readonly network: Network;

  /** Where alarms are sent to: subscribe people or tools to its topics. */
  public readonly monitoring: Monitoring;

  /** The database. */
  public readonly database: IDatabase;

  /** The cache, where there is one. */
  public readonly cache?: ICache;

  /** The bucket for uploads. */
  public readonly objects: ObjectStore;

  /** Where services and workers run. */
  public readonly cluster: ServiceCluster;

  /** The internal load balancer in front of the web services. */
  public readonly loadBalancer: LoadBalancer;

  private constructor(net: NetStack, data: DataStack, svc: SvcStack) {
    this.name = net.region;
    this.network = net.network;
    this.monitoring = net.monitoring;
    this.database = data.database;
    this.cache = data.cache;
    this.objects = data.objects;
    this.cluster = svc.cluster;
    this.loadBalancer = svc.loadBalancer;
  }
}
