import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IMAGE, resourcesOf, testCluster } from './fixtures';
import { serviceRules } from '../../lib/private/service/container-rules';
import { FargateCore, type FargateCoreProps } from '../../lib/private/service/fargate-core';
import { secretValue } from '../../lib/private/service/secret-value';
import { Capacity, TaskSize, type ServiceProps } from '../../lib/service';
import { testApp, testStack } from '../support/test-app';

function createCore(props: Partial<FargateCoreProps> = {}, stack: Stack = testStack()): FargateCore {
  return new FargateCore(stack, 'Core', { cluster: testCluster(stack), image: IMAGE, serviceName: 'web', ...props });
}

function synthesize(props: Partial<FargateCoreProps> = {}): Template {
  return Template.fromStack(Stack.of(createCore(props)));
}

function hasContainer(template: Template, container: Record<string, unknown>): void {
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [Match.objectLike(container)],
  });
}

describe('A container', () => {
  test('is not root, writes to /tmp only, has a limit of memory, and logs', () => {
    hasContainer(synthesize(), {
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      Memory: 512,
      StopTimeout: 60,
      LinuxParameters: {
        InitProcessEnabled: true,
        Tmpfs: [{ ContainerPath: '/tmp', Size: 64, MountOptions: ['nosuid', 'nodev'] }],
      },
      LogConfiguration: { LogDriver: 'awslogs', Options: Match.objectLike({ mode: 'non-blocking' }) },
      Privileged: Match.absent(),
    });
  });

  test('runs on arm64 with the least that Fargate offers', () => {
    synthesize().hasResourceProperties('AWS::ECS::TaskDefinition', {
      Family: 'shop-web',
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('is as large and as the image needs it', () => {
    const template = synthesize({
      size: TaskSize.LARGE,
      cpuArchitecture: ecs.CpuArchitecture.X86_64,
      user: 'node',
      tmpSize: Size.mebibytes(256),
      stopTimeout: Duration.seconds(120),
      command: ['node', 'server.js'],
      entryPoint: ['/usr/bin/env'],
      port: 8080,
    });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '1024',
      Memory: '2048',
      RuntimePlatform: { CpuArchitecture: 'X86_64' },
    });
    hasContainer(template, {
      Memory: 2048,
      User: 'node',
      StopTimeout: 120,
      Command: ['node', 'server.js'],
      EntryPoint: ['/usr/bin/env'],
      PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
      LinuxParameters: Match.objectLike({ Tmpfs: [Match.objectLike({ Size: 256 })] }),
    });
  });

  test('knows its deployment, service, region role and topology', () => {
    hasContainer(synthesize({ environment: { LOG_LEVEL: 'debug' } }), {
      Environment: [
        { Name: 'DEPLOYMENT_NAME', Value: 'shop' },
        { Name: 'SERVICE_NAME', Value: 'web' },
        { Name: 'REGION_ROLE', Value: 'home' },
        { Name: 'TOPOLOGY_PATH', Value: '/shop/eu-west-1' },
        { Name: 'LOG_LEVEL', Value: 'debug' },
      ],
    });
  });

  test('logs to an encrypted group of its own', () => {
    synthesize().hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/shop/web',
      RetentionInDays: 365,
      KmsKeyId: Match.anyValue(),
    });
  });
});

describe('Its roles', () => {
  test('may write this log, read where everything is, and nothing else, in managed policies', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 2);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'ssm:GetParametersByPath',
            Effect: 'Allow',
            Resource: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':parameter/shop/eu-west-1'])] }),
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CoreTaskLogGroup'), 'Arn'] },
          },
        ],
      },
    });
  });

  test('may read the secrets that the container is given', () => {
    const stack = testStack();
    const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/shop/eu-west-1/cache/endpoint');
    createCore({ secrets: { CACHE_ENDPOINT: ecs.Secret.fromSsmParameter(parameter) } }, stack);
    const template = Template.fromStack(stack);
    hasContainer(template, { Secrets: [{ Name: 'CACHE_ENDPOINT', ValueFrom: Match.anyValue() }] });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['ssm:GetParameters']) })]),
      },
    });
  });

  test('may pull the image of a private repository, and only that', () => {
    const stack = testStack();
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'app');
    createCore({ image: ecs.ContainerImage.fromEcrRepository(repository) }, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['ecr:BatchGetImage']), Resource: Match.not('*') }),
          Match.objectLike({ Action: 'ecr:GetAuthorizationToken', Resource: '*' }),
        ]),
      },
    });
  });

  test('are in place before the first task starts', () => {
    synthesize().hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ExecutionRolePolicy'), Match.stringLikeRegexp('TaskRole')]),
    });
  });
});

