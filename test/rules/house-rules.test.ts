import { anchorsIn } from '../../tools/rules/house/alarms';
import { houseFindings, type TemplateDocument } from '../../tools/rules/house';
import type { ResourceDefinition } from '../../tools/support/template';

/** What the house rules say of a template with these resources. */
function broken(resources: Record<string, Partial<ResourceDefinition>>, disposable = false): string[] {
  const template = { Resources: resources } as TemplateDocument;
  return houseFindings('Test', { template, disposable }).map(
    ({ rule, constructPath, description }) => `${rule} ${constructPath}: ${description}`,
  );
}

describe('house rules', () => {
  test('pass an empty template', () => {
    expect(broken({})).toEqual([]);
  });

  test.each([
    ['Parameters', { Parameters: { Size: {} } }, 'no-parameter: parameter Size'],
    ['Mappings', { Mappings: {} }, 'no-mapping-condition-transform: section Mappings'],
    ['Conditions', { Conditions: {} }, 'no-mapping-condition-transform: section Conditions'],
    ['Transform', { Transform: 'AWS::Serverless' }, 'no-mapping-condition-transform: section Transform'],
  ])('refuse %s', (_name, template, finding) => {
    expect(
      houseFindings('Test', { template, disposable: false }).map(({ rule, description }) => `${rule}: ${description}`),
    ).toEqual([finding]);
  });

  test('let the version of the bootstrap stack be a parameter', () => {
    expect(houseFindings('Test', { template: { Parameters: { BootstrapVersion: {} } }, disposable: false })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<ResourceDefinition>]>([
    ['no-nested-stack Test/X: nested stack', { Type: 'AWS::CloudFormation::Stack' }],
    [
      'no-security-group-open-to-the-world Test/X: lets everybody in',
      { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ CidrIp: '0.0.0.0/0' }] } },
    ],
    [
      'no-security-group-open-to-the-world Test/X: lets everybody in',
      { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { CidrIpv6: '::/0' } },
    ],
    [
      'no-way-in-but-the-distribution Test/X: is not internal',
      { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing' } },
    ],
    [
      'no-way-in-but-the-distribution Test/X: gives its tasks public addresses',
      { Type: 'AWS::ECS::Service', Properties: {} },
    ],
    [
      'no-way-in-but-the-distribution Test/X: is not marked as private',
      { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'x' } },
    ],
    ['no-way-in-but-the-distribution Test/X: AWS::Lambda::Url is a way in of its own', { Type: 'AWS::Lambda::Url' }],
    [
      'no-public-bucket Test/X: does not block all public access',
      {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketEncryption: {}, PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
    ],
    [
      'no-wildcard-action Test/X: allows s3:Get*',
      { Type: 'Policy', Properties: { Statement: [{ Effect: 'Allow', Action: ['s3:Get*'], Resource: 'arn:x' }] } },
    ],
    [
      'no-wildcard-action Test/X: allows all actions but some',
      { Type: 'Policy', Properties: { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:x' }] } },
    ],
    [
      'no-unreviewed-wildcard-resource Test/X: allows sqs:SendMessage on every resource',
      { Type: 'Policy', Properties: { Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' } } },
    ],
    [
      'no-secret-in-template Test/X: holds text that looks like a secret',
      { Type: 'AWS::SSM::Parameter', Properties: { Value: 'postgres://admin:hunter2@host/db' } },
    ],
    [
      'no-secret-in-environment Test/X: variable DATABASE_PASSWORD holds a secret',
      { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { DATABASE_PASSWORD: 'x' } } } },
    ],
    [
      'no-secret-in-environment Test/X: variable API_TOKEN holds a secret',
      {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: { ContainerDefinitions: [{ Environment: [{ Name: 'API_TOKEN', Value: 'x' }] }] },
      },
    ],
    [
      'no-plain-password Test/X: MasterUserPassword is plain',
      {
        Type: 'AWS::RDS::DBCluster',
        Properties: { MasterUserPassword: 'x', StorageEncrypted: true },
        DeletionPolicy: 'Snapshot',
        UpdateReplacePolicy: 'Snapshot',
      },
    ],
    ['encrypted-at-rest Test/X: AWS::SNS::Topic does not set its encryption', { Type: 'AWS::SNS::Topic' }],
    [
      'state-outlives-its-stack Test/X: AWS::SQS::Queue goes with its stack',
      { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } },
    ],
    [
      'alarm-has-runbook Test/X: docs/runbook.md has no heading #nowhere',
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmActions: ['arn:x'], AlarmDescription: 'Bad. Runbook: https://example.com/r.md#nowhere' },
      },
    ],
  ])('refuse: %s', (finding, resource) => {
    expect(broken({ X: resource })).toEqual([finding]);
  });

  test('refuse an alarm that does nothing', () => {
    expect(broken({ X: { Type: 'AWS::CloudWatch::Alarm' } })).toContain(
      'alarm-has-action Test/X: does nothing when it fires',
    );
  });

  test('ask for no runbook where an alarm only moves a scaling policy', () => {
    expect(
      broken({
        Policy: { Type: 'AWS::ApplicationAutoScaling::ScalingPolicy' },
        X: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [{ Ref: 'Policy' }] } },
      }),
    ).toEqual([]);
  });

  test('refuse a key that goes before what it encrypts', () => {
    const queue = {
      Type: 'AWS::SQS::Queue',
      Properties: { KmsMasterKeyId: { Ref: 'Key' } },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    };
    expect(broken({ Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Delete' }, Queue: queue })).toEqual([
      'state-outlives-its-stack Test/Key: the key goes with its stack, what it encrypts does not',
    ]);
    expect(broken({ Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Delete' } })).toEqual([]);
  });

  test('refuse what stays of a disposable stack', () => {
    const kept = { Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain' };
    expect(broken({ Key: kept })).toEqual([]);
    expect(broken({ Key: kept }, true)).toEqual([
      'disposable-leaves-nothing Test/Key: stays when its stack is destroyed',
    ]);
  });

  test('refuse a template that leaves no room to grow', () => {
    const many = Array.from({ length: 251 }, (_, index) => [`X${index}`, { Type: 'AWS::EC2::VPC' }]);
    expect(broken(Object.fromEntries(many) as Record<string, ResourceDefinition>)).toEqual([
      'at-most-250-resources Test: 251 resources',
    ]);
  });

  test('know anchors as GitHub forms them', () => {
    expect(anchorsIn('# Runbook\n\ntext\n\n## Web: 5xx, from targets\n### `cpu` high')).toEqual([
      'runbook',
      'web-5xx-from-targets',
      'cpu-high',
    ]);
  });
});
