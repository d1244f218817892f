import * as fc from 'fast-check';
import { Workload } from '../../lib/capacity';
import { ASSUMPTIONS } from '../../lib/capacity/assumptions';
import { LIMITS } from '../../lib/capacity/needs';
import { cacheMemoryOf, capacityUnitsOf } from '../../lib/capacity/servers';
import { size, type Sizing } from '../../lib/capacity/sizing';
import { GrowthStage } from '../../lib/platform/growth-stage';
import type { StageSettings } from '../../lib/platform/stage-settings';

const sized = (monthlyUsers: number, others: Record<string, number | undefined> = {}) =>
  size(new Workload({ monthlyUsers, ...others }));

/** Every setting as a number that grows with it. */
function amounts({ stage }: Sizing): Record<string, number> {
  const settings = stage.settings as Required<StageSettings>;
  const { aurora, rds, serverlessCache, nodeCache, webService, worker } = settings;
  return {
    stage: GrowthStage.all().findIndex(({ name }) => name === stage.name),
    zones: settings.zones,
    waf: Number(settings.waf),
    backup: Number(settings.backup),
    crossRegionBackup: Number(settings.crossRegionBackup),
    originShield: Number(settings.originShield),
    minWebTasks: webService.minTasks ?? NaN,
    maxWebTasks: webService.maxTasks ?? NaN,
    minWorkerTasks: worker.minTasks ?? NaN,
    maxWorkerTasks: worker.maxTasks ?? NaN,
    minCapacity: aurora.minCapacity ?? NaN,
    maxCapacity: aurora.maxCapacity ?? NaN,
    readers: aurora.readers ?? NaN,
    maxReaders: aurora.readerAutoscaling?.maxReaders ?? aurora.readers ?? NaN,
    instanceType: rds.instanceType ? capacityUnitsOf(rds.instanceType) : NaN,
    replicas: rds.readers ?? NaN,
    storage: rds.storage?.toGibibytes() ?? 20,
    maxStorage: rds.maxStorage?.toGibibytes() ?? 1000,
    cacheGigabytes: serverlessCache.maxDataGigabytes ?? NaN,
    cacheUnits: serverlessCache.maxProcessingUnitsPerSecond ?? NaN,
    nodeMemory: nodeCache.nodeType ? cacheMemoryOf(nodeCache.nodeType) : NaN,
    shards: nodeCache.shards ?? 1,
  };
}

/** What of the fewer users is more than of the more users. */
function shrunk(fewer: Sizing, more: Sizing): string[] {
  const [before, after] = [amounts(fewer), amounts(more)];
  return Object.keys(before).filter((key) => !(after[key] >= before[key]));
}

const anyAssumptions = fc.record(
  Object.fromEntries(
    ASSUMPTIONS.map(({ property, byDefault, least, most }) => [
      property,
      fc.double({ min: Math.max(least, byDefault / 20), max: Math.min(most, byDefault * 20), noNaN: true }),
    ]),
  ),
  { requiredKeys: [] },
);

describe('sizing', () => {
  test('estimates as one does by hand: a million users', () => {
    const { demand, needs } = sized(1_000_000);
    // 1,000,000 x 0.5 = 500,000 a day; x 20 = 10,000,000 requests; / 86,400 = 116 a second; x 2 = 231 at peak.
    expect(demand.dailyUsers).toBe(500_000);
    expect(demand.requestsPerDay).toBe(10_000_000);
    expect(demand.averageRequestsPerSecond).toBeCloseTo(115.74, 2);
    expect(demand.peakRequestsPerSecond).toBeCloseTo(231.48, 2);
    expect(demand.peakWriteQueriesPerSecond).toBeCloseTo(46.3, 1);
    expect(demand.peakReadQueriesPerSecond).toBeCloseTo(83.33, 1);
    expect(demand.databaseBytesPerYear).toBe(50e9);
    // 231.48 x 2 / (50 x 0.6) = 15.4; 231.48 x 0.2 x 2 / 50 = 1.9; 11.6 x 2 / (5 x 0.6) = 7.7.
    expect(needs).toMatchObject({ maxWebTasks: 16, minWebTasks: 2, maxWorkerTasks: 8, minWorkerTasks: 0 });
    // 10 GB of hot data in 1.5 GiB of each unit.
    expect(needs.maxCapacityUnits).toBe(7);
  });

  test.each([
    [1, 'launch'],
    [10_000, 'launch'],
    [10_001, 'growth'],
    [1_000_000, 'growth'],
    [1_000_001, 'scale'],
    [10_000_000, 'scale'],
    [100_000_000, 'scale'],
  ])('%p users are at %s', (users, stage) => {
    expect(sized(users).stage.name).toBe(stage);
  });

  test('says that there is no stage beyond SCALE yet', () => {
    expect(sized(10_000_000).notes).toEqual([]);
    expect(sized(10_000_001).notes).toEqual([
      expect.stringContaining('a stage for several regions does not exist yet'),
    ]);
  });

  test('needs nothing more than the presets for the users that they are meant for, or says what', () => {
    expect(sized(1000).differences).toEqual([]);
    expect(sized(1_000_000).differences).toContainEqual({ setting: 'webService.maxTasks', preset: 10, value: 16 });
  });

  test('keeps what a stage has and the workload does not ask for', () => {
    const { stage, preset } = sized(1_000_000);
    expect(stage.settings).toMatchObject({ zones: 2, waf: true, nat: preset.settings.nat });
    expect(stage.settings.webService).toMatchObject({ minTasks: 2, maxTasks: 16 });
  });

  test('sizes another stage than the one for the users', () => {
    const { stage } = size(new Workload({ monthlyUsers: 5_000_000 }), GrowthStage.GROWTH);
    expect(stage.name).toBe('growth');
    expect(stage.settings.webService?.maxTasks).toBe(78);
  });
});

