import { Duration } from 'aws-cdk-lib';
import { DatabaseEngine, GrowthStage, Platform, type PlatformProps } from '../../lib';
import { testApp } from '../support/test-app';
import { resourcesOf, stacksOf, templatesOf } from '../support/templates';
import { IMAGE, NAMES, SERVICE } from './harness';

const ONE = ['eu-west-1'];
const TWO = ['eu-west-1', 'us-east-1'];

type Templates = Readonly<Record<string, string>>;

const made = new Map<string, Templates>();

/** Every template as text, by the name of its stack. */
function platformWith(shards: number, regions: string[] = ONE, props: Partial<PlatformProps> = {}): Templates {
  const key = JSON.stringify([shards, regions, Object.keys(props)]);
  const found = made.get(key);
  if (found) return found;
  const app = testApp();
  const stage = regions.length > 1 ? GrowthStage.GLOBAL : GrowthStage.SCALE;
  const platform = new Platform(app, 'Shop', { ...NAMES, regions, stage, shards, ...props });
  platform.addWebService('Web', SERVICE);
  platform.addWorker('Jobs', { image: IMAGE });
  const templates = Object.fromEntries(
    [...templatesOf(app)].map(([name, template]) => [name, JSON.stringify(template.toJSON())]),
  );
  made.set(key, templates);
  return templates;
}

/** What compares shards, and what promotes all of them. Neither holds anything. */
const namesShards = (name: string) => name.startsWith('shop-ops-') || name === 'shop-recovery-eu-west-1';
const holdsAlready = (before: Templates) => Object.keys(before).filter((name) => !namesShards(name));

/** The resources of a stack of a platform. */
const stackOf = (templates: Templates, name: string) =>
  resourcesOf({ toJSON: () => JSON.parse(templates[name] ?? '{}') as object } as never);

function refused(props: Partial<PlatformProps>): string {
  try {
    new Platform(testApp(), 'Shop', { ...NAMES, ...props });
  } catch (error) {
    return String(error);
  }
  return '';
}

describe('adding a shard', () => {
  test.each([
    [2, 3, ONE],
    [8, 9, ONE],
    [2, 3, TWO],
    [8, 9, TWO],
  ])('from %i to %i changes no byte of what holds data or serves, in %j', (few, more, regions) => {
    const before = platformWith(few, regions);
    const after = platformWith(more, regions);
    for (const name of holdsAlready(before)) expect([name, after[name] === before[name]]).toEqual([name, true]);
    const added = Object.keys(after).filter((name) => !(name in before));
    expect(added).toEqual(regions.map((region) => `shop-shard${more - 1}-${region}`));
  });

  test('changes what compares shards, which holds nothing', () => {
    expect(platformWith(3)['shop-ops-eu-west-1']).not.toBe(platformWith(2)['shop-ops-eu-west-1']);
  });

  test('is the same on plain RDS', () => {
    const rds = { database: DatabaseEngine.rdsPostgres() };
    const before = platformWith(2, TWO, rds);
    const after = platformWith(3, TWO, rds);
    for (const name of holdsAlready(before)) expect([name, after[name] === before[name]]).toEqual([name, true]);
  });
});

describe('the recovery from the loss of a region', () => {
  test.each([
    ['Aurora', {}, 'aurora', 'cluster'],
    ['plain RDS', { database: DatabaseEngine.rdsPostgres() }, 'rds', 'db'],
  ] as const)('promotes every shard of %s, and may promote no other database', (_engine, props, kind, resource) => {
    const recovery = stackOf(platformWith(3, TWO, props), 'shop-recovery-eu-west-1');
    const named = [...JSON.stringify(recovery).matchAll(new RegExp(`:${resource}:(shop-[a-z0-9-]+)`, 'g'))];
    expect(new Set(named.map(([, name]) => name))).toEqual(
      new Set(['', '-s1', '-s2'].map((shard) => `shop-${kind}${shard}-g1`)),
    );
    const plan = JSON.stringify(Object.values(recovery).find(({ Type }) => Type === 'AWS::ARCRegionSwitch::Plan'));
    expect(plan).toContain('promote-us-east-1-shard-2');
    expect(plan).not.toContain('promote-us-east-1-shard-3');
  });

  test('changes in its plan and in what that may do alone, with a shard more', () => {
    const before = stackOf(platformWith(2, TWO), 'shop-recovery-eu-west-1');
    const after = stackOf(platformWith(3, TWO), 'shop-recovery-eu-west-1');
    const changed = Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(changed.map((id) => after[id]?.Type).sort()).toEqual([
      'AWS::ARCRegionSwitch::Plan',
      'AWS::IAM::ManagedPolicy',
    ]);
    expect(Object.keys(before)).toEqual(Object.keys(after));
  });

  test('is deployed after every shard that its plan names', () => {
    const app = testApp();
    new Platform(app, 'Shop', { ...NAMES, regions: TWO, stage: GrowthStage.GLOBAL, shards: 2 });
    const waitsFor = stacksOf(app)
      .get('shop-recovery-eu-west-1')
      ?.dependencies.map(({ stackName }) => stackName);
    expect(waitsFor).toEqual(expect.arrayContaining(TWO.map((region) => `shop-shard1-${region}`)));
  });
});

