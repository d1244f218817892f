import { Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmSeverity, type AlarmOptions } from './api';
import { matches, oneOf, refuse, shown, wholeNumber, type Rule } from '../private/validate';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const DESCRIPTION_LIMIT = 1024;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Refuses an address that no heading could be added to. */
export function runbookUrlRule(runbookUrl: string | undefined): Rule {
  return matches(
    'runbookUrl',
    runbookUrl,
    /^(?=.{1,512}$)https:\/\/[^\s#]+$/,
    'be an HTTPS address of at most 512 characters without #',
    'alarms add the # and a heading; use one such as https://example.com/runbook.md',
  );
}

/** Refuses an alarm that CloudWatch would not take, or that would not help the person who is woken. */
export function alarmRules(options: AlarmOptions, evaluationPeriods: number, description: string): Rule[] {
  return [
    refuse(
      !Token.isUnresolved(options.threshold) && !Number.isFinite(options.threshold),
      `threshold must be a number, got ${shown(options.threshold)}; give it in the unit of the metric`,
    ),
    wholeNumber('evaluationPeriods', evaluationPeriods, 1, 7 * 24 * 60, 'an alarm looks back for a day or a week'),
    wholeNumber(
      'datapointsToAlarm',
      options.datapointsToAlarm,
      1,
      Math.max(1, evaluationPeriods),
      'it is a part of evaluationPeriods; leave it out for all of them',
    ),
    spanRule(options.metric, evaluationPeriods),
    ...messageRules(options, description),
    oneOf('severity', options.severity, Object.values(AlarmSeverity), 'use a constant of AlarmSeverity'),
    oneOf(
      'comparison',
      options.comparison,
      Object.values(cloudwatch.ComparisonOperator),
      'use a constant of cloudwatch.ComparisonOperator',
    ),
    oneOf(
      'treatMissingData',
      options.treatMissingData,
      Object.values(cloudwatch.TreatMissingData),
      'use a constant of cloudwatch.TreatMissingData',
    ),
  ];
}

/** Refuses what would not help the person who is woken. */
export function messageRules(
  { summary, runbook }: Pick<AlarmOptions, 'summary' | 'runbook'>,
  description: string,
): Rule[] {
  return [
    matches(
      'summary',
      summary,
      /^[^\n]+\.$/,
      'be one sentence that ends with a full stop',
      'say what happened to the person who is woken',
    ),
    matches(
      'runbook',
      runbook,
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'be a heading of the runbook in its anchor form',
      'write it as web-unhealthy-tasks, without #',
    ),
    refuse(
      !Token.isUnresolved(description) && description.length > DESCRIPTION_LIMIT,
      `summary must leave room for the address of the runbook within ${DESCRIPTION_LIMIT} characters, got ${description.length} in all; shorten it`,
    ),
  ];
}

/** CloudWatch looks back for a day at most, and for a week with periods of an hour or more. */
function spanRule(metric: cloudwatch.IMetric, evaluationPeriods: number): Rule {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  const seconds = metricStat?.period.toSeconds() ?? mathExpression?.period;
  if (seconds === undefined || !Number.isInteger(evaluationPeriods)) return undefined;
  const [limit, name] = seconds < HOUR ? [DAY, 'a day'] : [7 * DAY, 'a week'];
  return refuse(
    seconds * evaluationPeriods > limit,
    `evaluationPeriods must cover at most ${name}, got ${evaluationPeriods} of ${seconds} seconds; look at fewer, or at longer ones`,
  );
}
