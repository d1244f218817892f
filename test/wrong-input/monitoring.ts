import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Unchecked, WrongInput } from './wrong-input';
import { Monitoring, type AlarmOptions, type MonitoringProps } from '../../lib';
import { testStack } from '../support/test-app';

function monitoring(props: Unchecked<MonitoringProps> = {}): Monitoring {
  return new Monitoring(testStack(), 'Monitoring', { name: 'shop', ...props } as MonitoringProps);
}

function metric(period: Duration): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders', period });
}

function alarm(options: Unchecked<AlarmOptions>): () => unknown {
  return () => {
    const home = monitoring();
    const good = { metric: metric(Duration.minutes(5)), threshold: 1, summary: 'Nobody orders.', runbook: 'no-orders' };
    return home.addAlarm(home, 'Orders', { ...good, ...options } as AlarmOptions);
  };
}

export const MONITORING: readonly WrongInput[] = [
  {
    wrong: 'names that cannot be part of physical names, and a runbook in no place',
    make: () => monitoring({ name: 'Shop', part: 'Edge', runbookUrl: 'docs/runbook.md' }),
    error: [
      'Test/Monitoring:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - part must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Edge"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - runbookUrl must be an HTTPS address of at most 512 characters without #, got "docs/runbook.md"; alarms add the # and a heading; use one such as https://example.com/runbook.md',
    ],
  },
  {
    wrong: 'a runbook with a heading of its own',
    make: () => monitoring({ runbookUrl: 'https://example.com/runbook.md#alarms' }),
    error:
      'Test/Monitoring: runbookUrl must be an HTTPS address of at most 512 characters without #, got "https://example.com/runbook.md#alarms"; alarms add the # and a heading; use one such as https://example.com/runbook.md',
  },
  {
    wrong: 'everything of an alarm at once',
    make: alarm({
      threshold: NaN,
      evaluationPeriods: 0,
      datapointsToAlarm: 0,
      summary: 'Nobody orders',
      runbook: '#no-orders',
      severity: 'fatal',
      comparison: '>',
      treatMissingData: 'bad',
    }),
    error: [
      'Test/Monitoring:',
      '  - Orders.threshold must be a number, got NaN; give it in the unit of the metric',
      '  - Orders.evaluationPeriods must be a whole number between 1 and 10080, got 0; an alarm looks back for a day or a week',
      '  - Orders.datapointsToAlarm must be a whole number between 1 and 1, got 0; it is a part of evaluationPeriods; leave it out for all of them',
      '  - Orders.summary must be one sentence that ends with a full stop, got "Nobody orders"; say what happened to the person who is woken',
      '  - Orders.runbook must be a heading of the runbook in its anchor form, got "#no-orders"; write it as web-unhealthy-tasks, without #',
      '  - Orders.severity must be one of critical, warning, got "fatal"; use a constant of AlarmSeverity',
      '  - Orders.comparison must be one of GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, LessThanOrEqualToThreshold, LessThanLowerOrGreaterThanUpperThreshold, GreaterThanUpperThreshold, LessThanLowerThreshold, got ">"; use a constant of cloudwatch.ComparisonOperator',
      '  - Orders.treatMissingData must be one of breaching, notBreaching, ignore, missing, got "bad"; use a constant of cloudwatch.TreatMissingData',
    ],
  },
  {
    wrong: 'more breaches than periods',
    make: alarm({ evaluationPeriods: 3, datapointsToAlarm: 4 }),
    error:
      'Test/Monitoring: Orders.datapointsToAlarm must be a whole number between 1 and 3, got 4; it is a part of evaluationPeriods; leave it out for all of them',
  },
  {
    wrong: 'a look back for more than a day',
    make: alarm({ evaluationPeriods: 289 }),
    error:
      'Test/Monitoring: Orders.evaluationPeriods must cover at most a day, got 289 of 300 seconds; look at fewer, or at longer ones',
  },
  {
    wrong: 'a look back for more than a week',
    make: alarm({ metric: metric(Duration.hours(6)), evaluationPeriods: 29 }),
    error:
      'Test/Monitoring: Orders.evaluationPeriods must cover at most a week, got 29 of 21600 seconds; look at fewer, or at longer ones',
  },
  {
    wrong: 'a summary longer than a description',
    make: alarm({ summary: `${'very '.repeat(200)}bad.` }),
    error:
      'Test/Monitoring: Orders.summary must leave room for the address of the runbook within 1024 characters, got 1111 in all; shorten it',
  },
];
