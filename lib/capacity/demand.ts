import { assumptionsOf, type Workload } from './workload';

/** Seconds in a day, and days in the month of 730 hours that AWS's prices are multiplied with. */
const SECONDS_A_DAY = 86_400;
const DAYS_A_MONTH = 730 / 24;

/** What users ask of a platform: rates at the busiest, average and quietest time, and what a year leaves behind. */
export interface Demand {
  readonly dailyUsers: number;
  readonly requestsPerDay: number;
  readonly requestsPerMonth: number;
  readonly averageRequestsPerSecond: number;
  readonly peakRequestsPerSecond: number;
  readonly quietRequestsPerSecond: number;
  /** Jobs a second at the busiest time. */
  readonly peakJobsPerSecond: number;
  /** Queries a second that reach the database at the busiest time: those of writes, and of reads that the cache does not answer. */
  readonly peakWriteQueriesPerSecond: number;
  readonly peakReadQueriesPerSecond: number;
  /** Commands a second to the cache at the busiest time. */
  readonly peakCacheCommandsPerSecond: number;
  /** What should be in the cache, and in the memory of the database, at the end of the first year. */
  readonly cacheBytes: number;
  readonly hotDatabaseBytes: number;
  /** What a year adds. */
  readonly databaseBytesPerYear: number;
  readonly uploadBytesPerYear: number;
  readonly logBytesPerYear: number;
}

/** The arithmetic of the back of an envelope: every line is one multiplication, so that it can be checked by hand. */
export function demandOf(workload: Workload): Demand {
  const is = assumptionsOf(workload);
  const dailyUsers = is.monthlyUsers * is.dailyShare;
  const requestsPerDay = dailyUsers * is.requestsPerUser;
  const requestsPerMonth = requestsPerDay * DAYS_A_MONTH;
  const averageRequestsPerSecond = requestsPerDay / SECONDS_A_DAY;
  const peakRequestsPerSecond = averageRequestsPerSecond * is.peakFactor;
  const databaseBytesPerYear = is.monthlyUsers * is.databaseBytesPerUser;
  const peakQueries = peakRequestsPerSecond * is.queriesPerRequest;
  return {
    dailyUsers,
    requestsPerDay,
    requestsPerMonth,
    averageRequestsPerSecond,
    peakRequestsPerSecond,
    quietRequestsPerSecond: peakRequestsPerSecond * is.quietShare,
    peakJobsPerSecond: peakRequestsPerSecond * is.jobsPerRequest,
    peakWriteQueriesPerSecond: peakQueries * (1 - is.readShare),
    peakReadQueriesPerSecond: peakQueries * is.readShare * (1 - is.cacheHitShare),
    peakCacheCommandsPerSecond: peakRequestsPerSecond * is.cacheCommandsPerRequest,
    cacheBytes: dailyUsers * is.databaseBytesPerUser * is.hotShare,
    hotDatabaseBytes: databaseBytesPerYear * is.hotShare,
    databaseBytesPerYear,
    uploadBytesPerYear: is.monthlyUsers * is.uploadBytesPerUser,
    logBytesPerYear: requestsPerDay * 365 * is.logBytesPerRequest,
  };
}