describe('the second shard', () => {
  test('leaves every resource of the database in place, and changes its parameters alone', () => {
    const resources = (templates: Templates) =>
      resourcesOf({ toJSON: () => JSON.parse(templates['shop-data-eu-west-1'] ?? '{}') as object } as never);
    const before = resources(platformWith(1));
    const after = resources(platformWith(2));
    const changed = Object.keys(before).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    expect(changed.map((id) => before[id]?.Type)).toEqual(['AWS::RDS::DBClusterParameterGroup']);
    expect(after[changed[0] ?? '']?.Properties?.Parameters).toEqual({
      'rds.force_ssl': '1',
      'rds.logical_replication': '1',
    });
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.map((id) => after[id]?.Type).sort()).toEqual([
      'AWS::EC2::SecurityGroupEgress',
      'AWS::EC2::SecurityGroupIngress',
      ...Array<string>(5).fill('AWS::SSM::Parameter'),
    ]);
  });

  test('brings the control table that several regions have', () => {
    const table = (templates: Templates) =>
      Object.entries(
        resourcesOf({ toJSON: () => JSON.parse(templates['shop-global-eu-west-1'] ?? '{}') as object } as never),
      )
        .filter(([id, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable' && id.startsWith('Control'))
        .map(([id, { Properties }]) => [id, Properties?.TableName]);
    expect(table(platformWith(1))).toEqual([]);
    expect(table(platformWith(2))).toEqual([[expect.stringMatching(/^Control/), 'shop-control-g1']]);
    expect(table(platformWith(2, TWO))).toEqual(table(platformWith(2)));
  });
});

test('a shard of another region is deployed after the one at home, which it follows', () => {
  const app = testApp();
  new Platform(app, 'Shop', { ...NAMES, regions: TWO, stage: GrowthStage.GLOBAL, shards: 3 });
  const stacks = stacksOf(app);
  const waitsFor = (name: string) => stacks.get(name)?.dependencies.map(({ stackName }) => stackName);
  for (const shard of ['shard1', 'shard2']) {
    expect(waitsFor(`shop-${shard}-us-east-1`)).toContain(`shop-${shard}-eu-west-1`);
    expect(waitsFor(`shop-${shard}-eu-west-1`)).not.toContain(`shop-${shard}-us-east-1`);
  }
});

test.each([ONE, TWO])('every stack of a shard has less than 250 resources, in %j', (...regions) => {
  const templates = platformWith(9, regions);
  const counts = Object.values(templates).map((text) =>
    Object.keys((JSON.parse(text) as { Resources: object }).Resources),
  );
  expect(Math.max(...counts.map((ids) => ids.length))).toBeLessThan(250);
});

test('a service may read the map and the secrets of services of any shard, and no other item or secret', () => {
  const text = platformWith(2)['shop-svc-eu-west-1'] ?? '';
  expect(text).toContain('"dynamodb:LeadingKeys":["shards"]');
  expect(text).toContain(':secret:shop-aurora-g1-app-??????');
  expect(text).toContain(':secret:shop-aurora-s*-app-??????');
  expect(text).toContain('{"Name":"CONTROL_TABLE","Value":"shop-control-g1"}');
  expect(text).not.toContain('-admin');
});

describe('a platform refuses shards', () => {
  test('that cannot be promoted in the time that is promised', () => {
    const props = { regions: TWO, stage: GrowthStage.GLOBAL, recoveryTime: Duration.seconds(300) };
    expect(refused({ ...props, shards: 20 })).toBe('');
    expect(refused({ ...props, shards: 21 })).toContain(
      'recoveryTime must be at least 405 seconds, got 300; promote takes 240 of them (detect 75 + decide 15 + scale 0 + promote 240 + route 75): allow more time, since no choice is faster',
    );
  });

  test('below scale', () => {
    expect(refused({ stage: GrowthStage.GROWTH, shards: 2 })).toContain(
      'shards must be 1 below stage scale, got 2 at growth; one database grows to many times its size first, use GrowthStage.SCALE',
    );
  });

  test('of MySQL', () => {
    expect(refused({ stage: GrowthStage.SCALE, shards: 2, database: DatabaseEngine.rdsMysql() })).toContain(
      'shards must be 1 with MySQL, got 2; slots move by logical replication of PostgreSQL, use DatabaseEngine.rdsPostgres() or auroraPostgres()',
    );
  });

  test.each([0, 65, 1.5])('in a number such as %p', (shards) => {
    expect(refused({ stage: GrowthStage.SCALE, shards })).toContain(
      `shards must be a whole number between 1 and 64, got ${shards}; give each shard more capacity instead`,
    );
  });

  test('that would have to sleep', () => {
    const database = DatabaseEngine.auroraPostgres({ minCapacity: 0 });
    expect(refused({ stage: GrowthStage.SCALE, shards: 2, database })).toContain(
      'database.minCapacity must be at least 0.5 with logical replication, got 0; it keeps the database awake, so raise minCapacity or leave rds.logical_replication out',
    );
  });
});
