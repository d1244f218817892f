import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Network } from '../../lib/network';
import { ReleaseTask, type ReleaseTaskProps } from '../../lib/web/release-task';
import { testStack } from '../support/test-app';

interface Resource {
  readonly DependsOn: string[];
}

function create(stack: Stack, props: Partial<ReleaseTaskProps> = {}): ReleaseTask {
  const network = new Network(stack, 'Network', { name: 'shop' });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addToTaskRolePolicy(
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::x'] }),
  );
  taskDefinition.addContainer('main', {
    image: ecs.ContainerImage.fromRegistry('nginx'),
    logging: ecs.LogDriver.awsLogs({ streamPrefix: 'web', logGroup: new logs.LogGroup(stack, 'Log') }),
  });
  taskDefinition.addContainer('silent', { image: ecs.ContainerImage.fromRegistry('nginx') });
  return new ReleaseTask(stack, 'Release', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc: network.vpc }),
    taskDefinition,
    containerName: 'main',
    command: ['npm', 'run', 'migrate'],
    vpc: network.vpc,
    subnets: network.appSubnets,
    securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc: network.vpc })],
    ...props,
  });
}

function synthesize(props: Partial<ReleaseTaskProps> = {}): Template {
  const stack = testStack();
  create(stack, props);
  return Template.fromStack(stack);
}

describe('ReleaseTask', () => {
  test('runs the command with the network and the log of the service', () => {
    synthesize().hasResourceProperties('Custom::ReleaseTask', {
      ServiceToken: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReleaseHandlerFunction'), 'Arn'] },
      ServiceTimeout: '960',
      cluster: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] },
      taskDefinition: { Ref: Match.stringLikeRegexp('^Task') },
      container: 'main',
      command: ['npm', 'run', 'migrate'],
      subnets: [
        { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkAppZone1'), 'SubnetId'] },
        { 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkAppZone2'), 'SubnetId'] },
      ],
      securityGroups: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Group'), 'GroupId'] }],
      timeoutSeconds: 600,
      logGroup: { Ref: Match.stringLikeRegexp('^Log') },
      logPrefix: 'web',
    });
  });

  test('names no log where the container has none', () => {
    synthesize({ containerName: 'silent' }).hasResourceProperties('Custom::ReleaseTask', {
      logGroup: '',
      logPrefix: '',
    });
  });

  test('takes a timeout', () => {
    synthesize({ timeout: Duration.minutes(14) }).hasResourceProperties('Custom::ReleaseTask', { timeoutSeconds: 840 });
  });

  test('runs when the task has its permissions and its network', () => {
    const template = synthesize();
    const [release] = Object.values(template.findResources('Custom::ReleaseTask')) as Resource[];
    expect(release?.DependsOn).toEqual(
      expect.arrayContaining([
        ...Object.keys(template.findResources('AWS::IAM::Policy')),
        expect.stringMatching(/^ReleaseHandlerRolePolicy/),
        expect.stringMatching(/^TaskTaskRole/),
        expect.stringMatching(/^TaskExecutionRole/),
        expect.stringMatching(/^Group/),
      ]),
    );
  });

  test('may run this revision in this cluster, watch and stop tasks there, and pass on the two roles', () => {
    const inCluster = { ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] } } };
    synthesize().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'ecs:RunTask',
            Resource: { Ref: Match.stringLikeRegexp('^Task') },
            Condition: inCluster,
          },
          { Effect: 'Allow', Action: ['ecs:DescribeTasks', 'ecs:StopTask'], Resource: '*', Condition: inCluster },
          {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: [
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^TaskExecutionRole'), 'Arn'] },
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^TaskTaskRole'), 'Arn'] },
            ],
            Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
          },
        ]),
      },
    });
  });

  test('is watched by a function that outlives the longest command', () => {
    synthesize().hasResourceProperties('AWS::Lambda::Function', { Timeout: 900 });
  });

  test('takes a task definition that was imported', () => {
    const stack = testStack();
    const role = (id: string) => iam.Role.fromRoleArn(stack, id, `arn:aws:iam::111111111111:role/${id}`);
    create(stack, {
      taskDefinition: ecs.FargateTaskDefinition.fromFargateTaskDefinitionAttributes(stack, 'Imported', {
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:7',
        taskRole: role('task'),
        executionRole: role('execution'),
      }),
    });
    Template.fromStack(stack).hasResourceProperties('Custom::ReleaseTask', {
      taskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:7',
      logGroup: '',
    });
  });

  test('refuses every broken property at once', () => {
    expect(() => synthesize({ command: [], timeout: Duration.seconds(59), containerName: 'other' })).toThrow(
      [
        'Test/Release:',
        '  - command must not be empty, got []; name the program and its arguments',
        '  - timeout in seconds must be a whole number between 60 and 840, got 59; CloudFormation is answered by a function, which has 15 minutes; run what takes longer as a worker',
        '  - containerName must be a container of the task definition, got "other"; name one that was added to it',
      ].join('\n'),
    );
  });

  test('refuses a timeout that its function could not wait for', () => {
    expect(() => synthesize({ timeout: Duration.seconds(841) })).toThrow('got 841');
  });
});
