import type { Resolved } from '../../../lib/growth/engine/change';
import { referencesIn } from '../../../lib/growth/engine/resolved-value';
import { metricsOf, periodOf } from '../metric-math';
import type { Alarm, Comparison, Expression } from '../model';
import { formulaOf } from './formulas';
import { metricOf, type Subject } from './metrics';
import type { Problems } from '../problems';
import { word, type Resources } from './resources';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  GreaterThanThreshold: 'GreaterThanThreshold',
  GreaterThanOrEqualToThreshold: 'GreaterThanOrEqualToThreshold',
  LessThanThreshold: 'LessThanThreshold',
  LessThanOrEqualToThreshold: 'LessThanOrEqualToThreshold',
};

const MISSING: Readonly<Record<string, Alarm['treatMissingData']>> = {
  breaching: 'breaching',
  notBreaching: 'notBreaching',
  ignore: 'ignore',
};

/** The alarms that set off a policy: those that name it among their actions, by reference or by its ARN. */
export function alarmsOf(policy: Resolved, resources: Resources): Resolved[] {
  return resources.ofType('AWS::CloudWatch::Alarm').filter((alarm) => names(alarm.properties.AlarmActions, policy));
}

/** Whether an alarm sets off a policy with what is not simulated: becoming well, or losing its data. */
export function hasOtherActions(policy: Resolved, resources: Resources): boolean {
  return resources
    .ofType('AWS::CloudWatch::Alarm')
    .some(({ properties }) => names([properties.OKActions, properties.InsufficientDataActions], policy));
}

function names(actions: unknown, policy: Resolved): boolean {
  if (referencesIn(actions).includes(policy.key)) return true;
  const name = `policyName/${word(policy.properties.PolicyName)}`;
  return Array.isArray(actions) && actions.some((action) => typeof action === 'string' && action.endsWith(name));
}

/** What an alarm compares, and with what. Nothing when it never acts. */
export function readAlarm(
  { logicalId, properties }: Resolved,
  subject: Subject,
  problems: Problems,
): Alarm | undefined {
  if (properties.ActionsEnabled === false || properties.ActionsEnabled === 'false') {
    subject.warn(`${logicalId} has its actions switched off, so that it never acts`);
    return undefined;
  }
  const number = (property: string, byDefault?: number) =>
    problems.number(properties[property], `${property} of ${logicalId}`, byDefault);
  const expression = expressionOf(logicalId, properties, subject, number);
  const comparison = COMPARISONS[word(properties.ComparisonOperator)];
  if (!comparison) {
    subject.refuse(`${logicalId} compares with ${word(properties.ComparisonOperator)}, which is not simulated`);
    return undefined;
  }
  const evaluationPeriods = number('EvaluationPeriods');
  const alarm: Alarm = {
    expression,
    periodSeconds: periodOf(expression) ?? 60,
    evaluationPeriods,
    datapointsToAlarm: number('DatapointsToAlarm', evaluationPeriods),
    threshold: number('Threshold'),
    comparison,
    treatMissingData: MISSING[word(properties.TreatMissingData)] ?? 'missing',
  };
  doubt(logicalId, alarm, subject);
  return alarm;
}

function expressionOf(
  logicalId: string,
  properties: Resolved['properties'],
  subject: Subject,
  number: (property: string, byDefault?: number) => number,
): Expression {
  if (properties.Metrics !== undefined) return formulaOf(properties.Metrics, logicalId, subject, number('Period', 60));
  return metricOf(
    {
      namespace: word(properties.Namespace),
      name: word(properties.MetricName),
      dimensions: properties.Dimensions,
      statistic: word(properties.ExtendedStatistic, word(properties.Statistic, 'Average')),
      periodSeconds: number('Period'),
    },
    subject,
  );
}

/** Metrics that come once a minute leave most of the shorter periods empty. */
function doubt(logicalId: string, { expression }: Alarm, subject: Subject): void {
  const periods = new Set(metricsOf(expression).map(({ periodSeconds }) => periodSeconds));
  if (periods.size > 1) {
    subject.refuse(
      `${logicalId} must have one period for all its metrics, got ${[...periods].join(', ')} s; CloudWatch refuses others`,
    );
  }
  for (const { signal, periodSeconds } of metricsOf(expression)) {
    const finest = FINEST[signal.model] ?? 10;
    if (periodSeconds < finest) {
      subject.warn(`${logicalId} has a period of ${periodSeconds} s, but its metric comes every ${finest} s`);
    }
  }
}

const FINEST: Readonly<Record<string, number>> = {
  cpu: 20,
  memory: 20,
  'requests-per-target': 60,
  'response-time': 60,
  visible: 60,
  'backlog-per-task': 60,
};
