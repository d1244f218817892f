import { Construct } from 'constructs';
import {
  NodeCache,
  ServerlessCache,
  type CacheProps,
  type ICache,
  type NodeCacheOptions,
  type ServerlessCacheOptions,
} from '../cache';
import { nodeCacheOptionRules } from '../cache/node-cache-rules';
import { serverlessCacheOptionRules } from '../cache/serverless-cache-rules';
import type { Rule } from '../private/validate';

/** Which cache a platform has. Changing it makes another cache: what was in the old one has to be computed again. */
export class CacheKind {
  /**
   * A cache without servers, which grows and shrinks by itself: from about 6 dollars a month.
   *
   * @param options Limits and snapshots.
   */
  public static serverless(options: ServerlessCacheOptions = {}): CacheKind {
    return new CacheKind(
      (parent, props) => new ServerlessCache(parent, 'Cache', { ...options, ...props }),
      () => serverlessCacheOptionRules(options),
    );
  }

  /**
   * Nodes in cluster mode, with at least one replica in another zone: cheaper than serverless under a steady large load.
   *
   * @param options Type and number of nodes.
   */
  public static nodes(options: NodeCacheOptions = {}): CacheKind {
    return new CacheKind(
      (parent, props) => new NodeCache(parent, 'NodeCache', { ...options, ...props }),
      () => nodeCacheOptionRules(options),
    );
  }

  /** No cache. */
  public static none(): CacheKind {
    return new CacheKind(
      () => undefined,
      () => [],
    );
  }

  private constructor(
    private readonly create: (parent: Construct, props: CacheProps) => ICache | undefined,
    private readonly rules: () => Rule[],
  ) {}

  /** @internal */
  public _create(parent: Construct, props: CacheProps): ICache | undefined {
    return this.create(parent, props);
  }

  /**
   * What is wrong with the options, each named as they are.
   *
   * @internal
   */
  public _rules(): Rule[] {
    return this.rules();
  }
}