describe('A secret of another stack', () => {
  function dataAndService(read: boolean): [data: Stack, service: Stack] {
    const app = testApp();
    const data = new Stack(app, 'Data', { env: { region: 'eu-west-1' } });
    const secret = new secretsmanager.Secret(data, 'Secret', {
      secretName: 'shop-db',
      encryptionKey: new kms.Key(data, 'Key'),
    });
    const stack = testStack({}, app);
    createCore({ secrets: read ? { PASSWORD: secretValue(secret, 'password') } : {} }, stack);
    return [data, stack];
  }

  test('is read with the permissions of the reader alone', () => {
    const template = Template.fromStack(dataAndService(true)[1]);
    hasContainer(template, { Secrets: [{ Name: 'PASSWORD', ValueFrom: Match.anyValue() }] });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:Decrypt',
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
          }),
          Match.objectLike({ Action: 'secretsmanager:GetSecretValue' }),
        ]),
      },
    });
  });

  test('changes nothing in the stack of its key', () => {
    const [read, unread] = [dataAndService(true), dataAndService(false)].map(([data]) => resourcesOf(data));
    expect(read).toEqual(unread);
  });

  test('may be known by name alone, and then has six unknown characters in its ARN', () => {
    const stack = testStack();
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'shop-db');
    createCore({ secrets: { PASSWORD: secretValue(secret) } }, stack);
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(policies).toContain(':secret:shop-db-??????');
  });
});

describe('Its network', () => {
  test('lets nothing in, and only HTTPS out', () => {
    synthesize().hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: Match.anyValue() },
      ],
    });
  });

  test('lets it connect to what it is bound to, from its own stack', () => {
    const app = testApp();
    const net = new Stack(app, 'Net', { env: { region: 'eu-west-1' } });
    const stack = testStack({}, app);
    const core = createCore({}, stack);
    const database = new ec2.SecurityGroup(net, 'Database', {
      vpc: ec2.Vpc.fromVpcAttributes(net, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] }),
      allowAllOutbound: false,
    });
    core.connections.allowTo(database, ec2.Port.tcp(5432), 'Database');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
    Template.fromStack(net).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });
});

describe('An ECS service', () => {
  test('never sets its number of tasks, and undoes a deployment that fails', () => {
    synthesize().hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-web',
      DesiredCount: Match.absent(),
      LaunchType: Match.absent(),
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
      AvailabilityZoneRebalancing: 'ENABLED',
      EnableExecuteCommand: Match.absent(),
      Monitoring: Match.absent(),
      DeploymentController: { Type: 'ECS' },
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        Alarms: Match.absent(),
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-a', 'subnet-b'] } },
    });
  });

  test('runs on Spot above a base', () => {
    synthesize({ capacity: Capacity.spotAbove(2) }).hasResourceProperties('AWS::ECS::Service', {
      CapacityProviderStrategy: [
        { CapacityProvider: 'FARGATE', Base: 2, Weight: 0 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
      ],
    });
  });

  test('undoes a deployment while which an alarm goes off', () => {
    const core = createCore();
    const metric = new cloudwatch.Metric({ namespace: 'Test', metricName: 'Errors' });
    for (const id of ['One', 'Two']) {
      core.rollBackOn(new cloudwatch.Alarm(core, id, { metric, threshold: 1, evaluationPeriods: 1 }));
    }
    Template.fromStack(Stack.of(core)).hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({
        Alarms: {
          AlarmNames: [{ Ref: Match.stringLikeRegexp('^CoreOne') }, { Ref: Match.stringLikeRegexp('^CoreTwo') }],
          Enable: true,
          Rollback: true,
        },
      }),
    });
  });

  test('has the same logical ids and the same service under other feature flags', () => {
    const [recommended, none] = [testApp(), testApp({ context: OTHER_FLAGS })].map((app) => {
      const stack = testStack({}, app);
      createCore({ healthCheckGracePeriod: Duration.seconds(60) }, stack);
      return resourcesOf(stack);
    });
    expect(Object.keys(none ?? {})).toEqual(Object.keys(recommended ?? {}));
    const services = [recommended, none].map(
      (resources) => Object.values(resources ?? {}).find(({ Type }) => Type === 'AWS::ECS::Service')?.Properties,
    );
    // An empty list of load balancers is the same as none.
    expect({ LoadBalancers: [], ...services[1] }).toEqual(services[0]);
  });
});

