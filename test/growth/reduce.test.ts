import * as fc from 'fast-check';
import { judge } from '../../lib/growth/judge';
import { reduce } from '../../lib/growth/reduce';
import type { StackTemplate, TemplateResource } from '../../lib/growth/verdict';
import { assembly, resources } from './generators';

/** What blocks, by resource, property and verdict. */
function blocked(before: StackTemplate[], after: StackTemplate[]): string[] {
  return judge(before, after).flatMap(({ stackName, logicalId, findings }) =>
    findings
      .filter(({ blocks }) => blocks)
      .map(({ property, verdict }) => `${stackName} ${logicalId} ${property} ${verdict}`),
  );
}

/** A logical id that changes its type is rejected as a whole, and removed or added where only one of the types is kept. */
function sameTypes(before: Record<string, TemplateResource>, after: Record<string, TemplateResource>): boolean {
  return Object.keys(before).every((id) => !after[id] || after[id].Type === before[id]?.Type);
}

test('two reduced assemblies block what the whole ones do', () => {
  fc.assert(
    fc.property(resources, resources, resources, (before, after, other) => {
      fc.pre(sameTypes(before, after));
      const [old, now] = [before, after].map((found) => [...assembly(found), ...assembly(other, 'other')]) as [
        StackTemplate[],
        StackTemplate[],
      ];
      expect(blocked(reduce(old), reduce(now))).toEqual(blocked(old, now));
    }),
    { numRuns: 400, seed: 20261122 },
  );
});

test('a reduced assembly cannot be reduced further', () => {
  fc.assert(
    fc.property(resources, (found) => {
      const once = reduce(assembly(found));
      expect(reduce(once)).toEqual(once);
    }),
    { numRuns: 200, seed: 20261122 },
  );
});

test('what no verdict depends on goes', () => {
  const Db = {
    Type: 'AWS::RDS::DBInstance',
    Properties: {
      Engine: 'postgres',
      DBInstanceClass: 'db.t4g.micro',
      Tags: [{ Key: 'a', Value: 'b' }],
      KmsKeyId: { 'Fn::ImportValue': 'key' },
    },
    Metadata: { 'aws:cdk:path': 'Data/Db/Resource', 'aws:asset:path': 'asset.1' },
    DependsOn: ['Alarm'],
    DeletionPolicy: 'Retain',
  };
  const Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: 1 } };
  const Role = { Type: 'AWS::IAM::Role', Properties: {} };
  const outputs = {
    Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' }, Description: 'one' },
    Role: { Value: { Ref: 'Role' }, Export: { Name: 'role' } },
  };
  const keys = {
    Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { Description: 'one', KeySpec: 'RSA_2048' } }, Role },
    Outputs: outputs,
  };
  const reduced = reduce([
    {
      stackName: 'data',
      region: 'eu-west-1',
      template: { Resources: { Db, Alarm }, Parameters: { BootstrapVersion: {} } },
    },
    { stackName: 'keys', region: 'eu-west-1', template: keys },
    { stackName: 'ops', region: 'eu-west-1', template: { Resources: { Alarm } } },
  ]);
  expect(reduced.map(({ template }) => template)).toEqual([
    {
      Resources: {
        Db: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { Engine: 'postgres', KmsKeyId: { 'Fn::ImportValue': 'key' } },
          DeletionPolicy: 'Retain',
          Metadata: { 'aws:cdk:path': 'Data/Db/Resource' },
        },
      },
    },
    {
      Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'RSA_2048' } } },
      Outputs: { Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } } },
    },
    {},
  ]);
});
