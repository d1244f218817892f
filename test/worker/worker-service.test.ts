import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Monitoring } from '../../lib/monitoring';
import { Capacity, ServiceCluster } from '../../lib/service';
import { QueueDemand, type WorkerServiceProps } from '../../lib/worker';
import { CDK_CONTEXT, testApp, testStack } from '../support/test-app';
import { bench } from './setup';

/** The stack of a worker, with a queue whose visibility timeout suits messages of up to an hour. */
function synthesize(props: Partial<WorkerServiceProps> = {}): Template {
  const { addWorker, svc } = bench({ visibilityTimeout: Duration.hours(6) });
  addWorker(props);
  return Template.fromStack(svc);
}

interface Alarm {
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly Metrics?: { Expression?: string; MetricStat?: { Period: number } }[];
}

interface Policy {
  readonly AdjustmentType: string;
  readonly Cooldown: number;
  readonly MinAdjustmentMagnitude?: number;
  readonly StepAdjustments: { ScalingAdjustment: number; MetricIntervalLowerBound?: number }[];
}

/** Policy and alarm by the last part of the policy's name. */
function scalingOf(template: Template, name: string): { policy: Policy; alarm: Alarm } {
  const policies = template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', {
    Properties: { PolicyName: `shop-resize-queue-${name}` },
  });
  const [[id, resource]] = Object.entries(policies) as [
    [string, { Properties: { StepScalingPolicyConfiguration: Policy } }],
  ];
  const alarms = template.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmActions: [{ Ref: id }] } });
  const [alarm] = Object.values(alarms) as { Properties: Alarm }[];
  if (!alarm) throw new Error(`no alarm for ${name}`);
  return { policy: resource.Properties.StepScalingPolicyConfiguration, alarm: alarm.Properties };
}

function policyNames(template: Template): string[] {
  return Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy')).map(
    (policy) => (policy as { Properties: { PolicyName: string } }).Properties.PolicyName,
  );
}

function variablesOf(template: Template): Record<string, unknown> {
  const [task] = Object.values(template.findResources('AWS::ECS::TaskDefinition')) as {
    Properties: { ContainerDefinitions: { Environment: { Name: string; Value: unknown }[] }[] };
  }[];
  const variables = task?.Properties.ContainerDefinitions[0]?.Environment ?? [];
  return Object.fromEntries(variables.map(({ Name, Value }) => [Name, Value]));
}

describe('WorkerService', () => {
  test('runs none to ten tasks by default', () => {
    synthesize().hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 0,
      MaxCapacity: 10,
      ScalableDimension: 'ecs:service:DesiredCount',
    });
  });

  test('never sets the number of tasks', () => {
    synthesize().hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-resize',
      DesiredCount: Match.absent(),
    });
  });

  test('finds its queue and how many messages to take', () => {
    expect(variablesOf(synthesize({ concurrency: 8 }))).toMatchObject({
      WORK_QUEUE_URL: {
        'Fn::Join': [
          '',
          ['https://sqs.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'AWS::AccountId' }, '/shop-resize-g1'],
        ],
      },
      WORK_CONCURRENCY: '8',
      SERVICE_NAME: 'resize',
    });
  });

  test('can send to its own queue as well', () => {
    const { addWorker, queue, svc } = bench();
    queue.bindToService(addWorker());
    expect(Object.keys(variablesOf(Template.fromStack(svc)))).toContain('QUEUE_RESIZE_URL');
  });

  test('passes on what it is bound to and what rolls it back', () => {
    const { addWorker, svc } = bench();
    const worker = addWorker();
    worker.addEnvironment('COLOUR', 'blue');
    worker.addSecret(
      'TOKEN',
      ecs.Secret.fromSsmParameter(ssm.StringParameter.fromStringParameterName(svc, 'Token', '/shop/token')),
    );
    worker.connections.allowTo(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(5432), 'Database');
    worker.rollBackOn(
      cloudwatch.Alarm.fromAlarmArn(svc, 'Alarm', 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:bad'),
    );
    const template = Template.fromStack(svc);
    expect(variablesOf(template)).toMatchObject({ COLOUR: 'blue' });
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({ Alarms: { AlarmNames: ['bad'], Enable: true, Rollback: true } }),
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([Match.objectLike({ FromPort: 5432 })]),
    });
  });
});

