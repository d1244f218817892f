import type { Construct } from 'constructs';
import {
  CacheReplica,
  GlobalDatastore,
  NodeCache,
  type CacheProps,
  type GlobalDatastoreOptions,
  type ICache,
  type NodeCacheOptions,
} from '../cache';

/** Where a cache of a region lives. */
export interface CachePlace {
  readonly hasOtherRegions: boolean;
  /** Id of the datastore of home, in another region that has one. */
  readonly globalDatastoreId?: string;
}

/** A cache of a region, where there is one. */
export interface PlacedCache {
  readonly cache?: ICache;
  /** Id of the datastore that others follow, at home. */
  readonly globalDatastoreId?: string;
}

/** What a replicated cache is made from. */
interface Replicated {
  readonly source: NodeCacheOptions;
  readonly grown: GlobalDatastoreOptions;
  readonly props: CacheProps;
}

/** Makes a cache that other regions follow, or one that follows. With one region nobody does: the datastore comes with the second. */
export function placeReplicated(
  parent: Construct,
  { source, grown, props }: Replicated,
  { hasOtherRegions, globalDatastoreId }: CachePlace,
): PlacedCache {
  if (globalDatastoreId !== undefined) {
    const { replicasPerShard } = source;
    const shards = grown.shards ?? source.shards;
    return {
      cache: new CacheReplica(parent, 'CacheReplica', { ...props, globalDatastoreId, shards, replicasPerShard }),
    };
  }
  const cache = new NodeCache(parent, 'NodeCache', { ...source, ...props });
  if (!hasOtherRegions) return { cache };
  const { disposable } = props;
  const datastore = new GlobalDatastore(parent, 'GlobalDatastore', { source: cache, ...grown, disposable });
  return { cache, globalDatastoreId: datastore.globalDatastoreId };
}
