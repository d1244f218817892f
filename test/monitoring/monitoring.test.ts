import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmSeverity, Monitoring, type AlarmOptions, type EventAlarmOptions } from '../../lib';
import { testApp, testStack } from '../support/test-app';

const ALARM: AlarmOptions = {
  metric: new cloudwatch.Metric({ namespace: 'Test', metricName: 'Errors' }),
  threshold: 5,
  summary: 'Too many errors.',
  runbook: 'too-many-errors',
};

const EVENT_ALARM: EventAlarmOptions = {
  eventPattern: { source: ['aws.rds'], detail: { SourceIdentifier: ['shop-rds-g1'] } },
  messagePath: '$.detail.Message',
  summary: 'Storage nears its maximum.',
  runbook: 'storage-near-maximum',
};

function twoStacks(): { app: App; watched: Stack; monitoring: Monitoring; sink: Stack } {
  const app = testApp();
  const sink = new Stack(app, 'Sink', { env: { region: 'eu-west-1' } });
  const watched = new Stack(app, 'Watched', { env: { region: 'eu-west-1' } });
  return { app, watched, sink, monitoring: new Monitoring(sink, 'Monitoring', { name: 'shop' }) };
}

describe('Monitoring', () => {
  test('has one encrypted topic for each severity, for TLS only', () => {
    const stack = testStack();
    new Monitoring(stack, 'Monitoring', { name: 'shop' });
    const template = Template.fromStack(stack);
    for (const severity of ['critical', 'warning']) {
      template.hasResourceProperties('AWS::SNS::Topic', {
        TopicName: `shop-${severity}-alarms`,
        KmsMasterKeyId: Match.anyValue(),
      });
    }
    template.resourcePropertiesCountIs(
      'AWS::SNS::TopicPolicy',
      { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny' })]) } },
      2,
    );
  });

  test('lets CloudWatch use the key, without which alarms would reach nobody', () => {
    const stack = testStack();
    new Monitoring(stack, 'Monitoring', { name: 'shop' });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          }),
        ]),
      },
    });
  });

  test('lets CloudWatch of this account publish, since a policy of its own takes the place of the default one', () => {
    const stack = testStack();
    new Monitoring(stack, 'Monitoring', { name: 'shop' });
    Template.fromStack(stack).resourcePropertiesCountIs(
      'AWS::SNS::TopicPolicy',
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: { Ref: Match.stringLikeRegexp('^Monitoring(Critical|Warning)') },
              Condition: { StringEquals: { 'aws:SourceAccount': Match.anyValue() } },
            }),
          ]),
        },
      },
      2,
    );
  });

  test('puts an alarm into the stack of what it watches, and imports nothing into it', () => {
    const { watched, monitoring } = twoStacks();
    monitoring.addAlarm(watched, 'Errors', { ...ALARM, severity: AlarmSeverity.CRITICAL });
    const template = Template.fromStack(watched);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 5,
      EvaluationPeriods: 3,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(JSON.stringify(template)).not.toMatch(/ImportValue|GetStackOutput/);
    expect(JSON.stringify(template)).toContain('shop-critical-alarms');
  });

  test('says in each alarm how urgent it is, what happened and where the runbook is', () => {
    const { watched, monitoring } = twoStacks();
    monitoring.addAlarm(watched, 'Errors', ALARM);
    Template.fromStack(watched).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: `warning: Too many errors. Runbook: ${Monitoring.RUNBOOK_URL}#too-many-errors`,
      AlarmActions: [Match.anyValue()],
      OKActions: [Match.anyValue()],
    });
  });

  test('puts a rule for events into the stack of what it watches, with a message that says what to do', () => {
    const { watched, monitoring } = twoStacks();
    monitoring.addEventAlarm(watched, 'Storage', EVENT_ALARM);
    const template = Template.fromStack(watched);
    template.hasResourceProperties('AWS::Events::Rule', {
      Description: 'warning: Storage nears its maximum.',
      EventPattern: { source: ['aws.rds'], detail: { SourceIdentifier: ['shop-rds-g1'] } },
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':sns:eu-west-1:$')])] },
          InputTransformer: {
            InputPathsMap: {
              'detail-Message': '$.detail.Message',
              'detail-type': '$.detail-type',
              'resources-0-': '$.resources[0]',
              time: '$.time',
            },
            InputTemplate: [
              '"warning: Storage nears its maximum."',
              '"<detail-Message>"',
              '"Event: <detail-type>, <resources-0->, <time>"',
              `"Runbook: ${Monitoring.RUNBOOK_URL}#storage-near-maximum"`,
            ].join('\n'),
          },
        },
      ],
    });
    expect(JSON.stringify(template)).not.toMatch(/ImportValue|GetStackOutput/);
    expect(JSON.stringify(template)).toContain('shop-warning-alarms');
  });

  test('sends the summary alone where an event has no words', () => {
    const { watched, monitoring } = twoStacks();
    monitoring.addEventAlarm(watched, 'Storage', { ...EVENT_ALARM, messagePath: undefined });
    expect(JSON.stringify(Template.fromStack(watched))).not.toContain('detail-Message');
  });

  test.each([
    [undefined, { Critical: 0, Warning: 0 }, 0],
    [AlarmSeverity.WARNING, { Critical: 0, Warning: 1 }, 1],
    [AlarmSeverity.CRITICAL, { Critical: 1, Warning: 0 }, 1],
  ])('lets EventBridge in where rules of severity %s need it, once, without a condition', (severity, topics, keys) => {
    const { watched, monitoring, sink } = twoStacks();
    if (severity) {
      monitoring.addEventAlarm(watched, 'One', { ...EVENT_ALARM, severity });
      monitoring.addEventAlarm(watched, 'Other', { ...EVENT_ALARM, severity });
    }
    const template = Template.fromStack(sink);
    for (const [topic, count] of Object.entries(topics)) {
      const [policy] = Object.values(
        template.findResources('AWS::SNS::TopicPolicy', {
          Properties: { Topics: [{ Ref: Match.stringLikeRegexp(`^Monitoring${topic}`) }] },
        }),
      );
      const statements = forEvents(policy, 'PolicyDocument');
      expect(statements).toHaveLength(count);
      for (const statement of statements) {
        expect(statement).toMatchObject({ Effect: 'Allow', Action: 'sns:Publish' });
        expect(statement).not.toHaveProperty('Condition');
      }
    }
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(forEvents(key, 'KeyPolicy')).toEqual(
      Array.from({ length: keys }, () => ({
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      })),
    );
  });

  test('keeps the events that reach nobody, and says so, once there is a rule', () => {
    const { watched, monitoring, sink } = twoStacks();
    expect(JSON.stringify(sink.node.findAll().map(({ node }) => node.id))).not.toContain('DeadLetters');
    monitoring.addEventAlarm(watched, 'One', EVENT_ALARM);
    monitoring.addEventAlarm(watched, 'Other', { ...EVENT_ALARM, severity: AlarmSeverity.CRITICAL });
    const template = Template.fromStack(sink);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-events-dlq',
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnLike: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'shop-events-dlq' }],
      Threshold: 1,
      AlarmDescription: Match.stringLikeRegexp('#events-not-delivered$'),
    });
    for (const rule of Object.values(Template.fromStack(watched).findResources('AWS::Events::Rule'))) {
      expect(JSON.stringify(rule)).toMatch(/DeadLetterConfig.*:sqs:.*:shop-events-dlq/);
    }
  });

  test('shows sections that were handed in before and after the dashboard', () => {
    const { watched, monitoring } = twoStacks();
    const widget = () => new cloudwatch.GraphWidget({ left: [ALARM.metric] });
    monitoring.addSection({ title: 'Before', widgets: [widget()] });
    monitoring.showOn(new cloudwatch.Dashboard(watched, 'Dashboard'));
    monitoring.addSection({ title: 'After', widgets: [widget()] });
    const body = JSON.stringify(Template.fromStack(watched).findResources('AWS::CloudWatch::Dashboard'));
    expect(body).toContain('## Before');
    expect(body).toContain('## After');
  });
});

function forEvents(resource: unknown, document: string): Record<string, unknown>[] {
  const { Properties: properties } = resource as {
    Properties: Record<string, { Statement: Record<string, unknown>[] }>;
  };
  return properties[document].Statement.filter(({ Principal: principal }) =>
    JSON.stringify(principal).includes('events.amazonaws.com'),
  );
}
