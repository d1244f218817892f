import { readFileSync } from 'node:fs';
import { buildShop } from '../../../bin/shop';
import { estimate, type Estimate } from '../../../tools/prices/estimate';
import { money } from '../../../tools/prices/lines';
import { Model } from '../../../tools/review/model/model';
import { testApp } from '../../support/test-app';
import { modelOf, resource } from '../review/model';

function estimateOfShop(context: Record<string, string> = {}, region?: string): Estimate {
  const app = testApp({ context });
  buildShop(app);
  return estimate(Model.read(app.synth().directory), region);
}

const growth = estimateOfShop();
const launch = estimateOfShop({ stage: 'launch' });
const scale = estimateOfShop({ stage: 'scale' });

/** Groups in dollars, added up. */
function dollarsOf({ lines }: Estimate, ...groups: string[]): string {
  return money(
    lines.filter(({ group }) => groups.includes(group)).reduce((sum, { dollars }) => sum + (dollars ?? NaN), 0),
  );
}

describe('what the reference app costs when idle', () => {
  test('is at most 60 dollars at LAUNCH, every line of it', () => {
    expect(launch.dollars).toBeLessThanOrEqual(60);
    expect(
      launch.lines.map(({ title, dollars }) => `${title}: ${dollars === undefined ? '?' : money(dollars)}`),
    ).toMatchSnapshot();
  });

  test('rises from stage to stage', () => {
    expect(growth.dollars).toBeGreaterThan(launch.dollars);
    expect(scale.dollars).toBeGreaterThan(growth.dollars);
  });

  test.each([
    ['Aurora: writer and one reader', ['database instance', 'database storage']],
    ['NAT gateway with its address', ['NAT gateway', 'public address']],
    ['Load balancer', ['load balancer']],
    ['Two web tasks and one worker', ['task']],
    ['Scaling of the worker', ['scaling of workers']],
    ['Firewall', ['firewall', 'firewall rule']],
    ['Cache', ['serverless cache']],
    ['Two dashboards', ['dashboard']],
    ['35 alarms on 43 metrics', ['metric of alarms']],
    ['Four keys', ['key']],
    ['Two secrets', ['secret']],
  ])('stands in the README: %s', (line, groups) => {
    expect(readmeDollars(line)).toBe(dollarsOf(growth, ...groups));
  });

  test('stands in the README in full: no line is missing, and the sum is right', () => {
    expect(readmeDollars('**Sum**')).toBe(`**${money(growth.dollars)}**`);
    const counted = readmeTable().filter(([line]) => line !== '**Sum**');
    const sum = counted.reduce((rest, [, dollars]) => rest + Number(dollars), 0);
    // Each line is rounded by itself.
    expect(Math.abs(sum - growth.dollars)).toBeLessThan(0.005 * counted.length);
  });

  test('leaves out what has no known price, and says so', () => {
    expect(growth.unknown.map(({ group }) => group)).toEqual(['Container Insights', 'metric of ECS']);
    expect(scale.unknown.map(({ group }) => group)).toContain('database proxy');
    expect(growth.unknown[0].arithmetic).toBe('no price known in us-east-1: Container Insights for a cluster');
  });

  test('adds up what is known and nothing else', () => {
    const sum = growth.lines.reduce((rest, { dollars }) => rest + (dollars ?? 0), 0);
    expect(growth.dollars).toBeCloseTo(sum, 10);
    expect(growth.lines).toHaveLength(
      growth.lines.filter(({ dollars }) => dollars !== undefined).length + growth.unknown.length,
    );
  });

  test('at prices of Ireland knows less, and never invents it', () => {
    const ireland = estimateOfShop({}, 'eu-west-1');
    expect(dollarsOf(ireland, 'load balancer')).toBe('18.40');
    expect(ireland.unknown.map(({ group }) => group)).toContain('serverless cache');
    expect(dollarsOf(ireland, 'key', 'secret')).toBe('4.80');
  });
});

describe('an estimate of any app', () => {
  const lineOf = (type: string, properties: Record<string, unknown>) =>
    estimate(modelOf({ One: resource(type, properties) })).lines.map(({ arithmetic, dollars }) => [
      arithmetic,
      dollars === undefined ? undefined : money(dollars),
    ]);

  test.each([
    ['AWS::EC2::NatGateway', {}, [['1 x 0.045 x 730', '32.85']]],
    ['AWS::EC2::EIP', {}, [['1 x 0.005 x 730', '3.65']]],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }, [['1 x 0.0225 x 730', '16.43']]],
    [
      'AWS::RDS::DBInstance',
      {
        Engine: 'postgres',
        DBInstanceClass: 'db.t4g.medium',
        MultiAZ: true,
        AllocatedStorage: '20',
        StorageType: 'gp3',
      },
      [
        ['2 x 0.065 x 730', '94.90'],
        ['40 x 0.115', '4.60'],
      ],
    ],
    [
      'AWS::ElastiCache::ReplicationGroup',
      { Engine: 'valkey', CacheNodeType: 'cache.t4g.small', NumNodeGroups: 2, ReplicasPerNodeGroup: 1 },
      [['4 x 0.0256 x 730', '74.75']],
    ],
    ['AWS::ElastiCache::ServerlessCache', { Engine: 'valkey' }, [['1 x 0.1 x 0.084 x 730', '6.13']]],
    ['AWS::KMS::Key', {}, [['1 x 1', '1.00']]],
    ['AWS::SecretsManager::Secret', {}, [['1 x 0.4', '0.40']]],
    [
      'AWS::WAFv2::WebACL',
      { Rules: [{}, {}] },
      [
        ['1 x 5', '5.00'],
        ['2 x 1', '2.00'],
      ],
    ],
    ['AWS::Route53::HostedZone', {}, [['1 x 0.5', '0.50']]],
    ['AWS::CloudWatch::Dashboard', {}, [['1 x 3', '3.00']]],
  ])('prices %s', (type, properties, lines) => {
    expect(lineOf(type, properties)).toEqual(lines);
  });

  test.each([
    ['AWS::EKS::Cluster', {}, 'nobody has looked up its price'],
    ['AWS::EC2::Instance', { InstanceType: 'm7g.large' }, 'no price known in us-east-1: ec2-m7g.large'],
    [
      'AWS::ElastiCache::ServerlessCache',
      { Engine: 'redis' },
      'no price known in us-east-1: cache-serverless-storage-redis',
    ],
    [
      'AWS::RDS::DBInstance',
      { Engine: 'mysql', DBInstanceClass: 'db.t4g.medium' },
      'no price known in us-east-1: rds-mysql-t4g.medium',
    ],
  ])('says that it does not know what %s costs', (type, properties, why) => {
    expect(lineOf(type, properties)).toEqual([[why, undefined]]);
  });
});

function readmeTable(): [line: string, dollars: string][] {
  const readme = readFileSync('README.md', 'utf8');
  const [table = ''] = /\| line +\| arithmetic[^]*?\n\n/.exec(readme) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) => row.split('|').map((cell) => cell.trim())).map((cells) => [cells[1], cells[3]]);
}

function readmeDollars(start: string): string | undefined {
  return readmeTable().find(([line]) => line.startsWith(start))?.[1];
}
