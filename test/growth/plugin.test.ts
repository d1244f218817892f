import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, NestedStack, Stage, Stack, Validations } from 'aws-cdk-lib';
import { accept, app, guard, stack, table } from './plugin-app';
import { SafeGrowth } from '../../lib/growth/safe-growth';

function shop(change: (orders: Stack) => void = (orders) => table(orders, 'Carts')) {
  const one = app();
  change(stack(one, 'Orders'));
  return one;
}

function conclusion(outdir: string): unknown {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { pluginName: string; conclusion: string }[];
  };
  return pluginReports.find(({ pluginName }) => pluginName === 'SafeGrowth')?.conclusion;
}

test('an app that has not changed has nothing to say', () => {
  const { report } = guard(shop(), accept(shop()));
  expect(report).toEqual({ success: true, violations: [] });
});

test('without a baseline it says how to make one, which is no warning: --strict fails on those', () => {
  const { report } = guard(shop(), '', { baseline: 'nowhere/growth.lock.json' });
  expect(report).toEqual({
    success: true,
    violations: [
      {
        ruleName: 'NoBaseline',
        severity: 'info',
        description:
          'there is no nowhere/growth.lock.json yet, so that nothing says what is deployed and must not be replaced',
        fix: 'run npx ztm accept, and commit nowhere/growth.lock.json',
        violatingResources: [{ constructPath: '', locations: [] }],
      },
    ],
  });
});

test('a property that only a new resource can have fails the synthesis, with everything there is to know', () => {
  const after = shop((orders) => table(orders, 'Carts', 'owner'));
  const { report, violations } = guard(after, accept(shop()));
  expect(report.success).toBe(false);
  expect(conclusion(after.outdir)).toBe('failure');
  const found = violations.find(({ ruleName }) => ruleName === 'Replaced[KeySchema]');
  expect(found).toMatchObject({
    severity: 'error',
    violatingResources: [
      {
        resourceLogicalId: 'Carts',
        constructPath: 'Orders/Carts',
        locations: ['Properties.KeySchema'],
        templatePath: join(after.outdir, 'Orders.template.json'),
      },
    ],
  });
  const [what, why] = found?.description.split('\n   ') ?? [];
  expect(what).toBe(
    'Orders/Carts (AWS::DynamoDB::Table Carts in stack orders) would be replaced by a new, empty one: KeySchema changes from [{"AttributeName":"id","KeyType":"HASH"}] to [{"AttributeName":"owner","KeyType":"HASH"}]',
  );
  expect(why).toMatch(/^.+ \(.+\)$/);
  expect(found?.fix).toMatch(/^.+\nif it is meant, say why on the resource: /);
  expect(found?.fix).toContain("acknowledge({ id: 'SafeGrowth::Replaced[KeySchema]', reason: '…' })");
});

test('a table that is gone fails the synthesis, on its stack', () => {
  const { report, violations } = guard(
    shop((orders) => void new CfnResource(orders, 'Topic', { type: 'AWS::SNS::Topic' })),
    accept(shop()),
  );
  expect(report.success).toBe(false);
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({
    ruleName: 'Removed[Carts]',
    violatingResources: [{ constructPath: 'Orders', locations: [] }],
  });
  expect(violations[0].description).toMatch(
    /^Orders\/Carts \(AWS::DynamoDB::Table Carts in stack orders\) would be deleted\n/,
  );
});

test('a stack that is gone is one finding, however much it held', () => {
  const before = app();
  table(stack(before, 'Orders'), 'Carts');
  const archive = stack(before, 'Archive');
  table(archive, 'Old');
  table(archive, 'Older');
  const { violations } = guard(shop(), accept(before));
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({
    ruleName: 'StackRemoved[archive]',
    severity: 'error',
    description: [
      'stack archive is no longer in the app, and holds Archive/Old (AWS::DynamoDB::Table Old in stack archive), Archive/Older (AWS::DynamoDB::Table Older in stack archive)',
      'CloudFormation keeps the stack until somebody deletes it; nothing deploys, watches or guards it any more',
    ].join('\n   '),
    violatingResources: [{ constructPath: '', locations: [] }],
  });
});

test('another region is a stack that is gone, or another deployment: never the same one', () => {
  const before = app();
  table(stack(before, 'Orders'), 'Carts');
  table(stack(before, 'Edge', 'us-east-1'), 'Links');
  const after = app();
  table(stack(after, 'Orders', 'us-east-2'), 'Carts');
  table(stack(after, 'Edge', 'us-east-1'), 'Links');
  expect(guard(after, accept(before)).rules).toContain('StackRemoved[orders]');
});

