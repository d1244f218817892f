import type { DeployedResource } from '../../../tools/emulator/deployment';
import { changedIds, replacements } from '../../../tools/emulator/growth';
import type { Outcome } from '../../../tools/emulator/log';

const TYPE = 'AWS::DynamoDB::GlobalTable';
const STATEFUL = new Set([TYPE]);

const table: DeployedResource = {
  stack: 'shop',
  region: 'eu-west-1',
  logicalId: 'Table',
  type: TYPE,
  path: 'Shop/Table',
  properties: {},
  deletionPolicy: 'Retain',
  physicalId: 'table-g1',
};

describe('ids that have changed', () => {
  test('are those of stateful resources that are others now', () => {
    expect(changedIds([table], [table], STATEFUL)).toEqual([]);
    expect(changedIds([table], [{ ...table, physicalId: 'table-g2' }], STATEFUL)).toEqual([
      `Shop/Table (${TYPE}): was table-g1, is table-g2`,
    ]);
  });

  test.each([
    ['its template no longer defines it', []],
    ['its logical id is another one', [{ ...table, logicalId: 'Orders' }]],
    ['it is in another stack', [{ ...table, stack: 'orders' }]],
    ['it is defined and was never made', [{ ...table, physicalId: '' }]],
  ])('are those of stateful resources that their stack does not have: %s', (_, after) => {
    expect(changedIds([table], after, STATEFUL)).toEqual([`Shop/Table (${TYPE}): table-g1 is no longer its stack's`]);
  });

  test('are not those of what holds nothing, nor of what was added', () => {
    const role = { ...table, type: 'AWS::IAM::Role' };
    expect(changedIds([role], [], STATEFUL)).toEqual([]);
    expect(changedIds([], [table], STATEFUL)).toEqual([]);
  });
});

test('replacements are listed with the construct and what forced them', () => {
  const outcome: Outcome = {
    stack: 'shop',
    region: 'eu-west-1',
    logicalId: 'Task',
    type: 'AWS::ECS::TaskDefinition',
    path: 'Shop/Task/Resource',
    action: 'replace',
    outcome: 'extended',
    message: 'Cpu is create-only; replaces task:1',
  };
  expect(replacements([outcome, { ...outcome, action: 'update' }])).toEqual([
    'Shop/Task (AWS::ECS::TaskDefinition): Cpu is create-only; replaces task:1',
  ]);
});