describe('more users never get less of anything', () => {
  const users = [...Array(801).keys()].map((step) => Math.round(10 ** (step / 100)));
  const borders = [10_000, 1_000_000, 10_000_000].flatMap((border) => [border - 1, border, border + 1]);
  const sweep = [...new Set([...users, ...borders])].sort((one, other) => one - other).map((count) => sized(count));

  test('from 1 to 100 million, borders of stages included', () => {
    expect(sweep.length).toBeGreaterThan(600);
    sweep.slice(1).forEach((more, index) => expect(shrunk(sweep[index], more)).toEqual([]));
  });

  test('and something does grow', () => {
    const [first, last] = [amounts(sweep[0]), amounts(sweep[sweep.length - 1])];
    expect(Object.keys(first).filter((key) => last[key] === first[key])).toEqual([]);
  });

  test('whatever is assumed', () => {
    const count = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(count, count, anyAssumptions, (one, other, others) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
        expect(shrunk(sized(fewer, others), sized(more, others))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('limits of AWS', () => {
  test('are kept whatever is assumed, and what is beyond them is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), anyAssumptions, (users, others) => {
        const sizing = sized(users, others);
        const { aurora, serverlessCache, webService, worker, rds, nodeCache } = sizing.stage.settings;
        for (const tasks of [webService, worker]) {
          expect(tasks?.maxTasks).toBeLessThanOrEqual(LIMITS.tasks);
          expect(tasks?.minTasks).toBeLessThanOrEqual(tasks?.maxTasks ?? 0);
        }
        expect(aurora?.maxCapacity).toBeLessThanOrEqual(256);
        expect(aurora?.minCapacity).toBeLessThanOrEqual(aurora?.maxCapacity ?? 0);
        expect((aurora?.minCapacity ?? NaN) % 0.5).toBe(0);
        expect(aurora?.readers).toBeLessThanOrEqual(15);
        expect(rds?.readers).toBeLessThanOrEqual(15);
        expect(rds?.maxStorage?.toGibibytes() ?? 1000).toBeLessThanOrEqual(65_536);
        expect(serverlessCache?.maxDataGigabytes).toBeLessThanOrEqual(5000);
        expect(serverlessCache?.maxProcessingUnitsPerSecond).toBeLessThanOrEqual(15_000_000);
        expect((nodeCache?.shards ?? 1) * 6).toBeLessThanOrEqual(500);
        const { needs } = sizing;
        const isBeyond =
          users > 10_000_000 ||
          needs.maxWebTasks > LIMITS.tasks ||
          needs.maxWorkerTasks > LIMITS.tasks ||
          needs.writerUnits > 256 ||
          needs.memoryUnits > 256 ||
          needs.readers > 15 ||
          needs.cacheGigabytes > 5000 ||
          needs.cacheUnitsPerSecond > 15_000_000 ||
          sizing.demand.databaseBytesPerYear > LIMITS.databaseBytes;
        expect(sizing.notes.length > 0).toBe(isBeyond);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [{ requestsPerUser: 2000 }, 'the web service needs 15,433 tasks, and one has 5,000 at most'],
    [{ jobsPerRequest: 5 }, 'the worker needs 7,717 tasks, and one has 5,000 at most'],
    [{ readShare: 0, queriesPerRequest: 20 }, 'writes need 618 capacity units, and one database has one writer of 256'],
    [
      { readShare: 1, cacheHitShare: 0, queriesPerRequest: 200 },
      'reads need 26 readers, and one database has 15 at most',
    ],
    [
      { databaseBytesPerUser: 1_000_000 },
      'the data that most reads go to needs 1,242 capacity units of memory, and an instance has 256 at most',
    ],
    [{ databaseBytesPerUser: 20_000_000, hotShare: 0 }, 'a year adds more than the 128 TiB that a database holds'],
    [{ databaseBytesPerUser: 5_000_000 }, 'the cache needs 10,000 GB, and one holds 5,000 at most'],
    [
      { cacheCommandsPerRequest: 4000 },
      'the cache needs 18,519,000 processing units a second, and one has 15,000,000 at most',
    ],
  ])('ten million users with %j: %s', (others, note) => {
    expect(sized(10_000_000, others).notes).toContainEqual(expect.stringContaining(note));
  });

  test('ask for more readers where one writer cannot carry the reads, and for as many as there can be', () => {
    const many = { readShare: 1, cacheHitShare: 0, queriesPerRequest: 40 };
    expect(sized(10_000_000, many).stage.settings.aurora).toMatchObject({ maxCapacity: 256, readers: 6 });
    expect(sized(10_000_000, { ...many, queriesPerRequest: 400 }).stage.settings.aurora).toMatchObject({ readers: 15 });
  });
});
