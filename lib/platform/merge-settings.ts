import { Token } from 'aws-cdk-lib';
import type { StageSettings, TaskSettings } from './stage-settings';
import type { AuroraDatabaseOptions, DatabaseOptions } from '../database';

/**
 * Settings of which those of the higher layer win: a property over a workload, and that over a stage. What the lower layer says gives
 * way where it contradicts the higher: readers that there are not cannot be scaled, and what is never backed up not be copied.
 */
export function mergeSettings(lower: StageSettings, higher: StageSettings): StageSettings {
  return {
    ...merge(lower, higher),
    backup: higher.backup ?? (higher.crossRegionBackup ? true : lower.backup),
    crossRegionBackup: higher.crossRegionBackup ?? (higher.backup === false ? false : lower.crossRegionBackup),
    aurora: mergeAurora(lower.aurora, higher.aurora),
    rds: mergeDatabase(lower.rds, higher.rds),
    serverlessCache: merge(lower.serverlessCache, higher.serverlessCache),
    nodeCache: merge(lower.nodeCache, higher.nodeCache),
    webService: mergeTasks(lower.webService, higher.webService),
    worker: mergeTasks(lower.worker, higher.worker),
  };
}

/** Options, of which those that are `undefined` are not given. */
export function merge<T extends object>(lower: T | undefined, higher: T | undefined): T {
  const given = Object.entries(higher ?? {}).filter(([, value]) => value !== undefined);
  return { ...lower, ...Object.fromEntries(given) } as T;
}

/** The same for Aurora. */
export function mergeAurora(
  lower: AuroraDatabaseOptions = {},
  higher: AuroraDatabaseOptions = {},
): AuroraDatabaseOptions {
  const sleeps = higher.minCapacity === 0;
  const { minCapacity, readerAutoscaling, ...kept } = withoutProxy(lower, higher, sleeps);
  return merge(
    {
      ...kept,
      // A proxy keeps the database awake.
      minCapacity: higher.proxy === true && minCapacity === 0 ? undefined : atMost(minCapacity, higher.maxCapacity),
      readerAutoscaling: higher.readers === 0 ? undefined : readerAutoscaling,
    },
    higher,
  );
}

/** The same for what both engines have. */
export function mergeDatabase<T extends DatabaseOptions>(lower: T | undefined, higher: T | undefined): T {
  return merge(withoutProxy<DatabaseOptions>(lower ?? {}, higher ?? {}), higher) as T;
}

/** The same for tasks. The options of a service are such settings and more. */
export function mergeTasks<T extends TaskSettings>(lower: TaskSettings | undefined, higher: T | undefined): T {
  return merge<TaskSettings>({ ...lower, minTasks: atMost(lower?.minTasks, higher?.maxTasks) }, higher) as T;
}

/** A minimum is no more than the maximum of the higher layer. */
function atMost(minimum: number | undefined, maximum: number | undefined): number | undefined {
  const isNumber = typeof maximum === 'number' && !Token.isUnresolved(maximum);
  return minimum !== undefined && isNumber && maximum < minimum ? maximum : minimum;
}

/** A proxy and the tokens that it needs come and go together, unless the higher layer names both. */
function withoutProxy<T extends DatabaseOptions>(lower: T, higher: T, sleeps = false): T {
  const goes = sleeps || higher.proxy === false || higher.iamAuthentication === false;
  if (!lower.proxy || !goes || higher.proxy === true) return lower;
  return { ...lower, proxy: undefined, iamAuthentication: undefined };
}
