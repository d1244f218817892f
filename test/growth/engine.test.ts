import { judge } from '../../lib/growth/judge';
import type { ResourceVerdict, StackTemplate, Template, TemplateResource } from '../../lib/growth/verdict';

type Resources = Record<string, TemplateResource>;

function stack(
  resources: Resources,
  others: Partial<Template> = {},
  about: Partial<StackTemplate> = {},
): StackTemplate {
  return { stackName: 'data', region: 'eu-west-1', template: { Resources: resources, ...others }, ...about };
}

function judged(before: StackTemplate[], after: StackTemplate[]): Record<string, ResourceVerdict> {
  return Object.fromEntries(judge(before, after).map((verdict) => [verdict.logicalId, verdict]));
}

/** `verdict`, and `blocks` where it does. */
function short(verdict: ResourceVerdict | undefined): string {
  return `${verdict?.verdict}${verdict?.blocked ? ' blocks' : ''}`;
}

const group = (name?: string): TemplateResource => ({
  Type: 'AWS::RDS::DBSubnetGroup',
  Properties: {
    DBSubnetGroupDescription: 'group',
    SubnetIds: ['a', 'b'],
    ...(name ? { DBSubnetGroupName: name } : {}),
  },
});
const database = (DBSubnetGroupName: unknown, more: object = {}): TemplateResource => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', DBSubnetGroupName, ...more },
});
const queue: TemplateResource = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } };
const table: TemplateResource = {
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
};

describe('a database in a subnet group that is replaced', () => {
  const security = (VpcId: string): TemplateResource => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcId, ServiceName: 's3' },
  });
  const named = (reference: unknown, other = 'vpc-1') => stack({ It: security(other), Db: database(reference) });

  test.each([
    ['Ref', { Ref: 'It' }],
    ['GetAtt', { 'Fn::GetAtt': ['It', 'Id'] }],
    ['GetAtt in one word', { 'Fn::GetAtt': 'It.Id' }],
    ['Join', { 'Fn::Join': ['-', ['group', { Ref: 'It' }]] }],
    ['Sub', { 'Fn::Sub': 'group-${It}' }],
    ['Sub of an attribute', { 'Fn::Sub': 'group-${It.Id}' }],
    ['Sub with variables', { 'Fn::Sub': ['group-${Name}', { Name: { Ref: 'It' } }] }],
    ['Select', { 'Fn::Select': [1, ['other', { Ref: 'It' }]] }],
    ['Select of Split', { 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'It' }] }] }],
  ])('is replaced by way of %s', (_, reference) => {
    const verdicts = judged([named(reference)], [named(reference, 'vpc-2')]);
    expect(short(verdicts.It)).toBe('REPLACED');
    expect(short(verdicts.Db)).toBe('REPLACED blocks');
    expect(verdicts.Db?.findings[0]?.reason).toContain('it refers to It, which is replaced');
  });

  test('is not when a Select takes another element', () => {
    const reference = { 'Fn::Select': [0, ['other', { Ref: 'It' }]] };
    expect(short(judged([named(reference)], [named(reference, 'vpc-2')]).Db)).toBe('UNCHANGED');
  });

  test('is, or is not, by way of a condition that only the deployment knows', () => {
    const reference = { 'Fn::If': ['Big', { Ref: 'It' }, 'other'] };
    const conditions = {
      Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } },
      Parameters: { Size: { Type: 'String' } },
    };
    const side = (vpc: string) => [stack({ It: security(vpc), Db: database(reference) }, conditions)];
    expect(short(judged(side('vpc-1'), side('vpc-2')).Db)).toBe('UNKNOWN blocks');
  });

  test('is followed over several resources and stacks, by imports and by outputs', () => {
    const net = (vpc: string) => ({
      ...stack({ It: security(vpc) }, { Outputs: { Out: { Value: { Ref: 'It' }, Export: { Name: 'net-it' } } } }),
      stackName: 'net',
    });
    for (const reference of [
      { 'Fn::ImportValue': 'net-it' },
      { 'Fn::GetStackOutput': { StackName: 'net', Region: 'eu-west-1', OutputName: 'Out' } },
    ]) {
      const data = stack({
        Middle: { ...security('x'), Properties: { VpcId: reference, ServiceName: 's3' } },
        Db: database({ Ref: 'Middle' }),
      });
      const verdicts = judged([net('vpc-1'), data], [net('vpc-2'), data]);
      expect([short(verdicts.It), short(verdicts.Middle), short(verdicts.Db)]).toEqual([
        'REPLACED',
        'REPLACED',
        'REPLACED blocks',
      ]);
    }
  });

  test('is reached by two ways, and told once for each', () => {
    const both = (vpc: string) =>
      stack({ It: security(vpc), Db: database({ Ref: 'It' }, { KmsKeyId: { Ref: 'It' } }) });
    expect(judged([both('vpc-1')], [both('vpc-2')]).Db?.findings.map(({ property }) => property)).toEqual([
      'DBSubnetGroupName',
      'KmsKeyId',
    ]);
  });
});

