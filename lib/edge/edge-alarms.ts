import { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { WebAcl } from './web-acl';
import { AlarmSeverity, type IMonitoring } from '../monitoring';
import { metricSum } from '../private/metric-sum';

const MINUTE = Duration.minutes(1);

/** The alarms and graphs of an Edge. */
export class EdgeAlarms {
  constructor(
    private readonly edge: Construct,
    private readonly monitoring: IMonitoring,
  ) {}

  /** One failing request of the only one in a minute is no alarm. */
  public onServerErrors(distribution: cloudfront.IDistribution): void {
    this.monitoring.addAlarm(this.edge, 'ServerErrorAlarm', {
      metric: new cloudwatch.MathExpression({
        expression: 'IF(requests >= 10, errors, 0)',
        usingMetrics: {
          requests: distributionMetric(distribution, 'Requests', MINUTE),
          errors: distributionMetric(distribution, '5xxErrorRate', MINUTE),
        },
        period: MINUTE,
        label: 'Requests that failed (%)',
      }),
      threshold: 5,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      severity: AlarmSeverity.CRITICAL,
      summary: 'At least 5 % of all requests fail at the edge with a server error.',
      runbook: 'edge-server-errors',
    });
  }

  public onBlockedRequests(webAcl: WebAcl): void {
    this.monitoring.addAlarm(this.edge, 'BlockedRequestAlarm', {
      metric: blockedRequests(webAcl),
      threshold: 1000,
      summary: 'The firewall blocks at least 1,000 requests in five minutes, for a quarter of an hour.',
      runbook: 'edge-blocked-requests',
    });
  }

  /** Certificate Manager renews 60 days before the end; at 30 it has failed for a month. */
  public onExpiry(certificate: acm.ICertificate): void {
    this.monitoring.addAlarm(this.edge, 'CertificateExpiryAlarm', {
      metric: certificate.metricDaysToExpiry({ period: Duration.days(1), statistic: cloudwatch.Stats.MINIMUM }),
      threshold: 30,
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      summary: 'The certificate of the domain expires in 30 days or less and has not been renewed.',
      runbook: 'edge-certificate-expiry',
    });
  }

  /** Of the functions that pick the region: a viewer gets an error in place of an answer whenever one of these is counted. */
  public onRouting(functionNames: readonly string[]): void {
    const failed = sum(functionNames, 'Calls that failed', 'FunctionExecutionErrors', 'FunctionValidationErrors');
    const throttled = sum(functionNames, 'Calls that were refused', 'FunctionThrottles');
    this.monitoring.addAlarm(this.edge, 'RoutingErrorAlarm', {
      metric: failed,
      threshold: 10,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      severity: AlarmSeverity.CRITICAL,
      summary: 'At least 10 requests a minute fail because a function that picks their region fails.',
      runbook: 'edge-routing-errors',
    });
    this.monitoring.addAlarm(this.edge, 'RoutingThrottleAlarm', {
      metric: throttled,
      threshold: 10,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      severity: AlarmSeverity.CRITICAL,
      summary:
        'At least 10 requests a minute fail because CloudFront refuses to run a function that picks their region.',
      runbook: 'edge-routing-throttles',
    });
    const [onRequest = ''] = functionNames;
    const used = functionMetric(onRequest, 'FunctionComputeUtilization', cloudwatch.Stats.MAXIMUM);
    this.monitoring.addSection({
      title: 'Choice of the region',
      widgets: [
        graph('Requests that were sent to a region', functionMetric(onRequest, 'FunctionInvocations')),
        graph('Requests that failed there', failed, throttled),
        graph('Time used of the time allowed (%)', used),
      ],
    });
  }

  public addSection(distribution: cloudfront.IDistribution, webAcl: WebAcl | undefined): void {
    const widgets = [
      new cloudwatch.GraphWidget({ title: 'Requests', left: [distributionMetric(distribution, 'Requests')], width: 8 }),
      new cloudwatch.GraphWidget({
        title: 'Failed requests (%)',
        left: [distributionMetric(distribution, '5xxErrorRate'), distributionMetric(distribution, '4xxErrorRate')],
        width: 8,
      }),
      new cloudwatch.GraphWidget({
        title: webAcl ? 'Blocked requests' : 'Bytes',
        left: [webAcl ? blockedRequests(webAcl) : distributionMetric(distribution, 'BytesDownloaded')],
        width: 8,
      }),
    ];
    this.monitoring.addSection({ title: 'Edge', widgets });
  }
}

/** Not the L2's own metric: it lacks the dimension `Region`, without which CloudFront publishes nothing. */
function distributionMetric(
  distribution: cloudfront.IDistribution,
  metricName: string,
  period = Duration.minutes(5),
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
    statistic: metricName.endsWith('Rate') ? cloudwatch.Stats.AVERAGE : cloudwatch.Stats.SUM,
    period,
  });
}

function graph(title: string, ...left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8 });
}

/** Their ids differ from those of the other sum in the same graph. */
function sum(
  functionNames: readonly string[],
  label: string,
  ...metricNames: readonly string[]
): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(
    metricNames.flatMap((metricName) =>
      functionNames.map((name, index) => [`f${metricName.slice(1)}${index}`, functionMetric(name, metricName)]),
    ),
  );
  return metricSum(label, usingMetrics);
}

/** The metric of a CloudFront Function (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/monitoring-functions.html). */
function functionMetric(
  functionName: string,
  metricName: string,
  statistic: string = cloudwatch.Stats.SUM,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { FunctionName: functionName, Region: 'Global' },
    statistic,
    period: MINUTE,
  });
}

function blockedRequests(webAcl: WebAcl): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensionsMap: { WebACL: webAcl.metricName, Rule: 'ALL' },
    statistic: cloudwatch.Stats.SUM,
    period: Duration.minutes(5),
  });
}
