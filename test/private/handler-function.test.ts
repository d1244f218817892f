import { Duration, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Stack } from 'aws-cdk-lib';
import { Network } from '../../lib/network';
import { HandlerFunction, type HandlerFunctionProps } from '../../lib/private/handler-function';
import { testApp, testStack } from '../support/test-app';

function create(props: Partial<HandlerFunctionProps> = {}, stack: Stack = testStack()): HandlerFunction {
  return new HandlerFunction(stack, 'Handler', {
    handler: 'credentials-rotated',
    description: 'Redeploys services',
    timeout: Duration.minutes(1),
    ...props,
  });
}

function synthesize(props: Partial<HandlerFunctionProps> = {}, stack: Stack = testStack()): Template {
  create(props, stack);
  return Template.fromStack(stack);
}

describe('HandlerFunction', () => {
  test('runs a bundled handler on arm64 with the newest runtime, traced', () => {
    synthesize().hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 60,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      VpcConfig: Match.absent(),
      KmsKeyArn: Match.absent(),
    });
  });

  test('logs to an encrypted group that expires', () => {
    synthesize().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
  });

  test('keeps events that failed three times for 14 days, encrypted, TLS only', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true });
    template.hasResourceProperties('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: Match.anyValue() } });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  test('may write to its own log and dead letter queue, and trace; nothing else', () => {
    synthesize().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('HandlerLogGroup'), 'Arn'] },
          },
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('HandlerDeadLetters'), 'Arn'] },
          },
          { Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
        ],
      },
    });
  });

  test('has no inline policy, whatever the feature flags', () => {
    const context = { '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true };
    const template = synthesize({}, testStack({}, testApp({ context })));
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });

  test('in a VPC, may attach network interfaces, and open HTTPS connections only', () => {
    const stack = testStack();
    const network = new Network(stack, 'Network', { name: 'shop' });
    const template = synthesize({ vpc: network.vpc, subnets: network.appSubnets }, stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()], SecurityGroupIds: [Match.anyValue()] },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Function Test/Handler',
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'AWS APIs' },
      ],
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['ec2:CreateNetworkInterface']), Resource: '*' }),
        ]),
      },
    });
  });

  test('takes security groups, a dead letter queue and memory', () => {
    const stack = testStack();
    const network = new Network(stack, 'Network', { name: 'shop' });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc: network.vpc });
    const handler = create(
      {
        vpc: network.vpc,
        subnets: network.appSubnets,
        securityGroups: [group],
        deadLetterQueue: new sqs.Queue(stack, 'Queue'),
        memory: Size.mebibytes(512),
      },
      stack,
    );
    const template = Template.fromStack(stack);
    expect(handler.connections.securityGroups).toEqual([group]);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
  });

  test('encrypts its log with a key that is given', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const template = synthesize({ encryptionKey, environment: { CLUSTER: 'shop' } }, stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { CLUSTER: 'shop' } } });
  });

  test('refuses a handler that was not bundled', () => {
    expect(() => synthesize({ handler: 'absent' })).toThrow(
      'Test/Handler: handler must be bundled, got no dist/lambda/absent/index.js; run "npm run prepare" in a clone, or install the package again',
    );
  });
});