describe('values that are written in another way', () => {
  test.each([
    ['a name instead of a reference', { Ref: 'Group' }, 'shop-g1'],
    [
      'Sub instead of Join',
      { 'Fn::Join': ['', ['shop-', { Ref: 'AWS::Region' }]] },
      { 'Fn::Sub': 'shop-${AWS::Region}' },
    ],
    ['text instead of Join', { 'Fn::Join': ['-', ['shop', 'g1']] }, 'shop-g1'],
    ['an import instead of a name', { 'Fn::ImportValue': 'group' }, 'shop-g1'],
  ])('are the same: %s', (_, before, after) => {
    const outputs = { Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'group' } } } };
    const side = (value: unknown) => [stack({ Group: group('shop-g1'), Db: database(value) }, outputs)];
    expect(short(judged(side(before), side(after)).Db)).toBe('UNCHANGED');
  });

  test('are not the same when they come from a weak reference from now on', () => {
    const net = {
      ...stack({ Group: group() }, { Outputs: { Out: { Value: { Ref: 'Group' }, Export: { Name: 'group' } } } }),
      stackName: 'net',
    };
    const strong = stack({ Db: database({ 'Fn::ImportValue': 'group' }) });
    const weak = stack({ Db: database({ 'Fn::GetStackOutput': { StackName: 'net', OutputName: 'Out' } }) });
    const { Db } = judged([net, strong], [net, weak]);
    expect(short(Db)).toBe('REPLACED blocks');
    expect(Db?.findings[0]?.source).toBe('https://github.com/aws/aws-cdk/issues/38829');
    expect(short(judged([net, weak], [net, strong]).Db)).toBe('UNCHANGED');
    expect(short(judged([net, weak], [net, weak]).Db)).toBe('UNCHANGED');
  });
});

