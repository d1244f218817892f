import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Edge, type EdgeProps } from '../../lib/edge';
import { Monitoring } from '../../lib/monitoring';
import { testApp } from '../support/test-app';

const DOMAIN = { domainName: 'www.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789' };

function edgeStack(): Stack {
  return new Stack(testApp(), 'Test', { env: { region: 'us-east-1' } });
}

function loadBalancerIn(stack: Stack, region: string): elbv2.IApplicationLoadBalancer {
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, `LoadBalancer-${region}`, {
    loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/app/shop/1`,
    loadBalancerDnsName: `internal-shop.${region}.elb.amazonaws.com`,
    securityGroupId: 'sg-1',
  });
}

function monitoredInFrontOfTwo(): Template {
  const stack = edgeStack();
  return monitored({ otherRegions: [{ loadBalancer: loadBalancerIn(stack, 'us-east-1') }] }, stack);
}

function monitored(props: Partial<EdgeProps> = {}, stack = edgeStack()): Template {
  const loadBalancer = loadBalancerIn(stack, 'eu-west-1');
  const monitoring = new Monitoring(stack, 'Monitoring', { name: 'shop' });
  monitoring.showOn(new cloudwatch.Dashboard(stack, 'Dashboard'));
  new Edge(stack, 'Edge', { name: 'shop', loadBalancer, ...props }).monitor(monitoring);
  return Template.fromStack(stack);
}

describe('Edge monitored', () => {
  test('wakes somebody when requests fail, unless there are hardly any', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^critical: .*#edge-server-errors$'),
      Threshold: 5,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Metrics: [
        Match.objectLike({ Expression: 'IF(requests >= 10, errors, 0)' }),
        Match.objectLike({ Id: 'requests', MetricStat: Match.objectLike({ Period: 60, Stat: 'Sum' }) }),
        Match.objectLike({
          Id: 'errors',
          MetricStat: Match.objectLike({
            Period: 60,
            Metric: Match.objectLike({
              Namespace: 'AWS/CloudFront',
              MetricName: '5xxErrorRate',
              Dimensions: [
                { Name: 'DistributionId', Value: { Ref: Match.stringLikeRegexp('Distribution') } },
                { Name: 'Region', Value: 'Global' },
              ],
            }),
          }),
        }),
      ],
    });
  });

  test('watches only what is there', () => {
    monitored().resourceCountIs('AWS::CloudWatch::Alarm', 1);
    monitored({ domain: DOMAIN, waf: true }).resourceCountIs('AWS::CloudWatch::Alarm', 3);
  });

  test('warns when the firewall blocks many requests', () => {
    monitored({ waf: true }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#edge-blocked-requests$'),
      Namespace: 'AWS/WAFV2',
      MetricName: 'BlockedRequests',
      Dimensions: [
        { Name: 'Rule', Value: 'ALL' },
        { Name: 'WebACL', Value: 'shop-edge' },
      ],
      Threshold: 1000,
      Period: 300,
      Statistic: 'Sum',
    });
  });

  test('warns when the certificate is not renewed', () => {
    monitored({ domain: DOMAIN }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#edge-certificate-expiry$'),
      Namespace: 'AWS/CertificateManager',
      MetricName: 'DaysToExpiry',
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: 30,
      Period: 86_400,
    });
  });

  test.each<[string, Partial<EdgeProps>]>([
    ['BytesDownloaded', {}],
    ['BlockedRequests', { waf: true }],
  ])('shows requests, failures and %s', (metric, props) => {
    const [dashboard] = Object.values(monitored(props).findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard);
    for (const name of ['## Edge', 'Requests', '5xxErrorRate', '4xxErrorRate', metric]) expect(body).toContain(name);
  });

  test.each([
    ['edge-routing-errors', ['FunctionExecutionErrors', 'FunctionValidationErrors']],
    ['edge-routing-throttles', ['FunctionThrottles']],
  ])('wakes somebody for %s of either function', (runbook, names) => {
    const alarms = monitoredInFrontOfTwo().findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmDescription: Match.stringLikeRegexp(`^critical: .*#${runbook}$`) },
    });
    const [{ Properties: alarm }] = Object.values(alarms) as { Properties: Record<string, unknown> }[];
    const [{ Expression: expression }, ...metrics] = alarm.Metrics as {
      Id: string;
      Expression?: string;
      MetricStat?: unknown;
    }[];
    expect(alarm).toMatchObject({ Threshold: 10, EvaluationPeriods: 5, DatapointsToAlarm: 3 });
    expect(expression).toBe(metrics.map(({ Id }) => `FILL(${Id}, 0)`).join(' + '));
    expect(metrics.map(({ MetricStat }) => MetricStat)).toEqual(
      names.flatMap((name) =>
        ['shop-edge-request', 'shop-edge-response'].map((functionName) => ({
          Period: 60,
          Stat: 'Sum',
          Metric: {
            Namespace: 'AWS/CloudFront',
            MetricName: name,
            Dimensions: [
              { Name: 'FunctionName', Value: functionName },
              { Name: 'Region', Value: 'Global' },
            ],
          },
        })),
      ),
    );
  });

  test('shows what the functions do, by their literal names', () => {
    const template = monitoredInFrontOfTwo();
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const text of ['## Choice of the region', 'FunctionInvocations', 'FunctionComputeUtilization']) {
      expect(body).toContain(text);
    }
  });
});