/** The recommended flags that ECS and EC2 look at, switched off. */
const OTHER_FLAGS = {
  '@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker': false,
  '@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm': false,
  '@aws-cdk/aws-ecs:removeEmptyLoadBalancers': false,
  '@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions': false,
  '@aws-cdk/aws-ecs:arnFormatIncludesClusterName': false,
  '@aws-cdk/aws-iam:minimizePolicies': false,
  '@aws-cdk/aws-ec2.securityGroupDisableInlineRules': true,
};

describe('A remote shell', () => {
  test('can be opened with an audit log, in a container whose root file system stays read-only', () => {
    const stack = testStack();
    const template = Template.fromStack(Stack.of(createCore({ remoteShell: true }, stack)));
    template.hasResourceProperties('AWS::ECS::Service', { EnableExecuteCommand: true });
    hasContainer(template, {
      ReadonlyRootFilesystem: true,
      MountPoints: ['/managed-agents', '/var/lib/amazon/ssm', '/var/log/amazon/ssm'].map((ContainerPath) =>
        Match.objectLike({ ContainerPath, ReadOnly: false }),
      ),
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['ssmmessages:OpenControlChannel']), Resource: '*' }),
          Match.objectLike({ Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } }),
          Match.objectLike({
            Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ClusterLogGroup'), 'Arn'] },
          }),
        ]),
      },
    });
  });

  test('leaves the policy of the key alone', () => {
    const policies = [true, false].map((remoteShell) => synthesize({ remoteShell }).findResources('AWS::KMS::Key'));
    expect(policies[0]).toEqual(policies[1]);
  });
});

describe('A service refuses', () => {
  const rules = (props: Partial<ServiceProps>) => {
    const stack = testStack();
    return serviceRules({ cluster: testCluster(stack), image: IMAGE, ...props }, 'web', 2, 10).filter(Boolean);
  };

  test('nothing by default', () => {
    expect(rules({})).toEqual([]);
  });

  test.each(['root', '0', '0:0', '00', 'root:root', '0:1000', 'Node', ''])('the user "%s"', (user) => {
    expect(rules({ user })).toEqual([
      `user must be a uid, a uid:gid or names of them, and not root, got "${user}"; use the user that the image was built for, or leave it out for 1000:1000`,
    ]);
  });

  test.each(['1000', '1000:1000', 'node', 'www-data', 'app:app', '101', '1001:0', 'rootless'])(
    'not the user "%s"',
    (user) => {
      expect(rules({ user })).toEqual([]);
    },
  );

  test.each([
    ['more than half of the memory', Size.mebibytes(257), 257],
    ['part of a MiB', Size.kibibytes(1536), 1.5],
    ['nothing', Size.mebibytes(0), 0],
  ])('%s for /tmp', (_, tmpSize, got) => {
    expect(rules({ tmpSize })).toEqual([
      `tmpSize must be whole MiB between 1 and half of the memory, got ${got} of 512 MiB; it is memory of the task, so choose a larger size`,
    ]);
    expect(rules({ tmpSize: Size.mebibytes(256) })).toEqual([]);
  });

  test.each([0, 121])('a stop timeout of %i seconds', (seconds) => {
    expect(rules({ stopTimeout: Duration.seconds(seconds) })).toEqual([
      `stopTimeout must be a whole number of seconds between 1 and 120, got ${seconds} seconds; Fargate kills a container after 120 seconds`,
    ]);
  });

  test('a variable that no shell would take', () => {
    expect(rules({ environment: { 'LOG-LEVEL': 'debug' } })).toEqual([
      'name of a variable must be letters, digits and underscores, at least two and not starting with a digit, got "LOG-LEVEL"; rename it',
    ]);
  });

  test('a variable that is a secret as well', () => {
    const stack = testStack();
    const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/token');
    expect(rules({ environment: { TOKEN: 'x' }, secrets: { TOKEN: ecs.Secret.fromSsmParameter(parameter) } })).toEqual([
      'secrets must not repeat a variable of environment, got TOKEN in both; remove one',
    ]);
  });

  test('a size that Fargate does not offer, with everything else that is wrong', () => {
    expect(rules({ size: TaskSize.of(256, 4096), capacity: Capacity.spotAbove(1), user: 'root' })).toHaveLength(3);
  });

  test('a variable that is set twice', () => {
    const core = createCore();
    expect(() => core.addEnvironment('SERVICE_NAME', 'other')).toThrow(
      'Test/Core/Task: variable SERVICE_NAME must be set once, got it twice; rename yours, or bind the resource only once',
    );
  });
});
