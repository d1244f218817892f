import * as fc from 'fast-check';
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

/** One resource of those types. */
export const resource: fc.Arbitrary<TemplateResource> = fc.constantFrom(...Object.keys(PROPERTIES)).chain((Type) =>
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

/** The resources of a template. */
export const resources: fc.Arbitrary<Resources> = fc.dictionary(fc.constantFrom(...ids), resource);

/** A stack with those resources, and what they may refer to. */
export function assembly(found: Resources, stackName = 'data'): StackTemplate[] {
  const Parameters = { Size: { Type: 'String' } };
  const Conditions = { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } };
  const Outputs = { Shared: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } };
  return [{ stackName, region: 'eu-west-1', template: { Resources: found, Parameters, Conditions, Outputs } }];
}