describe('what the deployment alone knows', () => {
  const size = (Default: string) => ({ Parameters: { Group: { Type: 'String', Default } } });

  test('blocks where a create-only property depends on a parameter that changes', () => {
    const side = (name: string) => [stack({ Db: database({ Ref: 'Group' }) }, size(name))];
    const { Db } = judged(side('one'), side('two'));
    expect(short(Db)).toBe('UNKNOWN blocks');
    expect(Db?.findings[0]?.reason).toContain('depends on parameter Group');
    expect(short(judged(side('one'), side('one')).Db)).toBe('UNCHANGED');
  });

  test('is known when a mapping changes', () => {
    const side = (name: string) => [
      stack(
        { Db: database({ 'Fn::FindInMap': ['Groups', { Ref: 'AWS::Region' }, 'name'] }) },
        { Mappings: { Groups: { 'eu-west-1': { name } } } },
      ),
    ];
    expect(short(judged(side('one'), side('two')).Db)).toBe('REPLACED blocks');
  });

  test('decides about a resource that is conditional', () => {
    const side = (condition: unknown, Parameters = {}) => [
      stack({ Db: { ...database('one'), Condition: 'Wanted' } }, { Conditions: { Wanted: condition }, Parameters }),
    ];
    const open = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
    expect(short(judged(side({ 'Fn::Equals': ['a', 'a'] }), side({ 'Fn::Equals': ['a', 'b'] })).Db)).toBe(
      'REMOVED blocks',
    );
    expect(short(judged(side({ 'Fn::Equals': ['a', 'a'] }), side(open, { Stage: {} })).Db)).toBe('UNKNOWN blocks');
    expect(
      short(judged(side({ 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }), side({ 'Fn::Equals': ['a', 'a'] })).Db),
    ).toBe('UNCHANGED');
  });

  test('blocks everything that holds state when a macro comes', () => {
    const verdicts = judged(
      [stack({ Db: database('one'), Alarm: { Type: 'AWS::CloudWatch::Alarm' } })],
      [
        stack(
          { Db: database('one'), Alarm: { Type: 'AWS::CloudWatch::Alarm' } },
          { Transform: 'AWS::Serverless-2016-10-31' },
        ),
      ],
    );
    expect([short(verdicts.Db), short(verdicts.Alarm)]).toEqual(['UNKNOWN blocks', 'UNCHANGED']);
  });

  test('blocks in a loop over resources', () => {
    const loop = (names: string[]) => [stack({ 'Fn::ForEach::Tables': ['Name', names, {}] as never })];
    expect(short(Object.values(judged(loop(['a']), loop(['a', 'b'])))[0])).toBe('UNKNOWN blocks');
  });
});

describe('a resource that holds state and is no longer there', () => {
  const gone = (resource: TemplateResource, rest: Resources = {}) =>
    judged([stack({ It: resource, ...rest })], [stack(rest)]).It;

  test.each([
    ['a queue is deleted', queue, 'REMOVED blocks'],
    ['a table that is retained stays', { ...table, DeletionPolicy: 'Retain' }, 'ORPHANED blocks'],
    [
      'a table that is retained once it is made stays',
      { ...table, DeletionPolicy: 'RetainExceptOnCreate' },
      'ORPHANED blocks',
    ],
    ['a database leaves a snapshot', { ...database('one'), DeletionPolicy: 'Snapshot' }, 'REMOVED blocks'],
    ['a replica holds nothing', database('one', { SourceDBInstanceIdentifier: 'primary' }), 'REMOVED'],
    ['an alarm holds nothing', { Type: 'AWS::CloudWatch::Alarm' }, 'REMOVED'],
    ['nobody knows what a custom resource holds', { Type: 'Custom::Ledger' }, 'REMOVED blocks'],
  ])('%s', (_, resource, expected) => {
    expect(short(gone(resource))).toBe(expected);
  });

  test('is told apart from one that is renamed', () => {
    const { Old, New } = judged([stack({ Old: queue })], [stack({ New: queue })]);
    expect(short(Old)).toBe('REMOVED blocks');
    expect(Old?.findings[0]).toMatchObject({
      before: 'Old',
      after: 'New',
      source: 'https://github.com/aws/aws-cdk-rfcs/issues/162',
    });
    expect(Old?.findings[0]?.reason).toContain('it is renamed to New');
    expect(Old?.findings[0]?.remedy).toMatch(/overrideLogicalId.*cdk refactor.*cdk import/);
    expect(short(New)).toBe('ADDED');
  });

  test('is told apart from one that moves to another stack', () => {
    const other = (resources: Resources) => stack(resources, {}, { stackName: 'other' });
    const { It } = Object.fromEntries(
      judge([stack({ It: queue }), other({})], [stack({}), other({ It: queue })]).map((verdict) => [
        verdict.stackName === 'data' ? verdict.logicalId : 'moved',
        verdict,
      ]),
    );
    expect(short(It)).toBe('REMOVED blocks');
    expect(It?.findings[0]?.reason).toContain('it is moved to It of stack other');
  });

  test('has no successor under another name', () => {
    const named = (QueueName: string): TemplateResource => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
    const bucket = (BucketName: string): TemplateResource => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
    expect(
      judged([stack({ Old: bucket('one') })], [stack({ New: bucket('two') })]).Old?.findings[0]?.reason,
    ).not.toContain('renamed');
    expect(short(judged([stack({ Old: named('one') })], [stack({ New: named('two') })]).Old)).toBe('REMOVED blocks');
  });

  test('keeps another one from taking its name in the same deployment', () => {
    const bucket: TemplateResource = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'one' } };
    const { New } = judged([stack({ Old: bucket })], [stack({ New: bucket })]);
    expect(short(New)).toBe('REJECTED blocks');
    expect(New?.findings[0]?.reason).toContain('Old of stack data has this name');
  });

  test('stays behind with its stack', () => {
    expect(short(judged([stack({ It: queue })], []).It)).toBe('ORPHANED blocks');
    expect(judged([stack({ It: queue })], []).It?.findings[0]?.reason).toContain('stack data is no longer in the app');
  });

  test('is found again when the regions of an app are given in another order', () => {
    const at = (region: string) => stack({ It: queue }, {}, { region, stackName: 'home' });
    const verdicts = judge([at('eu-west-1')], [at('eu-central-1')]);
    expect(verdicts.map((verdict) => `${verdict.region} ${short(verdict)}`)).toEqual([
      'eu-central-1 ADDED',
      'eu-west-1 ORPHANED blocks',
    ]);
  });
});

