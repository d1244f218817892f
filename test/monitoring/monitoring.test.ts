import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmSeverity, Monitoring, type AlarmOptions } from '../../lib';
import { testApp, testStack } from '../support/test-app';

const ALARM: AlarmOptions = {
  metric: new cloudwatch.Metric({ namespace: 'Test', metricName: 'Errors' }),
  threshold: 5,
  summary: 'Too many errors.',
  runbook: 'too-many-errors',
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
