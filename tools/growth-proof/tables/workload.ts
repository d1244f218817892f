import { growsBy, type GrowthTable } from '../growth';

/** More users, more for each of them, and less that a task, a capacity unit or the cache takes off: the largest need is last. */
export const WORKLOAD: GrowthTable = {
  WorkloadProps: {
    monthlyUsers: growsBy(1000, 20_000, 200_000, 1_000_000, 10_000_000),
    dailyShare: growsBy(0.1, 0.5, 1),
    requestsPerUser: growsBy(5, 20, 40),
    peakFactor: growsBy(1, 2, 5),
    quietShare: growsBy(0, 0.2, 0.5),
    readShare: growsBy(0.99, 0.9, 0.5),
    requestsPerTask: growsBy(100, 50, 25),
    targetLoad: growsBy(0.8, 0.6, 0.4),
    headroom: growsBy(1, 2, 3),
    queriesPerRequest: growsBy(1, 2, 4),
    cacheHitShare: growsBy(0.9, 0.8, 0.5),
    queriesPerCapacityUnit: growsBy(500, 250, 125),
    databaseBytesPerUser: growsBy(10_000, 50_000, 100_000),
    hotShare: growsBy(0.1, 0.2, 0.4),
    uploadBytesPerUser: growsBy(0, 2_000_000, 20_000_000),
    cacheCommandsPerRequest: growsBy(1, 3, 6),
    sessionReadsPerRequest: growsBy(0, 1, 2),
    sessionWritesPerRequest: growsBy(0, 0.1, 1),
    jobsPerRequest: growsBy(0, 0.05, 0.2),
    jobsPerTask: growsBy(20, 5, 1),
    responseBytes: growsBy(1000, 10_000, 100_000),
    staticRequestsPerRequest: growsBy(0, 2, 10),
    staticBytes: growsBy(1000, 30_000, 100_000),
    logBytesPerRequest: growsBy(100, 500, 2000),
  },
};