describe('members of a cluster', () => {
  const cluster: TemplateResource = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } };
  const member = database(undefined, { Engine: 'aurora-postgresql', DBClusterIdentifier: { Ref: 'Cluster' } });

  test('hold nothing, as long as one stays', () => {
    const { Reader } = judged(
      [stack({ Cluster: cluster, Writer: member, Reader: member })],
      [stack({ Cluster: cluster, Writer: member })],
    );
    expect(short(Reader)).toBe('REMOVED');
    expect(Reader?.findings[0]?.interruption).toEqual({ kind: 'failover', seconds: 60 });
  });

  test('leave the data out of reach when the last one goes', () => {
    const { Writer } = judged([stack({ Cluster: cluster, Writer: member })], [stack({ Cluster: cluster })]);
    expect(short(Writer)).toBe('REMOVED blocks');
    expect(Writer?.findings[0]?.reason).toContain('nobody can reach it');
  });
});

describe('protection', () => {
  const side = (attributes: Partial<TemplateResource>, resource = table) => [
    stack({ It: { ...resource, ...attributes } }),
  ];
  const retain = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

  test.each([
    ['a weaker deletion policy', retain, { ...retain, DeletionPolicy: 'Delete' }, 'UPDATED blocks'],
    ['a weaker replacement policy', retain, { ...retain, UpdateReplacePolicy: 'Snapshot' }, 'UPDATED blocks'],
    ['no policy', retain, {}, 'UPDATED blocks'],
    ['a stronger policy', {}, retain, 'UPDATED'],
    ['a policy that a parameter gives', retain, { ...retain, DeletionPolicy: { Ref: 'Policy' } }, 'UNKNOWN blocks'],
  ])('%s', (_, before, after, expected) => {
    expect(short(judged(side(before), side(after)).It)).toBe(expected);
  });

  test('of a database is a snapshot unless the template says otherwise', () => {
    expect(short(judged(side({}, database('one')), side({ DeletionPolicy: 'Snapshot' }, database('one'))).It)).toBe(
      'UPDATED',
    );
    expect(short(judged(side({}, database('one')), side({ DeletionPolicy: 'Delete' }, database('one'))).It)).toBe(
      'UPDATED blocks',
    );
  });

  test('of an alarm is nobody’s business', () => {
    const alarm: TemplateResource = { Type: 'AWS::CloudWatch::Alarm' };
    expect(short(judged(side(retain, alarm), side({}, alarm)).It)).toBe('UNCHANGED');
  });

  test('of a stack blocks when it goes, where the stack holds something', () => {
    const at = (resources: Resources, terminationProtection?: boolean) => [
      stack(resources, {}, { terminationProtection }),
    ];
    expect(short(judged(at({ It: queue }, true), at({ It: queue }, false))[''])).toBe('UPDATED blocks');
    expect(judged(at({ It: queue }), at({ It: queue }, false))['']).toBeUndefined();
    expect(
      judged(at({ A: { Type: 'AWS::CloudWatch::Alarm' } }, true), at({ A: { Type: 'AWS::CloudWatch::Alarm' } }, false))[
        ''
      ],
    ).toBeUndefined();
  });
});

