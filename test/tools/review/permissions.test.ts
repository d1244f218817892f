import { permissions } from '../../../tools/review/sections/permissions';
import { Model } from '../../../tools/review/model/model';
import { resource, rowsOf, sectionOf, stackOf } from './model';

const trusted = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.amazonaws.com' } }],
};

function roleWith(...statements: object[]) {
  return {
    Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: trusted }),
    Policy: resource('AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } }),
  };
}

const allow = (rest: object) => ({ Effect: 'Allow', ...rest });

describe('permissions', () => {
  test.each([
    ['everything', allow({ Action: '*', Resource: '*' }), ['action', '*', '*'], 'may do everything'],
    [
      'a service',
      allow({ Action: 's3:*', Resource: 'arn:aws:s3:::a' }),
      ['action', 's3:*', 'arn:aws:s3:::a'],
      'wildcard action',
    ],
    [
      'all but',
      allow({ NotAction: 'iam:*', Resource: 'arn:x' }),
      ['NotAction', 'iam:*', 'arn:x'],
      'may do all that is not named',
    ],
    [
      'every resource',
      allow({ Action: 'xray:PutTraceSegments', Resource: '*' }),
      ['every resource', 'xray:PutTraceSegments', '*'],
      undefined,
    ],
    [
      'a pattern',
      allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }),
      ['resource pattern', 's3:GetObject', 'arn:aws:s3:::a/*'],
      undefined,
    ],
  ])('shows a wildcard: %s', (_name, statement, [kind, actions, resources], concern) => {
    const [row, ...others] = rowsOf(sectionOf(permissions, roleWith(statement)), 'wildcards');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ cells: { holder: 'test/Role', kind, actions, resources }, concern });
  });

  test('leaves out what is denied, and what names its resource', () => {
    const section = sectionOf(
      permissions,
      roleWith(
        { Effect: 'Deny', Action: '*', Resource: '*' },
        allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/b' }),
      ),
    );
    expect(rowsOf(section, 'wildcards')).toEqual([]);
    expect(section.summary).toContain('no wildcard action');
  });

  test.each([
    ['iam:PassRole', '*', 'lets services act as a role', 'on every resource'],
    ['sts:AssumeRole', 'arn:aws:iam::1:role/a', 'acts as another role', undefined],
    [
      'kms:*',
      'arn:aws:kms:k',
      'decides who may use a key; deletes keys, and with them what they encrypt; lets others use a key',
      undefined,
    ],
  ])('shows power: %s', (Action, Resource, allows, concern) => {
    const [row] = rowsOf(sectionOf(permissions, roleWith(allow({ Action, Resource }))), 'power');
    expect(row).toMatchObject({ cells: { allows, resources: Resource }, concern });
  });

  test('shows managed policies for nearly everything', () => {
    const role = resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    expect(rowsOf(sectionOf(permissions, { Role: role }), 'wildcards')).toMatchObject([
      { cells: { kind: 'managed policy', actions: 'AdministratorAccess' } },
    ]);
  });

  test('shows trust in strangers, and what limits it', () => {
    const trusting = (Principal: unknown, Condition?: object) =>
      resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }] },
      });
    const rows = rowsOf(
      sectionOf(permissions, {
        Anybody: trusting({ AWS: '*' }),
        Other: trusting({ AWS: 'arn:aws:iam::999999999999:root' }, { StringEquals: { 'sts:ExternalId': 'x' } }),
        Own: trusting({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }),
        Service: trusting({ Service: 'lambda.amazonaws.com' }),
      }),
      'trust',
    );
    expect(rows.map(({ cells, concern }) => [cells.where, cells.principal, cells.condition, concern])).toEqual([
      ['test/Anybody', 'everybody', '', 'no condition limits it'],
      ['test/Other', 'arn:aws:iam::999999999999:root', 'sts:ExternalId', undefined],
    ]);
  });

  test('gives the reason beside the role', () => {
    const stack = stackOf(roleWith(allow({ Action: 's3:GetObject', Resource: '*' })), {
      acknowledgements: [
        { path: 'test/Role', rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: 'There is no other way.' },
        { path: 'test/Role', rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::other]', reason: 'Not this one.' },
      ],
    });
    expect(rowsOf(permissions(new Model([stack])), 'wildcards')[0].cells.reason).toBe('There is no other way.');
  });

  test('shows who reaches which data, also by literal names', () => {
    const rows = rowsOf(
      sectionOf(permissions, {
        ...roleWith(
          allow({
            Action: ['sqs:SendMessage'],
            Resource: { 'Fn::Sub': 'arn:aws:sqs:eu-west-1:${AWS::AccountId}:jobs' },
          }),
          allow({ Action: ['dynamodb:GetItem'], Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }),
        ),
        Queue: resource('AWS::SQS::Queue', { QueueName: 'jobs' }),
        Table: resource('AWS::DynamoDB::Table'),
      }),
      'reach',
    );
    expect(rows.map(({ cells }) => [cells.store, cells.actions])).toEqual([
      ['test/Queue', 'sqs:SendMessage'],
      ['test/Table', 'dynamodb:GetItem'],
    ]);
  });
});
