import type { Demand } from './demand';
import { LIMITS, type Needs } from './needs';
import type { Workload } from './workload';

/** Users beyond which one region is not what the platform is meant for. */
const ONE_REGION = 10_000_000;

/** What the numbers alone do not say: where one of something is not enough. */
export function sizingNotes(workload: Workload, demand: Demand, needs: Needs): string[] {
  const { monthlyUsers } = workload.assumptions;
  const { tasks, capacityUnits, readers } = LIMITS;
  const beyond: (string | false)[] = [
    monthlyUsers > ONE_REGION &&
      'more users than one region is meant for; a stage for several regions does not exist yet, so this is SCALE, larger',
    needs.maxWebTasks > tasks &&
      `the web service needs ${shown(needs.maxWebTasks)} tasks, and one has ${shown(tasks)} at most; use a larger TaskSize and a higher requestsPerTask, or divide it`,
    needs.maxWorkerTasks > tasks &&
      `the worker needs ${shown(needs.maxWorkerTasks)} tasks, and one has ${shown(tasks)} at most; use a larger TaskSize and a higher jobsPerTask, or divide it`,
    needs.writerUnits > capacityUnits &&
      `writes need ${shown(needs.writerUnits)} capacity units, and one database has one writer of ${capacityUnits}; the data has to be divided over several databases`,
    needs.readers > readers &&
      `reads need ${shown(needs.readers)} readers, and one database has ${readers} at most; let the cache answer more, or divide the data over several databases`,
    needs.memoryUnits > capacityUnits &&
      `the data that most reads go to needs ${shown(needs.memoryUnits)} capacity units of memory, and an instance has ${capacityUnits} at most; reads will wait for storage, unless the data is divided over several databases`,
    demand.databaseBytesPerYear > LIMITS.databaseBytes &&
      `a year adds more than the 128 TiB that a database holds; the data has to be divided over several databases`,
    needs.cacheGigabytes > LIMITS.cacheGigabytes &&
      `the cache needs ${shown(needs.cacheGigabytes)} GB, and one holds ${shown(LIMITS.cacheGigabytes)} at most; spread it over several`,
    needs.cacheUnitsPerSecond > LIMITS.cacheUnitsPerSecond &&
      `the cache needs ${shown(needs.cacheUnitsPerSecond)} processing units a second, and one has ${shown(LIMITS.cacheUnitsPerSecond)} at most; spread it over several`,
  ];
  return beyond.filter((note) => note !== false);
}

function shown(number: number): string {
  return Math.ceil(number).toLocaleString('en-US');
}