describe('a name that the template gives', () => {
  test('keeps a stateful resource from being replaced, and the verdict says so', () => {
    const named = (KmsKeyId: string) => [stack({ It: database('one', { DBInstanceIdentifier: 'shop-g1', KmsKeyId }) })];
    const { It } = judged(named('one'), named('two'));
    expect(It).toMatchObject({ verdict: 'REPLACED', blocked: true, physicalName: 'shop-g1' });
    expect(It?.findings[0]?.reason).toContain('as a custom-named resource (shop-g1) it makes the deployment fail');
  });
});

describe('a nested stack', () => {
  const parent = (TemplateURL: string) =>
    stack({
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters: { Group: 'one' } } },
    });
  const child = (resources: Resources) =>
    stack(resources, { Parameters: { Group: { Type: 'String' } } }, { stackName: 'data/Nested' });

  test('is judged by its own template when both sides have it', () => {
    const inside = { Db: database({ Ref: 'Group' }) };
    expect(
      short(
        judged(
          [parent('a'), child(inside)],
          [parent('b'), child({ ...inside, Alarm: { Type: 'AWS::CloudWatch::Alarm' } })],
        ).Nested,
      ),
    ).toBe('UNCHANGED');
    expect(short(judged([parent('a'), child(inside)], [parent('b'), child({})]).Db)).toBe('REMOVED blocks');
  });

  test('takes what it holds with it', () => {
    const verdicts = judged([parent('a'), child({ It: queue })], [stack({})]);
    expect([short(verdicts.Nested), short(verdicts.It)]).toEqual(['REMOVED blocks', 'REMOVED blocks']);
    expect(short(judged([parent('a'), child({ It: queue })], []).It)).toBe('ORPHANED blocks');
  });

  test('blocks when its template is not there', () => {
    expect(short(judged([parent('a')], [parent('b')]).Nested)).toBe('UNKNOWN blocks');
  });
});

test('a resource cannot change its type', () => {
  const { It } = judged([stack({ It: table })], [stack({ It: { ...table, Type: 'AWS::DynamoDB::GlobalTable' } })]);
  expect(short(It)).toBe('REJECTED blocks');
});

test('a verdict names the construct', () => {
  const it = { ...queue, Metadata: { 'aws:cdk:path': 'data/Jobs/Resource' } };
  expect(judged([stack({ It: it })], []).It?.constructPath).toBe('data/Jobs/Resource');
});

test('accounts count only where every stack says its own', () => {
  const at = (account?: string) => [stack({ It: queue }, {}, { account })];
  expect(short(judged(at(), at('111111111111')).It)).toBe('UNCHANGED');
  expect(judge(at('111111111111'), at('222222222222')).map((verdict) => short(verdict))).toEqual([
    'ORPHANED blocks',
    'ADDED',
  ]);
});
