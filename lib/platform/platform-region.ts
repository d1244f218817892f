import type { RegionStacks } from './region-stacks';
import type { ICache } from '../cache';
import type { IDatabase } from '../database';
import type { Monitoring } from '../monitoring';
import type { Network } from '../network';
import type { ObjectStore } from '../objects';
import { InvalidInputError, shown } from '../private/validate';
import type { ServiceCluster } from '../service';
import type { ShardedDatabase } from '../sharding';
import type { LoadBalancer, WebService } from '../web';
import type { WorkerService } from '../worker';

/** What a platform has in one region. */
export class PlatformRegion {
  /** @internal */
  public static _of(stacks: RegionStacks): PlatformRegion {
    return new PlatformRegion(stacks);
  }

  /** Name of the region, such as `eu-west-1`. */
  public readonly name: string;

  /** The network. */
  public readonly network: Network;

  /** Where alarms are sent to: subscribe people or tools to its topics. */
  public readonly monitoring: Monitoring;

  /** The database: that of home, or what follows it. */
  public readonly database: IDatabase;

  /** The database as the first of several, where it is. */
  public readonly shards?: ShardedDatabase;

  /** The cache, where there is one. */
  public readonly cache?: ICache;

  /** The bucket for uploads. */
  public readonly objects: ObjectStore;

  /** Where services and workers run. */
  public readonly cluster: ServiceCluster;

  /** The internal load balancer in front of the web services. */
  public readonly loadBalancer: LoadBalancer;

  private constructor(private readonly stacks: RegionStacks) {
    const { net, data, svc } = stacks;
    this.name = net.region;
    this.network = net.network;
    this.monitoring = net.monitoring;
    this.database = data.database;
    this.shards = data.shards;
    this.cache = data.cache;
    this.objects = data.objects;
    this.cluster = svc.cluster;
    this.loadBalancer = svc.loadBalancer;
  }

  /**
   * A web service of the platform, as it is in this region.
   *
   * @param id Id that `addWebService` was given.
   */
  public webService(id: string): WebService {
    return this.named(this.stacks.webServices, id, 'a web service');
  }

  /**
   * A worker of the platform, as it is in this region.
   *
   * @param id Id that `addWorker` was given.
   */
  public worker(id: string): WorkerService {
    return this.named(this.stacks.workers, id, 'a worker').service;
  }

  private named<T>(all: ReadonlyMap<string, T>, id: string, what: string): T {
    const found = all.get(id);
    if (found !== undefined) return found;
    const known = all.size === 0 ? 'add one first' : `use ${[...all.keys()].join(' or ')}`;
    throw new InvalidInputError(this.stacks.svc.node.path, [
      `id must be that of ${what} of the platform, got ${shown(id)}; ${known}`,
    ]);
  }
}