test('refuses an assembly that shares no stack with the baseline, which nothing acknowledges', () => {
  const after = app();
  table(stack(after, 'Purchases'), 'Carts');
  Validations.of(after).acknowledge({ id: 'SafeGrowth::UnknownDeployment', reason: 'would switch the guard off' });
  const file = accept(shop());
  const { violations } = guard(after, file);
  expect(violations[0]).toMatchObject({ ruleName: 'UnknownDeployment', severity: 'fatal' });
  expect(violations[0].description.replace(/^\S+/, 'FILE')).toBe(
    [
      "FILE knows none of the app's stacks, so that nothing can be compared",
      'it has orders in eu-west-1; the app has purchases in eu-west-1',
    ].join('\n   '),
  );
  expect(violations[0].fix).toBe(
    [
      'if this is another deployment of the app, such as one more environment or region: npx ztm accept --add',
      'if the stacks were renamed or moved to another region: CloudFormation would make new, empty ones beside the old; bring back their names and regions',
    ].join('\n'),
  );
  expect(conclusion(after.outdir)).toBe('failure');
});

test('a new table is a warning until it is accepted', () => {
  const grown = () =>
    shop((orders) => {
      table(orders, 'Carts');
      table(orders, 'Wishes');
    });
  const before = accept(shop());
  const { report, violations } = guard(grown(), before);
  expect(report.success).toBe(true);
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({ ruleName: 'StaleBaseline', severity: 'warning' });
  expect(violations[0].description.replace(/^\S+/, 'FILE')).toBe(
    'FILE does not have everything that holds data as it is now: Orders/Wishes (AWS::DynamoDB::Table Wishes in stack orders) is added',
  );
  expect(guard(grown(), accept(grown(), before)).violations).toEqual([]);
});

test('an app without anything that holds data can be guarded before it has some', () => {
  const empty = () => shop((orders) => void new CfnResource(orders, 'Topic', { type: 'AWS::SNS::Topic' }));
  expect(guard(empty(), accept(empty())).violations).toEqual([]);
  expect(guard(shop(), accept(empty())).rules).toEqual(['StaleBaseline']);
});

test('a stack that comes to know its region is still the same', () => {
  const anywhere = app();
  table(new Stack(anywhere, 'Orders', { stackName: 'orders' }), 'Carts');
  expect(guard(shop(), accept(anywhere)).violations).toEqual([]);
});

test('sees what is in nested stacks and in stages', () => {
  const build = (key: string) => {
    const one = app();
    const orders = stack(one, 'Orders');
    table(orders, 'Carts');
    table(new NestedStack(orders, 'Inner'), 'Deep', key);
    table(new Stack(new Stage(one, 'Prod'), 'Bills', { env: { region: 'eu-west-1' } }), 'Sums', key);
    return one;
  };
  const { violations } = guard(build('owner'), accept(build('id')));
  const about = violations
    .filter(({ ruleName }) => ruleName === 'Replaced[KeySchema]')
    .map(({ violatingResources: [{ constructPath }] }) => constructPath);
  expect(about.sort()).toEqual(['Orders/Inner/Deep', 'Prod/Bills/Sums']);
  expect(guard(build('id'), accept(build('id'))).violations).toEqual([]);
});

describe('several deployments in one file', () => {
  const of = (environment: string, key = 'id') => {
    const one = app();
    table(stack(one, `Shop-${environment}`), 'Carts', key);
    return one;
  };
  const both = () => accept(of('prod'), accept(of('test')));

  test('are judged each by itself', () => {
    expect(guard(of('test'), both()).violations).toEqual([]);
    expect(guard(of('prod', 'owner'), both()).rules).toContain('Replaced[KeySchema]');
  });

  test('may still need what one of them does not need any more', () => {
    const done = of('test');
    Validations.of(done).acknowledge({ id: 'SafeGrowth::Replaced[KeySchema]', reason: 'not yet deployed in prod' });
    expect(guard(done, both()).violations).toEqual([]);
  });
});

