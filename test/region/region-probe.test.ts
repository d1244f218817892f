import { Match, Template } from 'aws-cdk-lib/assertions';
import { Monitoring } from '../../lib/monitoring';
import { RegionModel, RegionProbe } from '../../lib/region';
import { testStack } from '../support/test-app';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];

function synthesize(): Template {
  const stack = testStack({ env: { region: 'us-east-1', account: '111111111111' } });
  const plan = new RegionModel({ regions: REGIONS });
  const probe = new RegionProbe(stack, 'Probe', { name: 'shop', plan, url: 'https://www.example.com' });
  expect(probe.alarmNames).toEqual([
    'shop-eu-west-1-unreachable-from-us-east-1',
    'shop-ap-northeast-1-unreachable-from-us-east-1',
  ]);
  probe.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
  return Template.fromStack(stack);
}

describe('RegionProbe', () => {
  test('is told the regions and the address of the edge, and is started every minute', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 59,
      Environment: {
        Variables: {
          REGION_PROBE_CONFIG: JSON.stringify({
            deployment: 'shop',
            region: 'us-east-1',
            others: ['eu-west-1', 'ap-northeast-1'],
            url: 'https://www.example.com',
          }),
        },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
  });

  test('raises an alarm of each other region by three failures within forty seconds, in its own region', () => {
    synthesize().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'shop-eu-west-1-unreachable-from-us-east-1',
      Namespace: 'ZeroToMillions',
      MetricName: 'RegionUnreachable',
      Dimensions: [
        { Name: 'Deployment', Value: 'shop' },
        { Name: 'Region', Value: 'eu-west-1' },
      ],
      Period: 10,
      Statistic: 'Minimum',
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('tells when it is blind or silent', () => {
    const template = synthesize();
    for (const [MetricName, TreatMissingData] of [
      ['Errors', 'notBreaching'],
      ['Invocations', 'breaching'],
    ]) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, TreatMissingData });
    }
  });

  test('may publish metrics of one namespace, and nothing else', () => {
    synthesize().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Action: 'cloudwatch:PutMetricData',
            Effect: 'Allow',
            Resource: '*',
            Condition: { StringEquals: { 'cloudwatch:namespace': 'ZeroToMillions' } },
          },
        ]),
      },
    });
  });
});
