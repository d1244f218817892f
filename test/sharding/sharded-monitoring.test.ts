import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuroraDatabase, RdsDatabase, type IDatabase } from '../../lib/database';
import { Monitoring } from '../../lib/monitoring';
import { ShardMonitoring } from '../../lib/sharding';
import { Stacks } from '../database/harness';

/** So many shards of one engine, watched together. */
function watch(
  count: number,
  kind: typeof AuroraDatabase | typeof RdsDatabase = AuroraDatabase,
  name = 'shop',
): Template {
  const { data, vpc, svc } = new Stacks();
  const shards = Array.from({ length: count }, (_, index): IDatabase => {
    return new kind(data, `Shard${index}`, { name: 'shop', vpc, shard: index === 0 ? undefined : index });
  });
  const monitoring = new Monitoring(svc, 'Monitoring', { name: 'shop' });
  new ShardMonitoring(svc, 'Shards', { name, shards, monitoring });
  return Template.fromStack(svc);
}

/** Names of the databases that each skew alarm compares. */
function compared(template: Template): string[][] {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).filter(([id]) => id.includes('Skew'));
  return alarms.map(([, { Properties }]) => {
    const { Metrics } = Properties as {
      Metrics: { MetricStat?: { Metric: { Dimensions: { Value: string }[] } } }[];
    };
    return Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions.map(({ Value }) => Value) ?? []).sort();
  });
}

test('an alarm tells of a shard that has half as much again to do as the mean, where it is busy at all', () => {
  watch(2).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 1.5,
    EvaluationPeriods: 6,
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'IF(MAX([s0, s1]) >= 30, MAX([s0, s1]) / AVG([s0, s1]), 0)' }),
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'ACUUtilization',
            Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'shop-aurora-s1-g1' }],
          },
        }),
      }),
    ]),
  });
});

test('of plain RDS it is the processor that is compared', () => {
  watch(2, RdsDatabase).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 1.5,
    Metrics: Match.arrayWith([
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'CPUUtilization',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'shop-rds-s1-g1' }],
          },
        }),
      }),
    ]),
  });
});

test('each shard is compared, ten at most in one alarm, and each alarm shares one with the next', () => {
  const alarms = compared(watch(12));
  expect(alarms.map(({ length }) => length)).toEqual([10, 3]);
  expect(new Set(alarms.flat()).size).toBe(12);
  expect(alarms[0].filter((name) => alarms[1].includes(name))).toEqual(['shop-aurora-s9-g1']);
});

test('one more shard changes the last alarm and the dashboard alone', () => {
  const [former, later] = [watch(12), watch(13)].map((template) => template.toJSON() as { Resources: object });
  const changed = Object.entries(later.Resources).filter(
    ([id, resource]) => JSON.stringify((former.Resources as Record<string, object>)[id]) !== JSON.stringify(resource),
  );
  expect(changed.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['ShardsDashboard', 'ShardsSkewAlarm9']);
});

test('the dashboard shows every shard by its number', () => {
  const [dashboard] = Object.values(watch(3).findResources('AWS::CloudWatch::Dashboard')) as {
    Properties: { DashboardName: string; DashboardBody: unknown };
  }[];
  expect(dashboard.Properties.DashboardName).toBe('shop-eu-west-1-shards');
  const body = JSON.stringify(dashboard.Properties.DashboardBody);
  for (const label of ['Shard 0', 'Shard 1', 'Shard 2']) expect(body).toContain(label);
});

test('every broken rule is named at once', () => {
  expect(() => watch(1, AuroraDatabase, 'Shop')).toThrow(
    `Svc/Shards:
  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed
  - shards must hold at least 2 databases, got 1; one has no neighbours`,
  );
});
