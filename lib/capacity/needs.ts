import type { Demand } from './demand';
import { assumptionsOf, type Workload } from './workload';

/** What AWS allows, and what the model has to stay within. */
export const LIMITS = {
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html: tasks of a service. */
  tasks: 5000,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html: units of an instance. */
  capacityUnits: 256,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html, and RDS alike. */
  readers: 15,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html: 128 TiB of a cluster. */
  databaseBytes: 128 * 1024 ** 4,
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html: a serverless cache. */
  cacheGigabytes: 5000,
  cacheUnitsPerSecond: 15_000_000,
} as const;

/**
 * Memory of a capacity unit that is left for data: of its 2 GiB, three quarters are shared buffers in Aurora PostgreSQL's default
 * parameter group (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html).
 */
export const DATA_BYTES_A_UNIT = 0.75 * 2 * 1024 ** 3;

/** What has to be there, before the limits of AWS and whatever a stage has anyway. Nothing in it falls when users are added. */
export interface Needs {
  readonly minWebTasks: number;
  readonly maxWebTasks: number;
  readonly minWorkerTasks: number;
  readonly maxWorkerTasks: number;
  /** Capacity units of each instance, when one instance carries everything. */
  readonly minCapacityUnits: number;
  readonly maxCapacityUnits: number;
  /** Units that a server of fixed size needs: it carries the busiest time, but has nothing above it. */
  readonly fixedCapacityUnits: number;
  /** Units for writes alone, which no reader can take over. */
  readonly writerUnits: number;
  /** Units for data that should be in memory. */
  readonly memoryUnits: number;
  /** Readers that carry load, one more than needed; 0 where the writer carries everything. */
  readonly readers: number;
  /** Not rounded: nodes hold less than a gigabyte, too. */
  readonly cacheGigabytes: number;
  readonly cacheUnitsPerSecond: number;
}

/** Sizes each tier. The reason stands beside each rule. */
export function needsOf(workload: Workload, demand: Demand): Needs {
  const is = assumptionsOf(workload);
  const ratedTask = is.requestsPerTask * is.targetLoad;
  const ratedJobs = is.jobsPerTask * is.targetLoad;
  const ratedUnit = is.queriesPerCapacityUnit * is.targetLoad;
  const writerUnits = (demand.peakWriteQueriesPerSecond / ratedUnit) * is.headroom;
  const readerUnits = (demand.peakReadQueriesPerSecond / ratedUnit) * is.headroom;
  const queryUnits = writerUnits + readerUnits;
  const memoryUnits = demand.hotDatabaseBytes / DATA_BYTES_A_UNIT;
  // What the quietest time needs when half of the tasks go with their zone, at full load: new ones take a minute and a half. It is the
  // same with three zones, so that the third never takes tasks away.
  const minWebTasks = atLeastOne((2 * demand.quietRequestsPerSecond) / is.requestsPerTask);
  return {
    minWebTasks,
    maxWebTasks: Math.max(minWebTasks, atLeastOne((demand.peakRequestsPerSecond * is.headroom) / ratedTask)),
    // Rounded down: a queue waits, and a worker with little to do sleeps.
    minWorkerTasks: Math.floor((demand.peakJobsPerSecond * is.quietShare) / is.jobsPerTask),
    maxWorkerTasks: atLeastOne((demand.peakJobsPerSecond * is.headroom) / ratedJobs),
    // Rounded down as well: below it, the database may sleep or sit at the minimum of its stage; Aurora adds capacity within seconds.
    minCapacityUnits: Math.floor((2 * queryUnits * is.quietShare) / is.headroom) / 2,
    // First one larger instance, then readers: the writer has to carry everything anyway when its only reader is lost, and capacity is
    // billed as it is used, not as it is allowed.
    maxCapacityUnits: atLeastOne(Math.max(queryUnits, memoryUnits)),
    fixedCapacityUnits: Math.max(queryUnits / is.headroom, memoryUnits),
    writerUnits: Math.ceil(writerUnits),
    memoryUnits: Math.ceil(memoryUnits),
    readers: queryUnits <= LIMITS.capacityUnits ? 0 : Math.ceil(readerUnits / LIMITS.capacityUnits) + 1,
    cacheGigabytes: (demand.cacheBytes / 1e9) * is.headroom,
    // A unit is a simple command of up to a kilobyte; limits are whole thousands.
    cacheUnitsPerSecond: 1000 * atLeastOne((demand.peakCacheCommandsPerSecond * is.headroom) / 1000),
  };
}

/** Rounded up, but not for the last digits of a floating-point number. */
function atLeastOne(value: number): number {
  return Math.max(1, Math.ceil(Number(value.toPrecision(12))));
}