describe('acknowledgements', () => {
  test('hold on the resource, in the way of the CDK', () => {
    const after = app();
    const carts = table(stack(after, 'Orders'), 'Carts', 'owner');
    const ids = guard(
      shop((orders) => table(orders, 'Carts', 'owner')),
      accept(shop()),
    ).rules;
    Validations.of(carts).acknowledge(...ids.map((id) => ({ id: `SafeGrowth::${id}`, reason: 'copied by hand' })));
    guard(after, accept(shop()));
    expect(conclusion(after.outdir)).toBe('success');
  });

  test('hold on the stack where the resource is gone, and on the app where the stack is', () => {
    const before = app();
    table(stack(before, 'Orders'), 'Carts');
    table(stack(before, 'Archive'), 'Old');
    const after = app();
    const orders = stack(after, 'Orders');
    new CfnResource(orders, 'Topic', { type: 'AWS::SNS::Topic' });
    Validations.of(orders).acknowledge({ id: 'SafeGrowth::Removed[Carts]', reason: 'carts are in memory now' });
    Validations.of(after).acknowledge({ id: 'SafeGrowth::StackRemoved[archive]', reason: 'deleted after an export' });
    expect(guard(after, accept(before)).rules).toEqual(['Removed[Carts]', 'StackRemoved[archive]']);
    expect(conclusion(after.outdir)).toBe('success');
  });

  test('hold in the properties of the plugin, where the report shows them', () => {
    const before = app();
    table(stack(before, 'Orders'), 'Carts');
    table(stack(before, 'Archive'), 'Old');
    const { report } = guard(shop(), accept(before), {
      acknowledgements: [{ id: 'SafeGrowth::StackRemoved[archive]', reason: 'deleted after an export' }],
    });
    expect(report).toEqual({
      success: true,
      violations: [],
      metadata: { 'acknowledged SafeGrowth::StackRemoved[archive]': 'deleted after an export' },
    });
  });

  test('let nothing else through', () => {
    const after = app();
    const orders = stack(after, 'Orders');
    new CfnResource(orders, 'Topic', { type: 'AWS::SNS::Topic' });
    Validations.of(orders).acknowledge({ id: 'SafeGrowth::Removed[Wishes]', reason: 'another table' });
    const { rules } = guard(after, accept(shop()));
    expect(rules).toEqual(['Removed[Carts]', 'UnneededAcknowledgement']);
    expect(conclusion(after.outdir)).toBe('failure');
  });

  test('that nothing needs any more are reported', () => {
    const after = shop();
    Validations.of(after).acknowledge({ id: 'SafeGrowth::Removed[Wishes]', reason: 'moved in May' });
    expect(guard(after, accept(shop())).violations).toMatchObject([
      {
        ruleName: 'UnneededAcknowledgement',
        severity: 'warning',
        description: 'nothing needs the acknowledgement SafeGrowth::Removed[Wishes] (moved in May) any more',
        fix: 'take it out: it would let the next such change through',
      },
    ]);
  });

  test('refuses one without a reason', () => {
    const after = shop((orders) => void new CfnResource(orders, 'Topic', { type: 'AWS::SNS::Topic' }));
    Validations.of(after).acknowledge({ id: 'SafeGrowth::Removed[Carts]', reason: ' ' });
    expect(guard(after, accept(shop())).violations).toMatchObject([
      { ruleName: 'Removed[Carts]' },
      {
        ruleName: 'AcknowledgementWithoutReason',
        severity: 'fatal',
        description: 'the acknowledgement SafeGrowth::Removed[Carts] must have a reason, got none',
        fix: 'say why the change is meant, and how its data is safe',
      },
    ]);
    expect(conclusion(after.outdir)).toBe('failure');
  });
});

test('refuses wrong properties, all at once', () => {
  expect(
    () =>
      new SafeGrowth({
        baseline: ' ',
        acknowledgements: [{ id: 'Removed[Carts]', reason: '', constructPath: '/Orders' }, {} as never],
      }),
  ).toThrow(
    [
      'SafeGrowth:',
      '  - baseline must name a file, got " "; leave it out for growth.lock.json',
      '  - acknowledgements[0].id must be as the message says it, got "Removed[Carts]"; it starts with \'SafeGrowth::\'',
      '  - acknowledgements[0].reason must say why, got ""; write why the change is meant, and how its data is safe',
      '  - acknowledgements[0].constructPath must be the path of a construct, got "/Orders"; write it as Stack/Construct, or leave it out',
      '  - acknowledgements[1].id must be as the message says it, got ""; it starts with \'SafeGrowth::\'',
      '  - acknowledgements[1].reason must say why, got ""; write why the change is meant, and how its data is safe',
    ].join('\n'),
  );
  expect(() => new SafeGrowth({ acknowledgements: 'all' as never })).toThrow(
    'SafeGrowth: acknowledgements must be a list, got "all"; put it in square brackets',
  );
});

test('refuses a baseline that cannot be read, which fails the synthesis', () => {
  const after = shop();
  expect(() => guard(after, '{')).toThrow('the guard was not asked');
  expect(conclusion(after.outdir)).toBe('failure');
});
