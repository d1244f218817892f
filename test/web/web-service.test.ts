import { CrossStackReferences, Duration, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { testCertificate, testLoadBalancer } from './fixtures';
import { Monitoring } from '../../lib/monitoring';
import { secretValue } from '../../lib/private/service/secret-value';
import { Capacity, Scaling } from '../../lib/service';
import { WebService, type LoadBalancer, type WebServiceProps } from '../../lib/web';
import type { ServiceCluster } from '../../lib/service';
import { IMAGE, resourcesOf, testCluster } from '../service/fixtures';
import { testApp, testStack } from '../support/test-app';

interface Region {
  readonly stack: Stack;
  readonly cluster: ServiceCluster;
  readonly loadBalancer: LoadBalancer;
}

function region(options: { readonly https?: boolean; readonly stack?: Stack } = {}): Region {
  const stack = options.stack ?? testStack();
  const cluster = testCluster(stack);
  const certificate = options.https ? testCertificate(stack) : undefined;
  return { stack, cluster, loadBalancer: testLoadBalancer(stack, { vpc: cluster.cluster.vpc, certificate }) };
}

function addService(to: Region, id: string, props: Partial<WebServiceProps> = {}, stack: Stack = to.stack): WebService {
  const { cluster, loadBalancer } = to;
  return new WebService(stack, id, { cluster, loadBalancer, image: IMAGE, port: 8080, ...props });
}

function synthesize(props: Partial<WebServiceProps> = {}): Template {
  const home = region();
  addService(home, 'Web', props);
  return Template.fromStack(home.stack);
}

describe('WebService', () => {
  test('takes a task out that stops answering, within 15 seconds', () => {
    synthesize().hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'ip',
      HealthCheckPath: '/',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 4,
      UnhealthyThresholdCount: 2,
      HealthyThresholdCount: 2,
      Matcher: { HttpCode: '200-299' },
      TargetGroupAttributes: Match.arrayWith([
        { Key: 'deregistration_delay.timeout_seconds', Value: '30' },
        { Key: 'stickiness.enabled', Value: 'false' },
        { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
      ]),
    });
  });

  test('takes the times of a service that needs longer', () => {
    const template = synthesize({
      healthCheckPath: '/health?deep=no',
      healthCheckInterval: Duration.seconds(30),
      healthCheckTimeout: Duration.seconds(20),
      healthCheckFailures: 3,
      startupTime: Duration.minutes(5),
      deregistrationDelay: Duration.seconds(90),
      stopTimeout: Duration.seconds(120),
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/health?deep=no',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 20,
      UnhealthyThresholdCount: 3,
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '90' }]),
    });
    template.hasResourceProperties('AWS::ECS::Service', { HealthCheckGracePeriodSeconds: 300 });
  });

  test('has two to ten tasks that follow the CPU in steps, and never sets their number', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 });
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 2);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyName: 'shop-web-load-out' });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyName: 'shop-web-load-in' });
    template.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-web',
      DesiredCount: Match.absent(),
      HealthCheckGracePeriodSeconds: 60,
    });
  });

  test('scales on the requests that its target group gets', () => {
    synthesize({
      minTasks: 3,
      maxTasks: 30,
      scaling: [Scaling.onRequestsPerTask({ requestsPerMinute: 600 })],
    }).hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: {
            'Fn::Join': [
              '',
              [
                { 'Fn::GetAtt': [Match.stringLikeRegexp('^LoadBalancer'), 'LoadBalancerFullName'] },
                '/',
                { 'Fn::GetAtt': [Match.stringLikeRegexp('^WebTargetGroup'), 'TargetGroupFullName'] },
              ],
            ],
          },
        },
      }),
    });
  });

  test('receives requests from the load balancer alone', () => {
    const template = synthesize();
    const loadBalancer = { 'Fn::GetAtt': [Match.stringLikeRegexp('^LoadBalancerSecurityGroup'), 'GroupId'] };
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 8080,
      ToPort: 8080,
      SourceSecurityGroupId: loadBalancer,
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 8080, GroupId: loadBalancer });
  });

  test('is named after its id in kebab case, or as it is told', () => {
    const home = region();
    expect(addService(home, 'ImageProxy', { paths: ['/images/*'] }).serviceName).toBe('image-proxy');
    expect(addService(home, 'Other', { paths: ['/other'], serviceName: 'checkout' }).serviceName).toBe('checkout');
  });

  test('takes what it is bound to', () => {
    const home = region();
    const web = addService(home, 'Web', { environment: { LOG_LEVEL: 'debug' } });
    const queue = new sqs.Queue(home.stack, 'Queue');
    const secret = secretsmanager.Secret.fromSecretCompleteArn(
      home.stack,
      'Secret',
      'arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop-db-abcdef',
    );
    web.bind({
      bindToService: (service) => {
        service.addEnvironment('QUEUE_URL', queue.queueUrl);
        service.addSecret('PASSWORD', secretValue(secret, 'password'));
        service.redeployOnRotation(secret);
        queue.grantSendMessages(service);
      },
    });
    const template = Template.fromStack(home.stack);
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Environment: Match.arrayWith([
            { Name: 'LOG_LEVEL', Value: 'debug' },
            { Name: 'QUEUE_URL', Value: Match.anyValue() },
          ]),
          Secrets: [{ Name: 'PASSWORD', ValueFrom: Match.stringLikeRegexp(':password::$') }],
        }),
      ],
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']) })]),
      },
      Roles: [{ Ref: Match.stringLikeRegexp('TaskRole') }],
    });
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('shares no role with another service', () => {
    const home = region();
    const roles = ['Web', 'Api'].map((id) => addService(home, id, { paths: [`/${id}`] }).grantPrincipal as iam.IRole);
    expect(home.stack.resolve(roles[0]?.roleArn)).not.toEqual(home.stack.resolve(roles[1]?.roleArn));
  });

  test('lives in a stack of its own, without changing the one of the load balancer', () => {
    const resources = (withService: boolean) => {
      const app = testApp();
      const home = region({ stack: testStack({}, app) });
      const stack = new Stack(app, 'Services', { env: { region: 'eu-west-1' } });
      CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
      if (withService)
        addService(home, 'Web', {}, stack).monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
      return [home.stack, stack].map(resourcesOf);
    };
    const [shared, services] = resources(true);
    expect(shared).toEqual(resources(false)[0]);
    const types = Object.values(services ?? {}).map((resource) => resource.Type);
    expect(types).toEqual(
      expect.arrayContaining([
        'AWS::ElasticLoadBalancingV2::ListenerRule',
        'AWS::ElasticLoadBalancingV2::TargetGroup',
        'AWS::EC2::SecurityGroupEgress',
        'AWS::CloudWatch::Alarm',
      ]),
    );
  });
});

