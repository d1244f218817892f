import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Edge, type EdgeProps } from '../../lib/edge';
import { Monitoring } from '../../lib/monitoring';
import { testApp } from '../support/test-app';

const DOMAIN = { domainName: 'www.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789' };

function monitored(props: Partial<EdgeProps> = {}): Template {
  const stack = new Stack(testApp(), 'Test', { env: { region: 'us-east-1' } });
  const loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1',
    loadBalancerDnsName: 'internal-shop.eu-west-1.elb.amazonaws.com',
    securityGroupId: 'sg-1',
  });
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
});
