import * as fc from 'fast-check';
import { judge } from '../../lib/growth/judge';
import { isStateful } from '../../lib/growth/stateful';
import type { StackTemplate, TemplateResource } from '../../lib/growth/verdict';

type Resources = Record<string, TemplateResource>;

const literal = fc.oneof(fc.constantFrom('one', 'two', 'three'), fc.integer({ min: 0, max: 3 }), fc.boolean());
const ids = ['A', 'B', 'C', 'D', 'E'] as const;

/** Values as templates have them: literals, and references to what the template has. */
const value = fc.oneof(
  { weight: 4, arbitrary: literal },
  fc.constantFrom(...ids).map((Ref) => ({ Ref })),
  fc.constantFrom(...ids).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
  fc.constantFrom(...ids).map((id) => ({ 'Fn::Join': ['-', ['a', { Ref: id }]] })),
  fc.constantFrom(...ids).map((id) => ({ 'Fn::Sub': `a-\${${id}.Arn}` })),
  fc.constant({ Ref: 'Size' }),
  fc.constant({ 'Fn::If': ['Big', 'one', 'two'] }),
  fc.constant({ 'Fn::ImportValue': 'shared' }),
);

/** Types with properties that are create-only, that are not, that rules are about, and that refer to others. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'BillingMode', 'DeletionProtectionEnabled'],
  'AWS::RDS::DBCluster': ['KmsKeyId', 'EngineVersion', 'DBSubnetGroupName', 'BackupRetentionPeriod'],
  'AWS::RDS::DBInstance': [
    'DBSubnetGroupName',
    'AllocatedStorage',
    'MultiAZ',
    'DBClusterIdentifier',
    'SourceDBInstanceIdentifier',
  ],
  'AWS::RDS::DBSubnetGroup': ['DBSubnetGroupDescription', 'DBSubnetGroupName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue', 'VisibilityTimeout', 'MessageRetentionPeriod'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled', 'Tags'],
  'AWS::KMS::Key': ['MultiRegion', 'Enabled', 'KeySpec'],
  'AWS::EC2::VPCEndpoint': ['VpcId', 'ServiceName'],
  'AWS::CloudFront::VpcOrigin': ['VpcOriginEndpointConfig', 'Tags'],
  'AWS::CloudWatch::Alarm': ['Threshold', 'AlarmName'],
  'Custom::Ledger': ['Size'],
};

const resource: fc.Arbitrary<TemplateResource> = fc.constantFrom(...Object.keys(PROPERTIES)).chain((Type) =>
  fc.record(
    {
      Type: fc.constant(Type),
      Properties: fc.record(Object.fromEntries((PROPERTIES[Type] ?? []).map((name) => [name, value])), {
        requiredKeys: [],
      }),
      DeletionPolicy: fc.constantFrom('Retain', 'Delete', 'Snapshot'),
    },
    { requiredKeys: ['Type', 'Properties'] },
  ),
);

const resources: fc.Arbitrary<Resources> = fc.dictionary(fc.constantFrom(...ids), resource);

function assembly(found: Resources, stackName = 'data'): StackTemplate[] {
  const Parameters = { Size: { Type: 'String' } };
  const Conditions = { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } };
  const Outputs = { Shared: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } };
  return [{ stackName, region: 'eu-west-1', template: { Resources: found, Parameters, Conditions, Outputs } }];
}

/** The same with every object's keys the other way round. */
function reversed(found: unknown): unknown {
  if (Array.isArray(found)) return found.map(reversed);
  if (typeof found !== 'object' || found === null) return found;
  return Object.fromEntries(
    Object.entries(found)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const runs = { numRuns: 200, seed: 20261122 };

describe('any two templates', () => {
  test('that are the same change nothing', () => {
    fc.assert(
      fc.property(resources, (found) => {
        for (const { verdict, blocked, findings } of judge(assembly(found), assembly(structuredClone(found)))) {
          expect({ verdict, blocked, findings }).toEqual({ verdict: 'UNCHANGED', blocked: false, findings: [] });
        }
      }),
      runs,
    );
  });

  test('of which the second has more, block nothing', () => {
    fc.assert(
      fc.property(resources, fc.dictionary(fc.constantFrom('X', 'Y', 'Z'), resource), (found, more) => {
        const names = new Set(
          judge([], assembly(found)).map(({ physicalName, resourceType }) => `${resourceType} ${physicalName}`),
        );
        const fresh = judge([], assembly({ ...found, ...more })).filter(({ logicalId }) => logicalId in more);
        // A name that is taken already is refused, and is another matter.
        fc.pre(
          fresh.every(
            ({ physicalName, resourceType }) =>
              physicalName === undefined || !names.has(`${resourceType} ${physicalName}`),
          ),
        );
        const verdicts = judge(assembly(found), assembly({ ...found, ...more }));
        expect(verdicts.filter(({ blocked }) => blocked)).toEqual([]);
        expect(verdicts.filter(({ verdict }) => verdict === 'ADDED').map(({ logicalId }) => logicalId)).toEqual(
          Object.keys(more).sort(),
        );
      }),
      runs,
    );
  });

  test('of which the second lacks what holds state, block', () => {
    fc.assert(
      fc.property(resources, resource, (found, one) => {
        fc.pre(isStateful(one));
        const { blocked, verdict } =
          judge(assembly({ ...found, X: one }), assembly(found)).find(({ logicalId }) => logicalId === 'X') ?? {};
        expect(blocked).toBe(true);
        expect(['REMOVED', 'ORPHANED']).toContain(verdict);
      }),
      runs,
    );
  });

  test('are judged the same whatever the order of their keys, and every time', () => {
    fc.assert(
      fc.property(resources, resources, (before, after) => {
        const once = judge(assembly(before), assembly(after));
        expect(judge(assembly(before), assembly(after))).toEqual(once);
        expect(
          judge(reversed(assembly(before)) as StackTemplate[], reversed(assembly(after)) as StackTemplate[]),
        ).toEqual(once);
      }),
      runs,
    );
  });

  test('are judged stack by stack, whatever the order of the stacks', () => {
    fc.assert(
      fc.property(resources, resources, resources, (before, after, other) => {
        const both = [...assembly(before), ...assembly(other, 'other')];
        const then = [...assembly(after), ...assembly(other, 'other')];
        expect(judge([...both].reverse(), then)).toEqual(judge(both, [...then].reverse()));
      }),
      runs,
    );
  });

  test('block where they say why, and what is safe instead', () => {
    fc.assert(
      fc.property(resources, resources, (before, after) => {
        for (const { blocked, findings, verdict } of judge(assembly(before), assembly(after))) {
          expect(blocked).toBe(findings.some((finding) => finding.blocks));
          if (findings.length > 0) expect(findings[0]?.verdict).toBe(verdict);
          for (const finding of findings.filter(({ blocks }) => blocks)) {
            expect(finding.reason).not.toBe('');
            expect(finding.remedy).not.toBe('');
            expect(finding.source).toMatch(/^(https:\/\/|@aws-cdk\/)/);
          }
          if (verdict === 'INTERRUPTED') expect(findings.some(({ interruption }) => interruption)).toBe(true);
        }
      }),
      runs,
    );
  });
});
