import { MovedAurora } from '../../../tools/evacuation/aws/aurora';
import { MovedRds } from '../../../tools/evacuation/aws/rds';
import { aws } from './fake-aws';

const [HOME, OTHER] = ['eu-west-1', 'us-east-1'];
const NOW = Date.parse('2026-01-01T00:00:00Z');

/** Values of a metric, the last one not at the end. */
function datapoints(...values: number[]) {
  return values.map((Maximum, index) => ({ Maximum, Timestamp: new Date(NOW - index * 60_000) }));
}

describe('Aurora', () => {
  const arn = (region: string) => `arn:aws:rds:${region}:1:cluster:shop-aurora-g1`;

  function global(writer: string, { status = 'available', cluster = 'available', lag = datapoints(2500, 9000) } = {}) {
    const member = (region: string) => ({ DBClusterArn: arn(region), IsWriter: region === writer });
    const found = (generation: string, Status: string) => ({
      GlobalClusterIdentifier: `shop-global-${generation}`,
      Status,
      GlobalClusterMembers: [member(HOME), member(OTHER)],
    });
    const made = aws({
      DescribeGlobalClusters: ({ input }) =>
        input.Marker
          ? { GlobalClusters: [found('g1', 'available'), found('g2', status)] }
          : {
              GlobalClusters: [{ ...found('g9', 'deleting'), GlobalClusterIdentifier: 'other-global-g9' }],
              Marker: 'more',
            },
      DescribeDBClusters: () => ({ DBClusters: [{ Status: cluster }] }),
      GetMetricStatistics: () => ({ Datapoints: [...lag].reverse() }),
      SwitchoverGlobalCluster: () => ({}),
      FailoverGlobalCluster: () => ({}),
    });
    return { ...made, database: new MovedAurora(made.clients, 'shop', () => NOW) };
  }

  test('is behind by the last value of its metric, which names the region of the writer', async () => {
    const { database, requests } = global(HOME);
    expect(await database.lagOf(OTHER, HOME, 0)).toBe(2.5);
    expect(requests.at(-1)).toMatchObject({
      region: OTHER,
      input: {
        MetricName: 'AuroraGlobalDBReplicationLag',
        Dimensions: [
          { Name: 'DBClusterIdentifier', Value: 'shop-aurora-g1' },
          { Name: 'SourceRegion', Value: HOME },
        ],
      },
    });
    expect(await global(HOME, { lag: [] }).database.lagOf(OTHER, HOME, 0)).toBeUndefined();
  });

  test('is switched over where its writer is, and failed over without asking there', async () => {
    const target = { GlobalClusterIdentifier: 'shop-global-g2', TargetDbClusterIdentifier: arn(OTHER) };
    const planned = global(HOME);
    await planned.database.promote(OTHER, 'switchover', HOME, 0);
    expect(planned.requests.at(-1)).toEqual({ region: HOME, command: 'SwitchoverGlobalCluster', input: target });
    const sudden = global(HOME);
    await sudden.database.promote(OTHER, 'failover', HOME, 0);
    const input = { ...target, AllowDataLoss: true };
    expect(sudden.requests.at(-1)).toEqual({ region: OTHER, command: 'FailoverGlobalCluster', input });
    expect(sudden.requests.map(({ region }) => region)).not.toContain(HOME);
  });

  test('is not promoted twice, nor while a promotion is on its way', async () => {
    for (const { database, requests } of [global(OTHER), global(HOME, { status: 'switching-over' })]) {
      await database.promote(OTHER, 'switchover', HOME, 0);
      expect(new Set(requests.map(({ command }) => command))).toEqual(new Set(['DescribeGlobalClusters']));
    }
  });

  test('writes once its member is the writer and its cluster is available', async () => {
    expect(await global(OTHER, { status: 'failing-over' }).database.isPromoted(OTHER, 'failover', 0)).toBe(true);
    expect(await global(OTHER, { cluster: 'failing-over' }).database.isPromoted(OTHER, 'failover', 0)).toBe(false);
    expect(await global(HOME).database.isPromoted(OTHER, 'failover', 0)).toBe(false);
    await expect(global(HOME).database.isPromoted('ap-northeast-1', 'failover', 0)).rejects.toThrow(
      'There is no global database shop-global-g… with a cluster in ap-northeast-1.',
    );
  });
});