describe('scaling of a worker', () => {
  test('sleeps and wakes only where no task has to run', () => {
    const names = [
      'shop-resize-queue-out',
      'shop-resize-queue-in',
      'shop-resize-queue-wake',
      'shop-resize-queue-sleep',
    ];
    expect(policyNames(synthesize())).toEqual(names);
    expect(policyNames(synthesize({ minTasks: 1 }))).toEqual(names.slice(0, 2));
  });

  test('wakes one task within seconds of the first message', () => {
    const { alarm, policy } = scalingOf(synthesize(), 'wake');
    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
    expect(alarm.Metrics?.[0]?.Expression).toBe('IF(desired < 1, unattended, 0)');
    expect(alarm.Metrics?.slice(1).map(({ MetricStat }) => MetricStat?.Period)).toEqual([10, 10]);
    expect(policy).toMatchObject({
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    });
  });

  test.each<[Duration | undefined, number]>([
    [undefined, 5],
    [Duration.minutes(20), 20],
  ])('sleeps after nothing waited and nothing was in flight: %s', (sleepAfter, minutes) => {
    const { alarm, policy } = scalingOf(synthesize({ sleepAfter }), 'sleep');
    expect(alarm).toMatchObject({
      MetricName: 'QueueDemand',
      Statistic: 'Maximum',
      Threshold: 0,
      Period: 60,
      EvaluationPeriods: minutes,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(policy).toMatchObject({
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: 0 }],
    });
  });

  test('does not take the last task out of the middle of a message', () => {
    const [expression] = scalingOf(synthesize(), 'in').alarm.Metrics ?? [];
    expect(expression?.Expression).toBe('IF(desired > 1, demand, 0.95)');
  });

  test('follows the demand for messages that may wait: used to 95 %, in and out with the work', () => {
    const template = synthesize({ messageAge: Duration.minutes(5) });
    const out = scalingOf(template, 'out');
    expect(out.alarm).toMatchObject({
      Namespace: 'ZeroToMillions',
      MetricName: 'QueueDemand',
      Dimensions: [
        { Name: 'Deployment', Value: 'shop' },
        { Name: 'Service', Value: 'resize' },
      ],
      Statistic: 'Average',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 1.045,
    });
    expect(out.policy).toMatchObject({
      AdjustmentType: 'PercentChangeInCapacity',
      Cooldown: 90,
      MinAdjustmentMagnitude: 1,
    });
    const { alarm, policy } = scalingOf(template, 'in');
    expect(alarm).toMatchObject({ Threshold: 0.76, EvaluationPeriods: 3 });
    expect(policy.Cooldown).toBe(60);
    expect(policy.StepAdjustments.map((step) => step.ScalingAdjustment)).toEqual([-20, -30, -40, -50, -60, -70, -76]);
  });

  test('follows the demand for urgent messages: used to 70 %, slowly in', () => {
    const template = synthesize({ messageAge: Duration.minutes(1), minTasks: 1 });
    const out = scalingOf(template, 'out');
    expect(out.alarm).toMatchObject({ Period: 10, EvaluationPeriods: 2, Threshold: 0.77 });
    expect(out.policy.Cooldown).toBe(75);
    expect(out.policy.StepAdjustments.map((step) => step.ScalingAdjustment)).toEqual([
      41, 64, 108, 194, 341, 573, 904, 1320, 1832,
    ]);
    const { alarm, policy } = scalingOf(template, 'in');
    expect(alarm).toMatchObject({ MetricName: 'QueueDemand', Threshold: 0.63, Period: 60, EvaluationPeriods: 5 });
    expect(policy.Cooldown).toBe(120);
    expect(policy.StepAdjustments.map((step) => step.ScalingAdjustment)).toEqual([-6, -27, -43]);
  });

  test('adds tasks at once for a jump of urgent messages: a second alarm of the same policy, with the same threshold', () => {
    const template = synthesize({ messageAge: Duration.minutes(1), minTasks: 1 });
    const policies = template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', {
      Properties: { PolicyName: 'shop-resize-queue-out' },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('at once from 3 times its target'),
      Threshold: 0.77,
      EvaluationPeriods: 1,
      AlarmActions: [{ Ref: Object.keys(policies)[0] }],
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'IF(demand >= 2.1, demand, 0)' })]),
    });
  });

  test.each<[Partial<WorkerServiceProps>, object]>([
    [{}, { concurrency: 1, messagesPerSecond: 1 / 30, drainTime: Duration.seconds(150) }],
    [
      { concurrency: 10, processingTime: Duration.seconds(2), messageAge: Duration.minutes(1) },
      { concurrency: 10, messagesPerSecond: 5, drainTime: Duration.seconds(6) },
    ],
    [{ messagesPerSecond: 7 }, { concurrency: 1, messagesPerSecond: 7, drainTime: Duration.seconds(150) }],
  ])('is told how fast the worker is: %j', (props, expected) => {
    const { addWorker, queue, queueDemand } = bench();
    const watch = jest.spyOn(queueDemand, 'watch');
    addWorker(props);
    expect(watch).toHaveBeenCalledWith({ workerName: 'resize', ecsServiceName: 'shop-resize', queue, ...expected });
  });
});

