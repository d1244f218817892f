import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { assembly, folder, resource, table } from './assemblies';
import { RecordedCloudFormation } from './recorded';
import { AwsCloudFormation } from '../../../tools/growth/aws-cloudformation';
import { collectContext } from '../../../tools/growth/options';
import { planOf } from '../../../tools/growth/plan-of';
import { planText } from '../../../tools/growth/plan-text';
import { readSides } from '../../../tools/growth/side';

const options = (api = new RecordedCloudFormation({})) => ({
  context: {},
  folder,
  cloudFormation: () => Promise.resolve(api),
});
const shop = (key = 'id') => assembly({ Orders: (stack) => void table(stack, 'Carts', key) });
const grown = () =>
  assembly({
    Orders: (stack) => {
      table(stack);
      resource(stack, 'Jobs', 'AWS::SQS::Queue');
    },
  });

test('a plan says what is added, where, and that nothing is lost', async () => {
  const plan = planOf(...(await readSides(shop(), grown(), options())));
  expect(plan).toMatchObject({ blocked: 0, verdicts: { ADDED: 1, UNCHANGED: 1 } });
  expect(plan.tiers).toMatchObject([{ tier: 'queue', added: [{ label: 'Orders/Jobs' }], changed: [], removed: [] }]);
  expect(plan.steps).toMatchObject([{ order: 1, stackName: 'Orders', action: 'update', added: 1, blocked: 0 }]);
  expect(planText(plan)).toMatch(
    /: SAFE: nothing that holds data is replaced, removed or left behind\n1 unchanged, 1 added\n/,
  );
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test('a plan that loses data names the change first, with the safe way', async () => {
  const plan = planOf(...(await readSides(shop(), shop('owner'), options())));
  expect(plan.blocked).toBe(1);
  const [first, , , , blocked] = planText(plan).split('\n');
  expect(first).toMatch(/: BLOCKED: 1 of 1 changes must not be deployed like this$/);
  expect(blocked).toBe('  REPLACED Orders/Carts (AWS::DynamoDB::Table Carts in Orders)');
  expect(planText(plan)).toContain('    Instead: ');
  expect(plan.before[0]).toBe('Do not deploy: 1 change would lose data, or nobody can tell. Each names the safe way.');
});

test('a plan against what is deployed reads the deployed templates', async () => {
  const api = new RecordedCloudFormation({
    Orders: { template: { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } } },
  });
  const [from, to] = await readSides('deployed', grown(), options(api));
  expect(from).toMatchObject({ name: 'deployed', kind: 'deployed' });
  expect(planOf(from, to).verdicts).toMatchObject({ UNCHANGED: 1, ADDED: 1 });
});

test('reads all pages of a change set', async () => {
  const page = (id: string, NextToken?: string) => ({
    Status: 'CREATE_COMPLETE',
    Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: id } }],
    NextToken,
  });
  const answer = (pageOf: object) => (() => Promise.resolve(pageOf)) as never;
  const send = jest
    .spyOn(CloudFormationClient.prototype, 'send')
    .mockImplementationOnce(answer(page('One', 'more')))
    .mockImplementationOnce(answer(page('Two')));
  const { changes } = await new AwsCloudFormation().describeChangeSet('eu-west-1', 'Orders', 'check');
  expect(changes.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['One', 'Two']);
  expect(send.mock.calls.map(([command]) => command.input)).toEqual([
    { StackName: 'Orders', ChangeSetName: 'check', NextToken: undefined },
    { StackName: 'Orders', ChangeSetName: 'check', NextToken: 'more' },
  ]);
  send.mockRestore();
});

describe('refuses', () => {
  test('what is no side', async () => {
    await expect(readSides('./nowhere', shop(), options())).rejects.toThrow(
      'a side must be the folder of an assembly, a stage of the app, or deployed, got "./nowhere"; there is no such folder',
    );
    await expect(readSides('deployed', 'deployed', options())).rejects.toThrow(
      'only one side must be deployed, got both; name a folder or a stage for the other',
    );
  });

  test('a folder that is no assembly', async () => {
    await expect(readSides(folder, shop(), options())).rejects.toThrow(
      `${folder} holds no manifest.json; name the folder that \`cdk synth\` writes, cdk.out`,
    );
  });

  test('a stage that the app does not have, with what the app says', async () => {
    await expect(readSides('gigantic', shop(), options())).rejects.toThrow(
      /^the app cannot be synthesized with -c stage=gigantic:\n.*stage must be one of launch, growth, scale, global, got "gigantic"/s,
    );
  });

  test('context that is none', () => {
    expect(collectContext('database=rds-postgres', { a: '1' })).toEqual({ a: '1', database: 'rds-postgres' });
    expect(() => collectContext('database', {})).toThrow(
      '--context must be key=value, got "database"; write it as -c database=rds-postgres',
    );
  });

  test('a deployed template that is no JSON', async () => {
    const api = new RecordedCloudFormation({ Orders: { template: {} } });
    jest.spyOn(api, 'getTemplate').mockResolvedValue('Resources: !Sub x');
    await expect(readSides('deployed', shop(), options(api))).rejects.toThrow(
      'the template of stack Orders is not JSON, which all templates of the CDK are; compare two folders instead',
    );
  });
});

test('a stage is synthesized with the context of cdk.json, where the app is', async () => {
  const [from, to] = await readSides('launch', 'growth', options());
  expect([from.kind, to.kind]).toEqual(['stage', 'stage']);
  expect(planOf(from, to).blocked).toBe(0);
});
