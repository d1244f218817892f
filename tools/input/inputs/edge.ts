import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { between, choice, literals, values, whole, type Choice } from '../choice';
import type { Inputs } from '../generator';
import { HOME } from '../world';
import { deploymentName, name } from './types';

/** Load balancers of other regions, which somebody else has made. */
function targets(...regions: readonly string[]): Choice {
  return choice(`[${regions.map((region) => `{ loadBalancer: of('${region}') }`).join(', ')}]`, ({ stack }) =>
    regions.map((region, index) => ({
      loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, `Target${index}`, {
        loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/app/other/0123456789abcdef`,
        loadBalancerDnsName: `internal-other.${region}.elb.amazonaws.com`,
        securityGroupId: 'sg-0123456789abcdef0',
      }),
      loadBalancerGeneration: index + 1,
    })),
  );
}

const metric = choice(
  'metric',
  () =>
    new cloudwatch.Metric({
      namespace: 'Shop',
      metricName: 'Orders',
      dimensionsMap: { Shop: 'one' },
      period: Duration.minutes(1),
    }),
);

export const EDGE: Inputs = {
  EdgeProps: {
    name: deploymentName,
    loadBalancer: values([choice('loadBalancer', (world) => world.loadBalancer.applicationLoadBalancer)]),
    loadBalancerGeneration: whole(1, 99, 3),
    otherRegions: values(
      [
        choice('[]', () => []),
        targets('us-east-1'),
        targets('us-east-1', 'ap-northeast-1', 'sa-east-1', 'ap-southeast-2', 'af-south-1'),
      ],
      [
        choice('"us-east-1"', () => 'us-east-1'),
        targets('us-east-1', 'us-east-1'),
        targets(HOME),
        targets('cn-north-1'),
        targets('us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1'),
      ],
    ),
    staticPath: literals(
      ['/static/*', '/a/b/*', '/~x.y-z_1/*'],
      ['', '/*', 'static/*', '/static', '/static/', '/st*tic/*', '/ä/*', `/${'x'.repeat(255)}/*`],
    ),
    cachedPaths: literals(
      [['/images/*'], [], ['/a', '/b*c', '/d?']],
      [
        [''],
        ['images/*'],
        ['/images/*', '/images/*'],
        [`/${'x'.repeat(255)}`],
        ['/ä'],
        Array.from({ length: 21 }, (_, index) => `/p${index}`),
      ],
    ),
    rateLimit: whole(10, 2_000_000_000),
    allowedCountries: literals([['DE'], ['FR', 'GB']], [[], ['de'], ['Germany'], [''], ['DE', 'DE'], ['XX'], ['UK']]),
    // In us-east-1, where what it encrypts is.
    encryptionKey: values([
      choice('ownKey', (world) => world.ownKey),
      choice('importedKey', (world) => world.importedKey),
    ]),
  },
  EdgeDomain: {
    domainName: literals(
      ['www.example.com', 'example.com', 'a.b.example.com'],
      [
        '',
        'WWW.example.com',
        'www.example.com.',
        'https://www.example.com',
        '-.example.com',
        `${'x'.repeat(60)}.example.com`,
        '*.example.com',
      ],
    ),
    hostedZoneId: literals(
      ['Z0123456789ABCDEFGHIJ'],
      ['', 'z0123456789', 'example.com', '/hostedzone/Z0123456789ABCDEFGHIJ'],
    ),
    zoneName: literals(['example.com'], ['', 'example.com.', 'example.org', 'Example.com']),
  },
  MonitoringProps: {
    name: deploymentName,
    part: name('edge', 20),
    runbookUrl: literals(['https://wiki.example.com/runbook'], ['', 'runbook', 'wiki.example.com', 'https://']),
  },
  AlarmOptions: {
    metric: values([metric]),
    threshold: between(0, 100),
    summary: literals(['Orders are missing.']),
    runbook: literals(['web-errors', 'queue-dead-letters']),
    evaluationPeriods: whole(1, 1440, 10),
    datapointsToAlarm: whole(1, 10),
  },
  DashboardSection: {
    title: literals(['Orders', '']),
    widgets: values([
      choice('[new GraphWidget({ left: [metric] })]', (world) => [
        new cloudwatch.GraphWidget({ left: [metric.make(world) as cloudwatch.IMetric] }),
      ]),
      choice('[]', () => []),
    ]),
  },
};