describe('what a worker may do', () => {
  test('is to consume its queue and to read where everything is, and nothing else by default', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          {
            Action: 'ssm:GetParametersByPath',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': ['', ['arn:aws:ssm:eu-west-1:', { Ref: 'AWS::AccountId' }, ':parameter/shop/eu-west-1']],
            },
          },
          {
            Action: [
              'sqs:ChangeMessageVisibility',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:GetQueueUrl',
              'sqs:ReceiveMessage',
            ],
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', ['arn:aws:sqs:eu-west-1:', { Ref: 'AWS::AccountId' }, ':shop-resize-g1']] },
          },
        ],
      }),
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::ManagedPolicy'))).not.toContain('TaskProtection');
  });

  test('is to protect tasks of its cluster, when asked to', () => {
    const account = { Ref: 'AWS::AccountId' };
    synthesize({ taskProtection: true }).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          {
            Action: ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'],
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', ['arn:aws:ecs:eu-west-1:', account, ':task/shop/*']] },
            Condition: {
              ArnEquals: { 'ecs:cluster': { 'Fn::Join': ['', ['arn:aws:ecs:eu-west-1:', account, ':cluster/shop']] } },
            },
          },
        ]),
      }),
    });
  });

  test('includes the key of its queue', () => {
    const app = testApp();
    const keys = testStack({}, app);
    const { addWorker, svc } = bench({ encryptionKey: new kms.Key(keys, 'Key') }, app);
    addWorker();
    Template.fromStack(svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt', Effect: 'Allow' })]),
      }),
    });
  });
});

describe('a worker in a stack of its own', () => {
  const exportsOf = (stack: Stack) => Object.keys((Template.fromStack(stack).toJSON().Outputs ?? {}) as object);

  test('can be removed: it leaves no export behind that another stack imports, and the queue is as before', () => {
    const build = (withWorker: boolean) => {
      const { addWorker, app, data, svc } = bench();
      const own = new Stack(app, 'Own', { env: { region: 'eu-west-1' } });
      if (withWorker) {
        const worker = addWorker({}, 'Resize', own);
        worker.monitor(new Monitoring(testStack({}, app), 'Monitoring', { name: 'shop' }));
      }
      return { data, svc, own };
    };
    const [withWorker, without] = [build(true), build(false)];
    expect(exportsOf(withWorker.own)).toEqual([]);
    expect(exportsOf(withWorker.data)).toEqual([]);
    expect(withWorker.svc.dependencies).not.toContain(withWorker.own);
    expect(withWorker.data.dependencies).toEqual([]);
    expect(Template.fromStack(withWorker.data).toJSON()).toEqual(Template.fromStack(without.data).toJSON());
  });

  test('lets its queue be removed: the worker imports nothing of it', () => {
    const { addWorker, data, svc } = bench();
    addWorker();
    expect(svc.dependencies).not.toContain(data);
  });

  test('has the same logical ids in an app with other feature flags', () => {
    const ids = (app: App) => {
      const { addWorker } = bench({}, app);
      const own = new Stack(app, 'Own', { env: { region: 'eu-west-1' } });
      addWorker({}, 'Resize', own);
      return Object.keys(Template.fromStack(own).toJSON().Resources as object).sort();
    };
    const noFlags = Object.fromEntries(Object.keys(CDK_CONTEXT).map((flag) => [flag, undefined]));
    expect(ids(new App({ context: noFlags, analyticsReporting: false }))).toEqual(ids(testApp()));
  });
});

describe('worker monitoring', () => {
  function monitor(props: Partial<WorkerServiceProps> = {}) {
    const { addWorker, app, svc } = bench();
    const monitoring = new Monitoring(testStack({}, app), 'Monitoring', { name: 'shop' });
    const sections = jest.spyOn(monitoring, 'addSection');
    addWorker(props).monitor(monitoring);
    return { svc, template: Template.fromStack(svc), sections };
  }

  test.each<[string, object]>([
    ['critical: .*#worker-not-running', { MetricName: 'UnattendedMessages', Threshold: 1, EvaluationPeriods: 5 }],
    ['warning: .*#worker-tasks-missing', { Threshold: 1, EvaluationPeriods: 10, Metrics: Match.anyValue() }],
    ['warning: .*#worker-near-maximum', { MetricName: 'DesiredTasks', Threshold: 8, EvaluationPeriods: 5 }],
  ])('raises %s', (description, properties) => {
    monitor().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`^${description}$`),
      ...properties,
    });
  });

  test('does not watch a maximum that is the minimum, too', () => {
    const alarms = monitor({ minTasks: 2, maxTasks: 2 }).template.findResources('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(alarms)).not.toContain('#worker-near-maximum');
  });

  test('shows the worker by literal names', () => {
    const { svc, sections } = monitor();
    const [section] = sections.mock.calls[0] ?? [];
    expect(section?.title).toBe('Worker resize');
    const widgets = JSON.stringify(section?.widgets.map((widget) => svc.resolve(widget.toJson()) as object));
    expect(widgets).toContain('"shop-resize"');
    expect(widgets).not.toMatch(/Fn::|"Ref":"(?!AWS::)/);
  });
});

describe('WorkerService refuses', () => {
  const refusal = (props: Partial<WorkerServiceProps>, visibilityTimeout?: Duration) => {
    const { addWorker } = bench({ visibilityTimeout });
    return () => addWorker(props);
  };

  test.each<[string, Partial<WorkerServiceProps>, string]>([
    [
      'a concurrency of none',
      { concurrency: 0 },
      'concurrency must be a whole number between 1 and 1000, got 0; it is the number of messages a task works on at once',
    ],
    [
      'a rate of none',
      { messagesPerSecond: 0 },
      'messagesPerSecond must be between 0.0001 and 10000, got 0; it is what one task completes in a second',
    ],
    [
      'an age that scaling cannot keep',
      { messageAge: Duration.seconds(29), processingTime: Duration.seconds(1) },
      'messageAge in seconds must be a whole number between 30 and 86400, got 29; scaling takes about half a minute to act',
    ],
    [
      'an age of broken seconds',
      { messageAge: Duration.millis(60_500) },
      'messageAge in seconds must be a whole number between 30 and 86400, got 60.5; scaling takes about half a minute to act',
    ],
    [
      'an age below the processing time',
      { messageAge: Duration.seconds(30), processingTime: Duration.millis(30_500) },
      'messageAge must be at least processingTime, got 30 with processingTime 30.5 seconds; a message is as old when it is done',
    ],
    [
      'to sleep after half a minute',
      { sleepAfter: Duration.seconds(90) },
      'sleepAfter must be 1 to 60 whole minutes, got 90 seconds; alarms look at whole minutes, and at an hour of them at most',
    ],
    [
      'more tasks at least than at most',
      { minTasks: 3, maxTasks: 2 },
      'minTasks must be at most maxTasks, got 3 with maxTasks 2; lower minTasks or raise maxTasks',
    ],
    [
      'to wake on Spot alone',
      { capacity: Capacity.spotAbove(0) },
      'capacity.onDemandBase must be at least 1 for a worker that sleeps, got 0; the task that wakes it would not start while Spot is short',
    ],
    [
      'fewer tasks on demand than must run',
      { minTasks: 2, capacity: Capacity.spotAbove(1) },
      'capacity.onDemandBase must be at least minTasks, got 1 with minTasks 2; Spot tasks are stopped at short notice, and not replaced while Spot is short',
    ],
    [
      'a name that is none',
      { serviceName: 'Re_size' },
      'serviceName must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Re_size"; choose a shorter or simpler name; it can never change once something is deployed',
    ],
  ])('%s', (_, props, message) => {
    expect(refusal(props, Duration.minutes(4))).toThrow(`Svc/Resize: ${message}`);
  });

  test('messages that come back while they are worked on', () => {
    expect(refusal({ processingTime: Duration.seconds(31) })).toThrow(
      'Svc/Resize: visibilityTimeout of the queue must be at least 6 times processingTime, got 180 with processingTime 31 seconds; raise it, or have the worker extend it while it works and lower processingTime to the time between',
    );
  });

  test('messages that take longer than stopping, unless tasks protect themselves', () => {
    const props = { processingTime: Duration.seconds(61) };
    expect(refusal(props, Duration.hours(1))).toThrow(
      'Svc/Resize: processingTime must be at most stopTimeout without taskProtection, got 61 with stopTimeout 60 seconds; a task that is stopped would be killed in the middle of a message: raise stopTimeout (120 seconds at most), or set taskProtection and have the code protect its task',
    );
    expect(refusal({ ...props, stopTimeout: Duration.seconds(120) }, Duration.hours(1))).not.toThrow();
    expect(refusal({ ...props, taskProtection: true }, Duration.hours(1))).not.toThrow();
  });

  test('messages that no visibility timeout covers', () => {
    const props = { processingTime: Duration.hours(3), messageAge: Duration.hours(4), taskProtection: true };
    expect(refusal(props, Duration.hours(12))).toThrow(
      [
        'Svc/Resize:',
        '  - processingTime must be between 0.001 and 7200, got 10800; it is in seconds; have the worker extend the visibility timeout of what takes longer',
        '  - visibilityTimeout of the queue must be at least 6 times processingTime, got 43200 with processingTime 10800 seconds; raise it, or have the worker extend it while it works and lower processingTime to the time between',
      ].join('\n'),
    );
  });

  test('the queue demand of another deployment', () => {
    const { addWorker, svc } = bench();
    const cluster = new ServiceCluster(svc, 'OtherCluster', { name: 'other', vpc: new ec2.Vpc(svc, 'Vpc') });
    const queueDemand = new QueueDemand(svc, 'Other', { cluster });
    expect(() => addWorker({ queueDemand })).toThrow(
      'Svc/Resize: queueDemand must be of the same deployment as cluster, got "other" with "shop"; give both the same name',
    );
  });
});
