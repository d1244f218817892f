import type { NodeCacheOptions, ServerlessCacheOptions } from '../cache';
import type { AuroraDatabaseOptions, RdsDatabaseOptions } from '../database';
import type { Nat } from '../network';
import type { Capacity, Scaling } from '../service';

/** How many tasks a service or worker has, and what they run on, unless its own options say otherwise. */
export interface TaskSettings {
  /**
   * Fewest tasks.
   *
   * @default - that of the stage
   */
  readonly minTasks?: number;

  /**
   * Most tasks.
   *
   * @default - that of the stage
   */
  readonly maxTasks?: number;

  /**
   * What tasks run on: on demand, or Spot above a base.
   *
   * @default - that of the stage
   */
  readonly capacity?: Capacity;
}

/** The same of a web service, and how the number of its tasks follows the load. */
export interface WebTaskSettings extends TaskSettings {
  /**
   * How the number of tasks follows the load.
   *
   * @default - that of the stage
   */
  readonly scaling?: Scaling[];

  /**
   * Requests that a task answers in a second when it is full: what `Scaling.onLoad` follows the load of each task by.
   *
   * @default - the `requestsPerTask` of the workload where it has one; otherwise not known
   */
  readonly ratedRequestsPerSecond?: number;
}

/**
 * What a growth stage decides. Options are those of the constructs; of the two databases and of the two caches, those that the
 * platform has are used. What no stage decides, such as the size of a task, is that of the construct.
 */
export interface StageSettings {
  /**
   * Number of Availability Zones, 2 or 3.
   *
   * @default - that of the stage
   */
  readonly zones?: number;

  /**
   * How tasks reach the internet.
   *
   * @default - that of the stage
   */
  readonly nat?: Nat;

  /**
   * Options of an Aurora database.
   *
   * @default - those of the stage
   */
  readonly aurora?: AuroraDatabaseOptions;

  /**
   * Options of a plain RDS database.
   *
   * @default - those of the stage
   */
  readonly rds?: RdsDatabaseOptions;

  /**
   * Options of a serverless cache.
   *
   * @default - those of the stage
   */
  readonly serverlessCache?: ServerlessCacheOptions;

  /**
   * Options of a cache on nodes.
   *
   * @default - those of the stage
   */
  readonly nodeCache?: NodeCacheOptions;

  /**
   * Tasks of each web service.
   *
   * @default - those of the stage
   */
  readonly webService?: WebTaskSettings;

  /**
   * Tasks of each worker.
   *
   * @default - those of the stage
   */
  readonly worker?: TaskSettings;

  /**
   * Whether a web application firewall stands in front.
   *
   * @default - that of the stage
   */
  readonly waf?: boolean;

  /**
   * Whether one regional cache of CloudFront asks for what can be cached, for all others.
   *
   * @default - that of the stage
   */
  readonly originShield?: boolean;

  /**
   * Whether AWS Backup keeps copies of the database beside its own point-in-time recovery.
   *
   * @default - that of the stage
   */
  readonly backup?: boolean;

  /**
   * Whether each backup is copied into another region. Needs `backup`.
   *
   * @default - that of the stage
   */
  readonly crossRegionBackup?: boolean;
}
