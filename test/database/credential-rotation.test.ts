import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Monitoring } from '../../lib/monitoring';
import { Network } from '../../lib/network';
import { CredentialRotation, type CredentialRotationProps } from '../../lib/database/credential-rotation';
import { testStack } from '../support/test-app';

interface Resource {
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
}

/** A database as the L2 makes it, with a secret for its administrator and one for an application. */
function create(stack: Stack, props: Partial<CredentialRotationProps> = {}): CredentialRotation {
  const network = new Network(stack, 'Network', { name: 'shop' });
  const encryptionKey = new kms.Key(stack, 'Key');
  const group = new ec2.SecurityGroup(stack, 'DatabaseGroup', { vpc: network.vpc, allowAllOutbound: false });
  const database = new rds.DatabaseCluster(stack, 'Database', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_7 }),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
    credentials: rds.Credentials.fromGeneratedSecret('dba', { encryptionKey }),
    vpc: network.vpc,
    vpcSubnets: network.dataSubnets,
    securityGroups: [group],
  });
  const adminSecret = database.secret;
  if (!adminSecret) throw new Error('the cluster has no secret');
  const appSecret = new rds.DatabaseSecret(stack, 'AppSecret', {
    username: 'app_a',
    dbname: 'shop',
    masterSecret: adminSecret,
    encryptionKey,
  });
  return new CredentialRotation(stack, 'Rotation', {
    vpc: network.vpc,
    subnets: network.appSubnets,
    database,
    port: 5432,
    adminSecret,
    appSecret: appSecret.attach(database),
    encryptionKey,
    ...props,
  });
}

function synthesize(props: Partial<CredentialRotationProps> = {}): Template {
  const stack = testStack();
  create(stack, props);
  return Template.fromStack(stack);
}

describe('CredentialRotation', () => {
  test('rotates both secrets with one function, at once and every 30 days', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
    template.allResourcesProperties('AWS::SecretsManager::RotationSchedule', {
      RotationLambdaARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RotationHandlerFunction'), 'Arn'] },
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: true,
      HostedRotationLambda: Match.absent(),
    });
  });

  test('rotates as often as asked to', () => {
    synthesize({ rotateEvery: Duration.days(7) }).allResourcesProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { AutomaticallyAfterDays: 7 },
    });
  });

  test('needs no transform', () => {
    expect(synthesize().toJSON()).not.toHaveProperty('Transform');
  });

  test('begins when the database, the way to it and every permission are there', () => {
    const template = synthesize();
    const schedules = template.findResources('AWS::SecretsManager::RotationSchedule') as Record<string, Resource>;
    const needs = Object.keys({
      ...template.findResources('AWS::EC2::SecurityGroupIngress'),
      ...template.findResources('AWS::EC2::SecurityGroupEgress'),
      ...template.findResources('AWS::IAM::ManagedPolicy'),
    }).filter((id) => !id.startsWith('Network'));
    expect(needs).toHaveLength(3);
    for (const [id, { Properties, DependsOn }] of Object.entries(schedules)) {
      expect(DependsOn).toEqual(expect.arrayContaining(needs));
      expect(DependsOn).toContainEqual(
        expect.stringMatching(id.includes('Admin') ? /^RotationAdminPermission/ : /^RotationAppPermission/),
      );
      expect(Properties.SecretId).toEqual({ Ref: expect.stringContaining('Attachment') as string });
    }
  });

  test('lets Secrets Manager of this account call it, for these secrets', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::Lambda::Permission', 2);
    template.allResourcesProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { Ref: Match.stringLikeRegexp('Attachment') },
    });
  });

  test('may rotate these two secrets and announce it, and nothing else', () => {
    const secrets = [{ Ref: Match.stringLikeRegexp('Attachment') }, { Ref: Match.stringLikeRegexp('Attachment') }];
    synthesize().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: [
              'secretsmanager:DescribeSecret',
              'secretsmanager:GetSecretValue',
              'secretsmanager:PutSecretValue',
              'secretsmanager:UpdateSecretVersionStage',
            ],
            Resource: secrets,
          },
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
            Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': secrets } },
          },
          {
            Effect: 'Allow',
            Action: 'events:PutEvents',
            Resource: {
              'Fn::Join': ['', ['arn:aws:events:eu-west-1:', { Ref: 'AWS::AccountId' }, ':event-bus/default']],
            },
            Condition: {
              'ForAllValues:StringEquals': {
                'events:source': 'zero-to-millions',
                'events:detail-type': 'Credentials Rotated',
              },
              Null: { 'events:source': 'false', 'events:detail-type': 'false' },
            },
          },
        ]),
      },
    });
  });

  test('reaches the database on its port, from the app subnets', () => {
    const template = synthesize();
    const subnet = (zone: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^NetworkAppZone${zone}`), 'SubnetId'] });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      Description: 'Rotation of credentials',
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [subnet('1'), subnet('2')] },
      Timeout: 180,
    });
  });

  test('takes the default port of the database where none is given', () => {
    synthesize({ port: undefined }).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Database'), 'Endpoint.Port'] },
    });
  });

  test('verifies the server by the authorities of RDS', () => {
    synthesize().hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } },
    });
  });

  test('warns when a rotation fails', () => {
    const stack = testStack();
    create(stack).monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Period: 3600,
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#credential-rotation-fails$'),
    });
  });

  test('tells other regions too, by a rule for each that tries again for a day', () => {
    const template = synthesize({ announceIn: ['us-east-1', 'ap-northeast-1'] });
    const bus = (region: string) => ({
      'Fn::Join': ['', [`arn:aws:events:${region}:`, { Ref: 'AWS::AccountId' }, ':event-bus/default']],
    });
    for (const region of ['us-east-1', 'ap-northeast-1']) {
      template.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          source: ['zero-to-millions'],
          'detail-type': ['Credentials Rotated'],
          detail: { secretArn: [{ Ref: Match.stringLikeRegexp('^AppSecret') }] },
        },
        Targets: [
          {
            Arn: bus(region),
            RoleArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
            Id: Match.anyValue(),
          },
        ],
      });
      template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
        PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: bus(region) }] },
      });
    }
  });

  test('tells one more region without changing anything that is there', () => {
    type Resources = Record<string, { readonly Type: string }>;
    const resources = (...announceIn: string[]) =>
      (synthesize({ announceIn }).toJSON() as { Resources: Resources }).Resources;
    const before = resources('us-east-1');
    const after = resources('us-east-1', 'ap-northeast-1');
    const kept = Object.entries(before).filter(([, { Type: type }]) => type !== 'AWS::SQS::QueuePolicy');
    for (const [id, resource] of kept) expect(after[id]).toEqual(resource);
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.map((id) => after[id]?.Type).sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Role',
    ]);
  });

  test('warns when a region was not told', () => {
    const stack = testStack();
    create(stack, { announceIn: ['us-east-1'] }).monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#credential-rotation-not-announced$'),
    });
  });
});
