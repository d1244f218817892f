import { Construct } from 'constructs';
import { merge } from './merge-settings';
import type { StageSettings } from './stage-settings';
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
   * @param options Limits and snapshots. What is not given is that of the growth stage.
   */
  public static serverless(options: ServerlessCacheOptions = {}): CacheKind {
    const merged = ({ serverlessCache }: StageSettings) => merge(serverlessCache, options);
    return new CacheKind(
      (parent, props, settings) => new ServerlessCache(parent, 'Cache', { ...merged(settings), ...props }),
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
      (parent, props, settings) => new NodeCache(parent, 'NodeCache', { ...merged(settings), ...props }),
      (settings) => nodeCacheOptionRules(merged(settings)),
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
    private readonly create: (parent: Construct, props: CacheProps, settings: StageSettings) => ICache | undefined,
    private readonly rules: (settings: StageSettings) => Rule[],
  ) {}

  /** @internal */
  public _create(parent: Construct, props: CacheProps, settings: StageSettings): ICache | undefined {
    return this.create(parent, props, settings);
  }

  /**
   * What is wrong with the options and what a stage adds to them, each named as they are.
   *
   * @internal
   */
  public _rules(settings: StageSettings): Rule[] {
    return this.rules(settings);
  }
}