describe('The requests of a WebService', () => {
  test('are all that no other service answers, without paths and hosts', () => {
    synthesize().hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 50_000,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: Match.anyValue() }],
    });
  });

  test('are chosen by paths and hosts, at a place that stays when services are added', () => {
    const home = region();
    addService(home, 'Admin', { paths: ['/admin/*'] });
    addService(home, 'Api', { paths: ['/api', '/api/*'], hosts: ['api.example.com'] });
    addService(home, 'Web');
    const template = Template.fromStack(home.stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', { Priority: 47_957 });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 37_454,
      Conditions: [
        { Field: 'host-header', HostHeaderConfig: { Values: ['api.example.com'] } },
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/api', '/api/*'] } },
      ],
    });
  });

  test('have the place that is given', () => {
    synthesize({ paths: ['/api/v1/*'], priority: 10 }).hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::ListenerRule',
      { Priority: 10 },
    );
  });

  test('need a valid token when an issuer is named', () => {
    const home = region({ https: true });
    const jwt = { issuer: 'https://login.example.com', jwksEndpoint: 'https://login.example.com/keys' };
    addService(home, 'Api', { jwt });
    addService(home, 'Admin', { jwt, paths: ['/admin'] });
    const template = Template.fromStack(home.stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Actions: [
        {
          Type: 'jwt-validation',
          Order: 1,
          JwtValidationConfig: { Issuer: 'https://login.example.com', JwksEndpoint: 'https://login.example.com/keys' },
        },
        { Type: 'forward', Order: 2, TargetGroupArn: Match.anyValue() },
      ],
    });
    template.resourcePropertiesCountIs(
      'AWS::EC2::SecurityGroupEgress',
      { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
      1,
    );
  });
});

describe('The release task of a WebService', () => {
  test('runs before anything of the service moves', () => {
    const template = synthesize({ release: { command: ['npm', 'run', 'migrate'], timeout: Duration.minutes(5) } });
    template.hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^WebRelease')]),
    });
    template.resourceCountIs('AWS::ECS::TaskDefinition', 1);
  });

  test('is not there unless it is asked for', () => {
    synthesize().resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('The alarms of a WebService', () => {
  function monitored(props: Partial<WebServiceProps> = {}): Template {
    const home = region();
    const web = addService(home, 'Web', props);
    web.monitor(new Monitoring(home.stack, 'Monitoring', { name: 'shop' }));
    return Template.fromStack(home.stack);
  }

  test('are six, each with a runbook heading', () => {
    const alarms = Object.values(monitored({ scaling: [Scaling.onCpu()] }).findResources('AWS::CloudWatch::Alarm')).map(
      (alarm) => (alarm as { Properties: { AlarmDescription: string } }).Properties.AlarmDescription,
    );
    expect(alarms.map((description) => description.replace(/.*#/, '')).sort()).toEqual([
      'web-cpu-saturation',
      'web-errors',
      'web-near-maximum',
      'web-no-healthy-tasks',
      'web-response-time',
      'web-unhealthy-tasks',
    ]);
  });

  test('go off when its answers are errors, and undo a deployment then', () => {
    const template = monitored();
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^critical: More than 5 % of the answers of web '),
      Threshold: 5,
      EvaluationPeriods: 3,
      Metrics: Match.arrayWith([Match.objectLike({ Expression: '100 * errors / requests' })]),
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({
        Alarms: { AlarmNames: [{ Ref: Match.stringLikeRegexp('^WebErrorsAlarm') }], Enable: true, Rollback: true },
      }),
    });
  });

  test('go off when no task is healthy, or there is none, but not before the first deployment', () => {
    monitored().hasResource('AWS::CloudWatch::Alarm', {
      Properties: {
        MetricName: 'HealthyHostCount',
        Statistic: 'Maximum',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 2,
        TreatMissingData: 'breaching',
        AlarmDescription: Match.stringLikeRegexp('^critical: '),
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^WebCoreService')]),
    });
  });

  test('go off when tasks stay unhealthy', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'UnHealthyHostCount',
      Statistic: 'Minimum',
      Threshold: 1,
      EvaluationPeriods: 10,
    });
  });

  test('go off at four fifths of the most tasks at any time of the day, and more than are always there', () => {
    const near = (props: Partial<WebServiceProps>) =>
      Object.values(
        monitored(props).findResources('AWS::CloudWatch::Alarm', {
          Properties: { AlarmDescription: Match.stringLikeRegexp('#web-near-maximum$') },
        }),
      ).map((alarm) => (alarm as { Properties: object }).Properties);
    expect(near({})).toEqual([
      expect.objectContaining({ MetricName: 'HealthyHostCount', Statistic: 'Maximum', Threshold: 8, Period: 60 }),
    ]);
    const schedule = appscaling.Schedule.cron({ hour: '8' });
    expect([
      near({ minTasks: 3, maxTasks: 7 }),
      near({ minTasks: 9, maxTasks: 10 }),
      near({ scaling: [Scaling.onCpu(), Scaling.onSchedule('morning', { schedule, maxTasks: 50 })] }),
      near({ minTasks: 3, maxTasks: 3 }),
    ]).toEqual([
      [expect.objectContaining({ Threshold: 6 })],
      [expect.objectContaining({ Threshold: 10 })],
      [expect.objectContaining({ Threshold: 40 })],
      [],
    ]);
  });

  test('go off when it is slow', () => {
    monitored({ responseTimeTarget: Duration.millis(250) }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TargetResponseTime',
      ExtendedStatistic: 'p99',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0.25,
      EvaluationPeriods: 10,
      DatapointsToAlarm: 8,
      AlarmDescription: Match.stringLikeRegexp('takes longer than 250 millis\\.'),
    });
  });

  test('go off when more tasks do not help, by literal names', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'shop' },
        { Name: 'ServiceName', Value: 'shop-web' },
      ],
      Threshold: 85,
      DatapointsToAlarm: 8,
    });
  });

  test('come with graphs that refer to nothing', () => {
    const home = region();
    const addSection = jest.fn();
    const alarm = { alarmName: 'errors', node: { addDependency: jest.fn() } };
    addService(home, 'Web').monitor({
      addAlarm: jest.fn().mockReturnValue(alarm),
      addCompositeAlarm: jest.fn(),
      addSection,
    });
    const [[section]] = addSection.mock.calls as [[{ title: string; widgets: { toJson(): unknown }[] }]];
    expect(section.title).toBe('Web service web');
    const graphs = JSON.stringify(section.widgets.map((widget) => widget.toJson()));
    expect(graphs).toContain('"ClusterName","shop","ServiceName","shop-web"');
    // The region of a graph is that of its dashboard.
    expect(graphs.replaceAll(/\$\{Token\[AWS\.Region\.\d+\]\}/g, '')).not.toContain('${Token');
  });
});

describe('WebService refuses', () => {
  const refusal = (props: Partial<WebServiceProps>, https = false) => {
    const home = region({ https });
    return () => addService(home, 'Web', props);
  };

  test.each([0, 80, 443, 1023, 65536, 8080.5])('the port %d', (port) => {
    expect(refusal({ port })).toThrow(
      `Test/Web: port must be a whole number between 1024 and 65535, got ${port}; a user that is not root cannot open lower ports everywhere; configure the container to listen on one such as 8080`,
    );
  });

  test.each(['api/*', '', '/with space', `/${'x'.repeat(128)}`])('the path "%s"', (path) => {
    expect(refusal({ paths: [path] })).toThrow(
      `Test/Web: paths must start with / and have at most 128 letters, digits, wildcards and characters of _-.$/~"'@:+&()!,;=, got "${path}"; use one such as /api/*`,
    );
  });

  test.each(['localhost', 'api example.com', 'https://example.com', ''])('the host "%s"', (host) => {
    expect(refusal({ hosts: [host] })).toThrow(
      `Test/Web: hosts must be host names of at most 128 characters with at least one dot, in which * and ? are wildcards, got "${host}"; use one such as api.example.com`,
    );
  });

  test('a health check that is no path', () => {
    expect(refusal({ healthCheckPath: 'health' })).toThrow(
      'Test/Web: healthCheckPath must start with / and have at most 1024 characters of an address, got "health"; use one such as /health',
    );
  });

  test('more than a rule of a load balancer can hold', () => {
    expect(refusal({ paths: ['/a/*', '/b/*', '/c/*'], hosts: ['a.*.com', 'b.*.com', '?.c.com'] })).toThrow(
      [
        'Test/Web:',
        '  - paths and hosts must hold at most 5 patterns together, got 6; use wildcards, or a second service',
        '  - paths and hosts must hold at most 5 wildcards together, got 6; use fewer patterns',
      ].join('\n'),
    );
  });

  test('empty lists', () => {
    expect(refusal({ paths: [] })).toThrow(
      'Test/Web: paths and hosts must not be empty, got an empty list; leave it out to answer all of them',
    );
  });

  test.each([0, 1000])('the priority %i', (priority) => {
    expect(refusal({ priority, paths: ['/api'] })).toThrow(
      `Test/Web: priority must be a whole number between 1 and 999, got ${priority}; higher numbers are those that are derived from names`,
    );
  });

  test('a priority of the default service', () => {
    expect(refusal({ priority: 5 })).toThrow(
      'Test/Web: priority must come with paths or hosts, got 5 alone; the service without them is always the last',
    );
  });

  test('times that contradict each other', () => {
    expect(
      refusal({
        healthCheckInterval: Duration.seconds(4),
        healthCheckTimeout: Duration.seconds(4),
        healthCheckFailures: 1,
        startupTime: Duration.hours(2),
        deregistrationDelay: Duration.seconds(60),
      }),
    ).toThrow(
      [
        'Test/Web:',
        '  - healthCheckInterval must be a whole number of seconds between 5 and 300, got 4 seconds; the shorter, the sooner a broken task is out',
        '  - healthCheckFailures must be a whole number between 2 and 10, got 1; one failure alone may be chance',
        '  - startupTime must be a whole number of seconds between 0 and 3600, got 7200 seconds; make the image start faster',
        '  - healthCheckTimeout must be less than healthCheckInterval, got 4 of 4 seconds; shorten the timeout or lengthen the interval',
        '  - stopTimeout must be longer than deregistrationDelay, got 60 with 60 seconds; otherwise a task is killed while requests are still sent to it',
      ].join('\n'),
    );
  });

  test.each([1, 121])('a health check timeout of %i seconds', (seconds) => {
    expect(
      refusal({ healthCheckTimeout: Duration.seconds(seconds), healthCheckInterval: Duration.seconds(200) }),
    ).toThrow(
      `Test/Web: healthCheckTimeout must be a whole number of seconds between 2 and 120, got ${seconds} seconds; a task that needs longer is as good as broken`,
    );
  });

  test('a deregistration delay of hours', () => {
    expect(refusal({ deregistrationDelay: Duration.hours(2) })).toThrow(
      'deregistrationDelay must be a whole number of seconds between 0 and 3600, got 7200 seconds; requests take seconds, not hours',
    );
  });

  test('tokens without a certificate', () => {
    expect(refusal({ jwt: { issuer: 'https://a.example', jwksEndpoint: 'https://a.example/keys' } })).toThrow(
      'Test/Web: jwt must be behind a load balancer with a certificate, got HTTP; give the load balancer a certificate',
    );
  });

  test('issuers that are not reached by HTTPS', () => {
    expect(refusal({ jwt: { issuer: 'http://a.example', jwksEndpoint: 'keys' } }, true)).toThrow(
      [
        'Test/Web:',
        '  - jwt.issuer must be an HTTPS address of at most 256 characters, got "http://a.example"; copy it from the configuration of the issuer',
        '  - jwt.jwksEndpoint must be an HTTPS address of at most 256 characters, got "keys"; copy it from the configuration of the issuer',
      ].join('\n'),
    );
  });

  test('what every service refuses, in the same breath', () => {
    expect(refusal({ user: 'root', minTasks: 3, maxTasks: 2, capacity: Capacity.spotAbove(0), port: 80 })).toThrow(
      /user must be .*\n.*minTasks must be at most maxTasks.*\n.*port must be/s,
    );
  });

  test('a release without a command, or with too little time', () => {
    expect(refusal({ release: { command: [], timeout: Duration.millis(59_500) } })).toThrow(
      new Error(
        [
          'Test/Web:',
          '  - release.command must not be empty, got []; name the program and its arguments',
          '  - release.timeout in seconds must be a whole number between 60 and 840, got 59.5; CloudFormation is answered by a function, which has 15 minutes; run what takes longer as a worker',
        ].join('\n'),
      ),
    );
  });

  test.each([0, 60.5])('a response time of %d seconds', (seconds) => {
    expect(refusal({ responseTimeTarget: Duration.millis(1000 * seconds) })).toThrow(
      new Error(
        `Test/Web: responseTimeTarget in seconds must be between 0.001 and 60, got ${seconds}; CloudFront waits no longer for an answer`,
      ),
    );
  });

  test('a second default service', () => {
    const home = region();
    addService(home, 'Web');
    expect(() => addService(home, 'Shop')).toThrow(
      'Test/Shop: paths or hosts must be given for all services but one, got none for web and shop; give one of them paths',
    );
  });

  test('a service that would answer what another does', () => {
    const home = region();
    addService(home, 'Api', { paths: ['/api/*'] });
    expect(() => addService(home, 'ApiV1', { paths: ['/api/v1/*'] })).toThrow(
      'Test/ApiV1: priority must be given where two services match the same request, got api (/api/*) and api-v1 (/api/v1/*); give the more specific one a priority between 1 and 999',
    );
  });
});