describe('RDS', () => {
  function replica(source: string | undefined, { status = 'available', lag = datapoints(4) } = {}) {
    const instance = {
      DBInstanceIdentifier: 'shop-rds-g2',
      DBInstanceStatus: status,
      ReadReplicaSourceDBInstanceIdentifier: source && `arn:aws:rds:${source}:1:db:shop-rds-g2`,
    };
    const others = ['shop-rds-g1', 'shop-rds-g2-reader-1'].map((DBInstanceIdentifier) => ({ DBInstanceIdentifier }));
    const made = aws({
      DescribeDBInstances: ({ input }) =>
        input.Marker ? { DBInstances: [instance] } : { DBInstances: others, Marker: 'more' },
      GetMetricStatistics: () => ({ Datapoints: lag }),
      PromoteReadReplica: () => ({}),
    });
    return { ...made, database: new MovedRds(made.clients, 'shop', () => NOW) };
  }

  test('is behind by its metric, or follows nobody', async () => {
    const { database, requests } = replica(HOME);
    expect(await database.lagOf(OTHER, HOME, 0)).toBe(4);
    expect(requests.at(-1)?.input).toMatchObject({
      MetricName: 'ReplicaLag',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'shop-rds-g2' }],
    });
    expect(await replica(HOME, { lag: datapoints(-1) }).database.lagOf(OTHER, HOME, 0)).toBeUndefined();
    expect(await replica(undefined).database.lagOf(OTHER, HOME, 0)).toBeUndefined();
    expect(await replica('eu-central-1').database.lagOf(OTHER, HOME, 0)).toBeUndefined();
  });

  test('is promoted once, where it follows the writer', async () => {
    const { database, requests } = replica(HOME);
    await database.promote(OTHER, 'replica', HOME, 0);
    const input = { DBInstanceIdentifier: 'shop-rds-g2' };
    expect(requests.at(-1)).toEqual({ region: OTHER, command: 'PromoteReadReplica', input });
    for (const done of [replica(undefined), replica(HOME, { status: 'modifying' })]) {
      await done.database.promote(OTHER, 'replica', HOME, 0);
      expect(done.requests.map(({ command }) => command)).not.toContain('PromoteReadReplica');
    }
    await expect(replica('eu-central-1').database.promote(OTHER, 'replica', HOME, 0)).rejects.toThrow(
      'must follow eu-west-1, got eu-central-1',
    );
    expect(await replica(HOME).database.isPromoted(OTHER, 'replica', 0)).toBe(false);
    expect(await replica(undefined).database.isPromoted(OTHER, 'replica', 0)).toBe(true);
    expect(await replica(undefined, { status: 'rebooting' }).database.isPromoted(OTHER, 'replica', 0)).toBe(false);
  });
});

describe('shards', () => {
  test('of Aurora are promoted each by its own global database, and found by one look for all', async () => {
    const name = (shard: string) => `shop-global${shard}-g1`;
    const arn = (region: string, shard: string) => `arn:aws:rds:${region}:1:cluster:shop-aurora${shard}-g1`;
    const { clients, requests } = aws({
      DescribeGlobalClusters: () => ({
        GlobalClusters: ['', '-s1', '-s10'].map((shard) => ({
          GlobalClusterIdentifier: name(shard),
          Status: 'available',
          GlobalClusterMembers: [HOME, OTHER].map((region) => ({
            DBClusterArn: arn(region, shard),
            IsWriter: region === (shard === '-s1' ? OTHER : HOME),
          })),
        })),
      }),
      DescribeDBClusters: () => ({ DBClusters: [{ Status: 'available' }] }),
      SwitchoverGlobalCluster: () => ({}),
    });
    const database = new MovedAurora(clients, 'shop', () => NOW);
    await Promise.all([0, 1, 10].map((shard) => database.promote(OTHER, 'switchover', HOME, shard)));
    expect(requests.map(({ command, input }) => [command, input.TargetDbClusterIdentifier])).toEqual([
      ['DescribeGlobalClusters', undefined],
      ['SwitchoverGlobalCluster', arn(OTHER, '')],
      ['SwitchoverGlobalCluster', arn(OTHER, '-s10')],
    ]);
    const promoted = await Promise.all([0, 1, 10].map((shard) => database.isPromoted(OTHER, 'switchover', shard)));
    expect(promoted).toEqual([false, true, false]);
    await expect(database.isPromoted(OTHER, 'switchover', 2)).rejects.toThrow(
      'There is no global database shop-global-s2-g… with a cluster in us-east-1.',
    );
  });

  test('of plain RDS are promoted each by its own replica, of its latest generation', async () => {
    const instance = (DBInstanceIdentifier: string) => ({
      DBInstanceIdentifier,
      DBInstanceStatus: 'available',
      ReadReplicaSourceDBInstanceIdentifier: `arn:aws:rds:${HOME}:1:db:${DBInstanceIdentifier}`,
    });
    const { clients, requests } = aws({
      DescribeDBInstances: () => ({
        DBInstances: ['shop-rds-g1', 'shop-rds-s1-g1', 'shop-rds-s1-g2', 'shop-rds-s10-g3'].map(instance),
      }),
      PromoteReadReplica: () => ({}),
    });
    const database = new MovedRds(clients, 'shop', () => NOW);
    await Promise.all([0, 1].map((shard) => database.promote(OTHER, 'replica', HOME, shard)));
    expect(requests.slice(1).map(({ input }) => input.DBInstanceIdentifier)).toEqual(['shop-rds-g1', 'shop-rds-s1-g2']);
    await expect(database.isPromoted(OTHER, 'replica', 2)).rejects.toThrow(
      'There is no database shop-rds-s2-g… in us-east-1.',
    );
  });
});
