import { parseLog, standing, type Outcome } from '../../../tools/emulator/log';
import {
  outcomeTable,
  staleExpectations,
  statefulLosses,
  unexpectedlyNotCreated,
  withoutOutcome,
} from '../../../tools/emulator/outcomes';

const outcome = (change: Partial<Outcome>): Outcome => ({
  stack: 'shop',
  region: 'eu-west-1',
  logicalId: 'Table',
  type: 'AWS::DynamoDB::GlobalTable',
  path: 'Shop/Table',
  action: 'create',
  outcome: 'extended',
  physicalId: 'table-g1',
  ...change,
});

const resource = {
  stack: 'shop',
  region: 'eu-west-1',
  logicalId: 'Table',
  type: 'AWS::DynamoDB::GlobalTable',
  path: 'Shop/Table',
  properties: {},
  deletionPolicy: 'Retain',
};

const NOT_CREATED = outcome({ outcome: 'checked' });
const EXPECTED = [{ type: 'AWS::DynamoDB::GlobalTable', kind: 'checked', reason: 'no tables' } as const];

describe('the log of the emulator', () => {
  test('is read as far as it is written, and only what it says of resources', () => {
    const lines = [
      JSON.stringify({ kind: 'resource', ...outcome({}) }),
      JSON.stringify({ kind: 'invocation', function: 'f' }),
      '{"kind":"resou',
    ];
    expect(parseLog(lines.join('\n'))).toEqual([{ kind: 'resource', ...outcome({}) }]);
  });

  test('says what stands: the successor of what was replaced, and nothing that was deleted', () => {
    const created = outcome({});
    const successor = outcome({ action: 'replace', physicalId: 'table-g2' });
    const retained = outcome({ action: 'retain' });
    expect([...standing([created, successor, retained]).values()]).toEqual([successor]);
    expect(standing([created, outcome({ action: 'delete' })]).size).toBe(0);
    expect(standing([created, outcome({ action: 'delete', outcome: 'failed' })]).size).toBe(1);
  });
});

describe('resources without an outcome', () => {
  test('are those that the log does not know', () => {
    expect(withoutOutcome([resource], [outcome({})])).toEqual([]);
    expect(withoutOutcome([resource], [outcome({ stack: 'other' })])).toEqual([
      'Shop/Table (AWS::DynamoDB::GlobalTable) has no outcome: the emulator passed over it',
    ]);
  });

  test('are those that failed', () => {
    expect(withoutOutcome([resource], [outcome({ outcome: 'failed', message: 'no' })])).toEqual([
      'Shop/Table (AWS::DynamoDB::GlobalTable): no',
    ]);
  });
});

describe('types that are not created', () => {
  test('fail unless they are expected', () => {
    expect(unexpectedlyNotCreated([NOT_CREATED], [])).toEqual([
      'AWS::DynamoDB::GlobalTable is not created (checked); let the server create it, or say why not in not-created.ts',
    ]);
    expect(unexpectedlyNotCreated([NOT_CREATED], EXPECTED)).toEqual([]);
    expect(unexpectedlyNotCreated([outcome({ outcome: 'placeholder' })], EXPECTED)).toHaveLength(1);
  });

  test('fail where they are expected and created after all', () => {
    expect(staleExpectations([outcome({})], EXPECTED)).toEqual([
      'AWS::DynamoDB::GlobalTable is no longer checked; take it out of not-created.ts',
    ]);
    expect(staleExpectations([NOT_CREATED, outcome({ action: 'delete', outcome: 'checked' })], EXPECTED)).toEqual([]);
  });

  test('have a column of their own', () => {
    expect(
      outcomeTable([NOT_CREATED, outcome({ logicalId: 'Other' })])
        .split('\n')[1]
        ?.trimEnd()
        .split(/\s+/),
    ).toEqual(['AWS::DynamoDB::GlobalTable', '1', '1']);
  });
});

describe('losses of data', () => {
  const stateful = new Set(['AWS::DynamoDB::GlobalTable']);

  test('are resources with state that were replaced or deleted', () => {
    const message = 'TableName is create-only; replaces table-g1';
    expect(statefulLosses([outcome({ action: 'replace', message })], stateful)).toEqual([
      `Shop/Table (AWS::DynamoDB::GlobalTable) was replaced: ${message}`,
    ]);
    expect(statefulLosses([outcome({ action: 'delete' })], stateful)).toEqual([
      'Shop/Table (AWS::DynamoDB::GlobalTable) was deleted',
    ]);
  });

  test('are not updates, nor the replacement of what holds nothing', () => {
    expect(statefulLosses([outcome({ action: 'update' })], stateful)).toEqual([]);
    expect(statefulLosses([outcome({ action: 'replace', type: 'AWS::SSM::Parameter' })], stateful)).toEqual([]);
  });
});
