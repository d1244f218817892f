import type { StageSettings } from './stage-settings';
import type { AuroraDatabaseOptions, DatabaseOptions } from '../database';

/** Settings of which those of the higher layer win: a property over a workload, and that over a stage. */
export function mergeSettings(lower: StageSettings, higher: StageSettings): StageSettings {
  return {
    ...merge(lower, higher),
    aurora: mergeAurora(lower.aurora, higher.aurora),
    rds: mergeDatabase(lower.rds, higher.rds),
    serverlessCache: merge(lower.serverlessCache, higher.serverlessCache),
    nodeCache: merge(lower.nodeCache, higher.nodeCache),
    webService: merge(lower.webService, higher.webService),
    worker: merge(lower.worker, higher.worker),
  };
}

/** Options, of which those that are `undefined` are not given. */
export function merge<T extends object>(lower: T | undefined, higher: T | undefined): T {
  const given = Object.entries(higher ?? {}).filter(([, value]) => value !== undefined);
  return { ...lower, ...Object.fromEntries(given) } as T;
}

/** What the lower layer says gives way where it contradicts the higher: readers that there are not cannot be scaled. */
export function mergeAurora(
  lower: AuroraDatabaseOptions = {},
  higher: AuroraDatabaseOptions = {},
): AuroraDatabaseOptions {
  const { minCapacity, readerAutoscaling, ...kept } = withoutProxy(lower, higher, higher.minCapacity === 0);
  return merge(
    {
      ...kept,
      // A proxy keeps the database awake.
      ...(higher.proxy === true && minCapacity === 0 ? {} : { minCapacity }),
      ...(higher.readers === 0 ? {} : { readerAutoscaling }),
    },
    higher,
  );
}

/** The same for what both engines have. */
export function mergeDatabase<T extends DatabaseOptions>(lower: T | undefined, higher: T | undefined): T {
  return merge(withoutProxy<DatabaseOptions>(lower ?? {}, higher ?? {}), higher) as T;
}

/** A proxy and the tokens that it needs come and go together, unless both layers name them. */
function withoutProxy<T extends DatabaseOptions>(lower: T, higher: T, contradicted = false): T {
  const goes = contradicted || higher.proxy === false || higher.iamAuthentication === false;
  if (!lower.proxy || !goes || higher.proxy === true) return lower;
  return { ...lower, proxy: undefined, iamAuthentication: undefined };
}
