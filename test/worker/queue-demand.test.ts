import { App, Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseQueueDemandConfig, type QueueDemandConfig } from '../../lib/contract/queue-demand';
import { Monitoring } from '../../lib/monitoring';
import { WorkQueue } from '../../lib/queue';
import { CDK_CONTEXT, testApp, testStack } from '../support/test-app';
import { bench } from './setup';

function demandWith(workers: number, app = testApp()) {
  const { data, svc, queueDemand: demand } = bench({}, app);
  for (let index = 1; index <= workers; index++) {
    demand.watch({
      workerName: `worker-${index}`,
      ecsServiceName: `shop-worker-${index}`,
      queue: new WorkQueue(data, `Queue${index}`, { name: 'shop' }),
      concurrency: 3,
      messagesPerSecond: 1 / 3,
      drainTime: Duration.seconds(9),
    });
  }
  return { app, data, demand, svc };
}

/** The configuration as the function will find it. */
function configOf(stack: Stack): QueueDemandConfig {
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const properties = (handler as { Properties: { Environment: { Variables: { QUEUE_DEMAND_CONFIG: unknown } } } })
    .Properties;
  const value = properties.Environment.Variables.QUEUE_DEMAND_CONFIG as { 'Fn::Join': [string, unknown[]] };
  const parts = value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'X'));
  return parseQueueDemandConfig(parts.join(''));
}

describe('QueueDemand', () => {
  test('starts its function every minute, and not again for an event that is late', () => {
    Template.fromStack(demandWith(1).svc).hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [
        Match.objectLike({
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
          DeadLetterConfig: { Arn: Match.anyValue() },
        }),
      ],
    });
  });

  test('ends its function before the next one has to publish', () => {
    Template.fromStack(demandWith(1).svc).hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 59,
      MemorySize: 192,
      Architectures: ['arm64'],
    });
  });

  test('tells its function about every worker, by literal name', () => {
    const { data, svc } = demandWith(2);
    const worker = { concurrency: 3, messagesPerSecond: 0.3333, drainSeconds: 9 };
    expect(configOf(svc)).toEqual({
      deployment: 'shop',
      queueUrlPrefix: 'https://sqs.eu-west-1.X/X/',
      workers: [
        { name: 'worker-1', service: 'shop-worker-1', queue: 'shop-queue1-g1', ...worker },
        { name: 'worker-2', service: 'shop-worker-2', queue: 'shop-queue2-g1', ...worker },
      ],
    });
    expect(svc.dependencies).not.toContain(data);
  });

  test('has nothing to tell when there is no worker', () => {
    expect(configOf(demandWith(0).svc).workers).toEqual([]);
  });

  test('may look at its queues and services alone, and publish in its namespace alone', () => {
    const arn = (service: string, rest: string) => ({
      'Fn::Join': ['', [`arn:aws:${service}:eu-west-1:`, { Ref: 'AWS::AccountId' }, `:${rest}`]],
    });
    Template.fromStack(demandWith(1).svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          {
            Action: 'cloudwatch:PutMetricData',
            Condition: { StringEquals: { 'cloudwatch:namespace': 'ZeroToMillions' } },
            Effect: 'Allow',
            Resource: '*',
          },
          { Action: 'ecs:DescribeServices', Effect: 'Allow', Resource: arn('ecs', 'service/shop/shop-worker-1') },
          { Action: 'sqs:GetQueueAttributes', Effect: 'Allow', Resource: arn('sqs', 'shop-queue1-g1') },
        ]),
      }),
    });
  });

  test('encrypts its log with the key of the cluster', () => {
    Template.fromStack(demandWith(0).svc).resourceCountIs('AWS::KMS::Key', 1);
  });

  test.each(['#queue-demand-incomplete', '#queue-demand-silent'])('wakes somebody: %s', (runbook) => {
    const { app, demand, svc } = demandWith(1);
    demand.monitor(new Monitoring(testStack({}, app), 'Monitoring', { name: 'shop' }));
    Template.fromStack(svc).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`^critical: .*${runbook}$`),
      TreatMissingData: runbook.endsWith('silent') ? 'breaching' : 'notBreaching',
      Dimensions: [{ Name: 'FunctionName', Value: Match.anyValue() }],
    });
  });

  test('has the same logical ids in an app with other feature flags', () => {
    const ids = (app: App) =>
      Object.keys(Template.fromStack(demandWith(1, app).svc).toJSON().Resources as object).sort();
    const noFlags = Object.fromEntries(Object.keys(CDK_CONTEXT).map((flag) => [flag, undefined]));
    expect(ids(new App({ context: noFlags, analyticsReporting: false }))).toEqual(ids(testApp()));
  });
});

describe('QueueDemand refuses', () => {
  test('two workers of the same name', () => {
    const { demand, svc } = demandWith(1);
    const queue = new WorkQueue(svc, 'Other', { name: 'shop' });
    const worker = { concurrency: 1, messagesPerSecond: 1, drainTime: Duration.minutes(1) };
    expect(() => demand.watch({ workerName: 'worker-1', ecsServiceName: 'other', queue, ...worker })).toThrow(
      'Svc/QueueDemand: workerName must be unique in a deployment, got "worker-1" twice; rename one of the workers',
    );
  });

  test('more workers than fit into the variables of a function', () => {
    expect(() => demandWith(25).app.synth()).not.toThrow();
    expect(() => demandWith(35).app.synth()).toThrow(
      /^Svc\/QueueDemand: workers must fit into 3900 characters of configuration, got \d{4} for 35 workers; define a second QueueDemand for some of them$/,
    );
  });
});
