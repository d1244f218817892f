import * as fc from 'fast-check';
import { plannedLoss, RegionMode, replication, type RegionPlan } from '../../../lib/contract/region-plan';
import { plans, runs } from './generators';

const PLAN: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};

const databaseOf = (plan: RegionPlan) => replication(plan).find(({ store }) => store === 'database');

test('tells of every store once what its loss means, and of every lag who says so', () => {
  fc.assert(
    fc.property(plans(2), (plan) => {
      const stores = replication(plan);
      expect(stores.map(({ store }) => store)).toEqual([
        'database',
        'sessions',
        'control',
        'objects',
        'secrets',
        'keys',
        'cache',
        'queues',
      ]);
      for (const { how, meaning, lag, isReplicated } of stores) {
        expect(how && meaning).toBeTruthy();
        if (lag) expect([isReplicated, lag.seconds > 0, lag.source !== '', lag.note !== '']).not.toContain(false);
      }
      expect(databaseOf(plan)?.lag?.seconds).toBeLessThanOrEqual(plannedLoss(plan.database).seconds);
    }),
    runs,
  );
});

test('caches, queues and keys stay in their region', () => {
  const kept = replication(PLAN).filter(({ isReplicated }) => !isReplicated);
  expect(kept.map(({ store }) => store)).toEqual(['keys', 'cache', 'queues']);
  expect(kept.filter(({ lag }) => lag !== undefined)).toEqual([]);
});

test('nothing is replicated of a single region', () => {
  expect(replication({ ...PLAN, regions: ['eu-west-1'] })).toEqual([]);
});

test.each([
  [
    'aurora-postgres',
    RegionMode.ACTIVE_ACTIVE,
    'Aurora global database: one writer, copied by the storage to a cluster in each other region; writes go to the region of the writer',
  ],
  [
    'aurora-postgres',
    RegionMode.ACTIVE_PASSIVE,
    'Aurora global database: one writer, copied by the storage to a cluster in each other region',
  ],
  [
    'rds-postgres',
    RegionMode.ACTIVE_ACTIVE,
    "read replicas in each other region, fed by the engine's own replication; writes go to the region of the primary",
  ],
  ['rds-mysql', RegionMode.ACTIVE_PASSIVE, "read replicas in each other region, fed by the engine's own replication"],
] as const)('%s is replicated by its engine (%s)', (database, mode, how) => {
  expect(databaseOf({ ...PLAN, mode, database })?.how).toBe(how);
});

test.each([
  ['aurora-postgres', 5],
  ['rds-postgres', 30],
  ['rds-mysql', 30],
] as const)('a sudden loss of %s costs %d seconds of writes at most before an alarm says so', (database, seconds) => {
  expect(plannedLoss(database)).toMatchObject({ seconds, basis: 'assumed' });
});
