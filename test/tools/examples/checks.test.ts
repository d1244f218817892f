import { idProblems, migrationProblems, unexcused } from '../../../tools/examples/checks';
import type { Templates } from '../../../tools/examples/synthesis';

const LASTING = {
  Database: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } },
  Subnets: { Type: 'AWS::RDS::DBSubnetGroup' },
  Secret: { Type: 'AWS::SecretsManager::Secret' },
  Attachment: { Type: 'AWS::SecretsManager::SecretTargetAttachment' },
  Record: { Type: 'AWS::Route53::RecordSet', Properties: { Name: 'orders', AliasTarget: 'old' } },
};
const SERVICE = { Service: { Type: 'AWS::ECS::Service' } };

function step(resources: object): Templates {
  return new Map([['Orders.template.json', { Resources: resources as { readonly [id: string]: { Type: string } } }]]);
}

function moved(target: string): object {
  return { Record: { ...LASTING.Record, Properties: { Name: 'orders', AliasTarget: target } } };
}

describe('The migration', () => {
  const before = step({ ...LASTING, ...SERVICE });
  const after = step({ ...LASTING, ...moved('new') });

  test('may move the record and delete the service', () => {
    expect(migrationProblems([before, before, step({ ...LASTING, ...SERVICE, ...moved('new') }), after])).toEqual([]);
  });

  test.each([
    ['loses the database', step({ ...LASTING, Database: undefined }), 'after removes or replaces Database'],
    [
      'changes the engine',
      step({ ...LASTING, Database: { ...LASTING.Database, Properties: {} } }),
      'after removes or replaces Database',
    ],
    [
      'makes another record',
      step({ ...LASTING, Record: { ...LASTING.Record, Properties: { Name: 'www' } } }),
      'after removes or replaces Record',
    ],
  ])('fails when it %s', (_what, last, problem) => {
    expect(migrationProblems([before, before, before, last])).toEqual([problem]);
  });

  test('fails when the service changes before anybody has moved', () => {
    expect(migrationProblems([before, step(LASTING), step(LASTING), after])).toEqual([
      'beside changes Service of the former stack',
    ]);
  });

  test('fails when a step is missing', () => {
    expect(migrationProblems([before, after])).toEqual(['not every step was synthesized']);
  });
});

describe('Logical ids', () => {
  test('are compared both ways', () => {
    const templates = step({ One: { Type: 'A' } });
    const underOurFlags = step({ Two: { Type: 'A' } });
    expect(idProblems({ templates, underOurFlags })).toEqual([
      'Orders.template.json: One is not there under our flags',
      'Orders.template.json: Two is there under our flags only',
    ]);
    expect(idProblems({ templates, underOurFlags: templates })).toEqual([]);
  });
});

describe('Findings', () => {
  const finding = {
    judge: 'j',
    rule: 'r',
    description: '',
    constructPath: 'Orders/Service',
    configuration: 'queue-worker',
  };

  test('count unless they are acknowledged or on the stack that is migrated away from', () => {
    expect(unexcused([finding])).toHaveLength(1);
    expect(unexcused([{ ...finding, acknowledged: { at: 'Orders', id: 'r' } }])).toEqual([]);
    expect(unexcused([{ ...finding, configuration: 'migrate-from-ecs-patterns after' }])).toEqual([]);
    expect(
      unexcused([{ ...finding, configuration: 'migrate-from-ecs-patterns after', constructPath: 'OrdersEntry/Edge' }]),
    ).toHaveLength(1);
  });
});
