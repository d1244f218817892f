import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { merge } from './merge-settings';
import { placeReplicated, type CachePlace, type PlacedCache } from './place-cache';
import type { StageSettings } from './stage-settings';
import {
  NodeCache,
  ServerlessCache,
  type CacheProps,
  type GlobalDatastoreOptions,
  type NodeCacheOptions,
  type ServerlessCacheOptions,
} from '../cache';
import { grownRules, MAX_REPLICA_REGIONS, sourceOptionRules } from '../cache/global-datastore-rules';
import { nodeCacheOptionRules } from '../cache/node-cache-rules';
import { serverlessCacheOptionRules } from '../cache/serverless-cache-rules';
import { refuse, within, type Rule } from '../private/validate';

/** Which cache a platform has. Changing it makes another cache: what was in the old one has to be computed again. */
export class CacheKind {
  /**
   * A cache without servers, which grows and shrinks by itself: from about 6 dollars a month.
   *
   * @param options Limits and snapshots. What is not given is that of the growth stage.
   */
  public static serverless(options: ServerlessCacheOptions = {}): CacheKind {
    const merged = ({ serverlessCache }: StageSettings) => merge(serverlessCache, options);
    return new CacheKind(
      (parent, props, settings) => ({ cache: new ServerlessCache(parent, 'Cache', { ...merged(settings), ...props }) }),
      (settings) => serverlessCacheOptionRules(merged(settings)),
    );
  }

  /**
   * Nodes in cluster mode, with at least one replica in another zone: cheaper than serverless under a steady large load.
   *
   * @param options Type and number of nodes. What is not given is that of the growth stage.
   */
  public static nodes(options: NodeCacheOptions = {}): CacheKind {
    const merged = ({ nodeCache }: StageSettings) => merge(nodeCache, options);
    return new CacheKind(
      (parent, props, settings) => ({ cache: new NodeCache(parent, 'NodeCache', { ...merged(settings), ...props }) }),
      (settings) => nodeCacheOptionRules(merged(settings)),
    );
  }

  /**
   * Nodes at home, and copies of them in the other regions, of which there may be two: what home has cached is there at once when another
   * region takes over, and what is invalidated at home is forgotten everywhere. The copies are only read (`GlobalDatastore`, `CacheReplica`).
   * With one region it is what `nodes` is, and a cache of `nodes` becomes one in place. A growth stage changes nothing of it.
   *
   * @param options Type and number of nodes that the caches are made with: of each region, and never changed later. r7g.large when no type is given.
   * @param grown What they have grown to since. It changes every region at once, while the caches keep answering.
   */
  public static globalDatastore(options: NodeCacheOptions = {}, grown: GlobalDatastoreOptions = {}): CacheKind {
    const source = { nodeType: new ec2.InstanceType('r7g.large'), ...options };
    return new CacheKind(
      (parent, props, _settings, place) => placeReplicated(parent, { source, grown, props }, place),
      (_settings, otherRegions) => [
        ...nodeCacheOptionRules(source),
        ...sourceOptionRules(source),
        ...within('grown', grownRules(grown, source.shards ?? 1)),
        refuse(
          otherRegions > MAX_REPLICA_REGIONS,
          `globalDatastore must be copied to ${MAX_REPLICA_REGIONS} other regions at most, got ${otherRegions}; have a cache for each region with CacheKind.nodes()`,
        ),
      ],
    );
  }

  /** No cache. */
  public static none(): CacheKind {
    return new CacheKind(
      () => ({}),
      () => [],
    );
  }

  private constructor(
    private readonly create: (
      parent: Construct,
      props: CacheProps,
      settings: StageSettings,
      place: CachePlace,
    ) => PlacedCache,
    private readonly rules: (settings: StageSettings, otherRegions: number) => Rule[],
  ) {}

  /** @internal */
  public _create(parent: Construct, props: CacheProps, settings: StageSettings, place: CachePlace): PlacedCache {
    return this.create(parent, props, settings, place);
  }

  /**
   * What is wrong with the options and what a stage adds to them, each named as they are.
   *
   * @internal
   */
  public _rules(settings: StageSettings, otherRegions: number): Rule[] {
    return this.rules(settings, otherRegions);
  }
}
