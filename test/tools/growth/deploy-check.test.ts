import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembly, nested, resource, table } from './assemblies';
import { RecordedCloudFormation, type Recorded } from './recorded';
import type { ResourceChange } from '../../../tools/growth/cloudformation';
import { runDeployCheck } from '../../../tools/growth/run-deploy-check';

const ORDERS = () =>
  assembly({
    Orders: (stack) => {
      table(stack);
      resource(stack, 'Database', 'AWS::RDS::DBInstance', { Engine: 'postgres' });
      resource(stack, 'Replica', 'AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'orders' });
    },
  });

function templateOf(directory: string): object {
  return JSON.parse(readFileSync(join(directory, 'Orders.template.json'), 'utf8')) as object;
}

async function check(directory: string, recorded: Omit<Recorded, 'template'> | undefined, protect = false) {
  const api = new RecordedCloudFormation(recorded ? { Orders: { template: templateOf(directory), ...recorded } } : {});
  const lines: string[] = [];
  let pauses = 0;
  const exitCode = await runDeployCheck(
    directory,
    { protect },
    {
      cloudFormation: () => Promise.resolve(api),
      pause: () => Promise.resolve(void pauses++),
      print: (line) => lines.push(line),
    },
  );
  return { exitCode, lines, api, pauses };
}

const SAFE = 'CloudFormation replaces and removes nothing that holds data';
const BLOCKED = 'BLOCKED: 1 resource that holds data is not safe; do not deploy';

/** The form of the examples in the documentation of DescribeChangeSet. */
function modify(id: string, type: string, replacement: string, evaluation = 'Static'): ResourceChange {
  return {
    Action: 'Modify',
    LogicalResourceId: id,
    ResourceType: type,
    Replacement: replacement,
    Details: [
      {
        Target: { Attribute: 'Properties', Name: 'DBSubnetGroupName', RequiresRecreation: 'Always' },
        Evaluation: evaluation,
        ChangeSource: 'ResourceReference',
        CausingEntity: 'SubnetGroup',
      },
      {
        Target: { Attribute: 'Properties', Name: 'DBInstanceClass', RequiresRecreation: 'Never' },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      },
    ],
  };
}

const DATABASE = 'AWS::RDS::DBInstance';

test.each([
  [
    'a replacement',
    modify('Database', DATABASE, 'True'),
    [
      '  BLOCKED Orders/Database (AWS::RDS::DBInstance Database) would be replaced by a new, empty one',
      '    DBSubnetGroupName needs another resource always: ResourceReference of SubnetGroup',
    ],
  ],
  [
    'what is a replacement if a value turns out to change',
    modify('Database', DATABASE, 'Conditional', 'Dynamic'),
    [
      '  BLOCKED Orders/Database (AWS::RDS::DBInstance Database) may be replaced by a new, empty one: CloudFormation only knows during the deployment',
      '    DBSubnetGroupName needs another resource always: ResourceReference of SubnetGroup, with a value that is only known during the deployment',
    ],
  ],
  [
    'a removal',
    { Action: 'Remove', LogicalResourceId: 'Carts', ResourceType: 'AWS::DynamoDB::Table', PolicyAction: 'Delete' },
    ['  BLOCKED Orders/Carts (AWS::DynamoDB::Table Carts) would be removed from its stack', '    afterwards: Delete'],
  ],
  [
    'what CloudFormation cannot tell',
    { Action: 'Dynamic', LogicalResourceId: 'Carts', ResourceType: 'AWS::DynamoDB::Table' },
    [
      '  BLOCKED Orders/Carts (AWS::DynamoDB::Table Carts) may be removed: CloudFormation only knows during the deployment',
    ],
  ],
])('blocks %s', async (_what, change, expected) => {
  const { exitCode, lines, api } = await check(ORDERS(), { answers: [{ changes: [change] }] });
  expect(lines).toEqual(['Orders: 1 changes', ...expected, BLOCKED]);
  expect(exitCode).toBe(1);
  expect(api.asked).toEqual(['create Orders from body', 'delete Orders']);
});

test.each<[string, ResourceChange]>([
  ['a change in place', modify('Database', DATABASE, 'False')],
  ['another read replica', { Action: 'Add', LogicalResourceId: 'Replica2', ResourceType: DATABASE }],
  ['the end of a read replica', { Action: 'Remove', LogicalResourceId: 'Replica', ResourceType: DATABASE }],
  ['a new read replica in the place of one', modify('Replica', DATABASE, 'True')],
  ['a new alarm in the place of one', modify('Alarm', 'AWS::CloudWatch::Alarm', 'True')],
  ['an import', { Action: 'Import', LogicalResourceId: 'Carts', ResourceType: 'AWS::DynamoDB::Table' }],
])('passes %s', async (_what, change) => {
  const { exitCode, lines } = await check(ORDERS(), { answers: [{ changes: [change] }] });
  expect(lines).toEqual(['Orders: 1 changes', SAFE]);
  expect(exitCode).toBe(0);
});

test('waits until the change set is ready', async () => {
  const answers = [{ status: 'CREATE_PENDING' }, { status: 'CREATE_IN_PROGRESS' }, { status: 'CREATE_COMPLETE' }];
  const { pauses, exitCode } = await check(ORDERS(), { answers });
  expect([pauses, exitCode]).toEqual([2, 0]);
});

test.each([
  "The submitted information didn't contain changes. Submit different information to create a change set.",
  'No updates are to be performed.',
])('passes a stack without changes: %s', async (reason) => {
  const { lines, api } = await check(ORDERS(), { answers: [{ status: 'FAILED', reason }] });
  expect(lines).toEqual(['Orders: no changes', SAFE]);
  expect(api.asked).toEqual(['create Orders from body', 'delete Orders']);
});

test('refuses to judge what CloudFormation cannot prepare, and still deletes the change set', async () => {
  const reason = 'No export named Net:Vpc found.';
  const api = new RecordedCloudFormation({ Orders: { template: {}, answers: [{ status: 'FAILED', reason }] } });
  const world = { cloudFormation: () => Promise.resolve(api), pause: () => Promise.resolve(), print: () => undefined };
  await expect(runDeployCheck(ORDERS(), {}, world)).rejects.toThrow(
    'CloudFormation cannot prepare the change of stack Orders: No export named Net:Vpc found.',
  );
  expect(api.asked.at(-1)).toBe('delete Orders');
});

test.each([undefined, { status: 'REVIEW_IN_PROGRESS' }])(
  'leaves a stack alone that was never deployed',
  async (one) => {
    const { exitCode, lines, api } = await check(ORDERS(), one, true);
    expect(lines).toEqual([
      'Orders: not deployed yet',
      '  not protected yet: run this again when it is deployed',
      SAFE,
    ]);
    expect([exitCode, api.asked, api.policies.size]).toEqual([0, [], 0]);
  },
);

test('looks into the change sets of nested stacks', async () => {
  const directory = assembly({ Orders: (stack) => nested(stack, (inner) => void table(inner)) });
  const { Resources } = templateOf(directory) as { Resources: Record<string, { Type: string }> };
  const [logicalId = ''] =
    Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::CloudFormation::Stack') ?? [];
  const id = 'arn:aws:cloudformation:eu-west-1:111111111111:changeSet/inner/1';
  const { exitCode, lines, api } = await check(directory, {
    answers: [
      {
        changes: [
          {
            Action: 'Modify',
            LogicalResourceId: logicalId,
            ResourceType: 'AWS::CloudFormation::Stack',
            Replacement: 'False',
            ChangeSetId: id,
          },
        ],
      },
    ],
    nested: { [id]: [{ Action: 'Remove', LogicalResourceId: 'Carts', ResourceType: 'AWS::DynamoDB::Table' }] },
  });
  expect(exitCode).toBe(1);
  expect(lines[1]).toBe('  BLOCKED Orders/Inner/Carts (AWS::DynamoDB::Table Carts) would be removed from its stack');
  expect(api.asked[0]).toBe('create Orders from body with nested stacks');
});

test('uploads a template that is too big to be sent, to where the CDK would', async () => {
  const directory = assembly({
    Orders: (stack) => {
      for (let index = 0; index < 200; index++) {
        resource(stack, `Topic${index}`, 'AWS::SNS::Topic', { DisplayName: 'x'.repeat(200) });
      }
    },
  });
  const { api } = await check(directory, {});
  expect(api.asked[0]).toMatch(/^upload s3:\/\/cdk-hnb659fds-assets-111111111111-eu-west-1\/[0-9a-f]{64}\.json$/);
  expect(api.asked[1]).toMatch(
    /^create Orders from https:\/\/cdk-hnb659fds-assets-111111111111-eu-west-1\.s3\.eu-west-1\.amazonaws\.com\//,
  );
});

test('gives stacks a policy that names what holds data by type, and one by one beside read replicas', async () => {
  const { api, lines } = await check(ORDERS(), {}, true);
  expect(lines).toContain('  protected: its stack policy denies replacing and deleting what holds data');
  const policy = api.policies.get('Orders') ?? '';
  expect(policy.length).toBeLessThan(16_384);
  const { Statement } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
  expect(Statement[0]).toEqual({ Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' });
  const deny = { Effect: 'Deny', Principal: '*', Action: ['Update:Replace', 'Update:Delete'] };
  expect(Statement[1]).toMatchObject({ ...deny, Resource: '*' });
  expect(JSON.stringify(Statement[1])).toContain('"AWS::DynamoDB::Table"');
  expect(JSON.stringify(Statement[1])).not.toContain('"AWS::RDS::DBInstance"');
  expect(Statement[2]).toEqual({ ...deny, Resource: ['LogicalResourceId/Database'] });
  expect(Statement).toHaveLength(3);
});

test('gives stacks without data no policy', async () => {
  const directory = assembly({ Orders: (stack) => void resource(stack, 'Topic', 'AWS::SNS::Topic') });
  const { api } = await check(directory, {}, true);
  expect(api.policies.size).toBe(0);
});
