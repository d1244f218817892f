import type { Resolved } from '../../../lib/growth/engine/change';
import { periodOf } from '../metric-math';
import type { Expression, Policy, Signal, Statistic } from '../model';
import { formulaOf } from './formulas';
import { metricOf, type Subject } from './metrics';
import { publishes } from './monitoring';
import type { Problems } from '../problems';
import { policyName, structure, word } from './resources';

interface Predefined {
  readonly signal: Signal;
  readonly statistic: Statistic;
  readonly periodSeconds: 20 | 60;
}

const PREDEFINED: Readonly<Record<string, Predefined>> = {
  ECSServiceAverageCPUUtilization: { statistic: 'Average', signal: { model: 'cpu' }, periodSeconds: 60 },
  ECSServiceAverageCPUUtilizationHighResolution: { statistic: 'Average', signal: { model: 'cpu' }, periodSeconds: 20 },
  ECSServiceAverageMemoryUtilization: { statistic: 'Average', signal: { model: 'memory' }, periodSeconds: 60 },
  ECSServiceAverageMemoryUtilizationHighResolution: {
    statistic: 'Average',
    signal: { model: 'memory' },
    periodSeconds: 20,
  },
  ALBRequestCountPerTarget: { statistic: 'Sum', signal: { model: 'requests-per-target' }, periodSeconds: 60 },
};

/** A policy that keeps a metric near a target. None where it can never act, which is then said. */
export function readTargetTracking(policy: Resolved, subject: Subject, problems: Problems): Policy[] {
  const configuration = structure(policy.properties.TargetTrackingScalingPolicyConfiguration);
  const name = policyName(policy);
  const followed = followedBy(configuration, name, subject);
  if (!followed) return [];
  const seconds = (property: string) =>
    problems.number(configuration[property], `${property} of ${name}`, DEFAULT_COOLDOWN);
  return [
    {
      kind: 'target-tracking',
      name,
      ...followed,
      target: problems.number(configuration.TargetValue, `TargetValue of ${name}`),
      scaleOutCooldownSeconds: seconds('ScaleOutCooldown'),
      scaleInCooldownSeconds: seconds('ScaleInCooldown'),
      disableScaleIn: configuration.DisableScaleIn === true || configuration.DisableScaleIn === 'true',
    },
  ];
}

/** What ECS services have where the template says nothing. */
const DEFAULT_COOLDOWN = 300;

interface Followed {
  readonly expression: Expression;
  readonly periodSeconds: 20 | 60;
}

function followedBy(
  configuration: Readonly<Record<string, unknown>>,
  name: string,
  subject: Subject,
): Followed | undefined {
  const predefined = word(structure(configuration.PredefinedMetricSpecification).PredefinedMetricType);
  if (predefined !== '') return predefinedMetric(predefined, name, subject);
  const custom = structure(configuration.CustomizedMetricSpecification);
  if (custom.Metrics !== undefined) {
    const expression = formulaOf(custom.Metrics, name, subject, 60);
    return { expression, periodSeconds: periodOf(expression) === 20 ? 20 : 60 };
  }
  const expression = metricOf(
    {
      namespace: word(custom.Namespace),
      name: word(custom.MetricName),
      dimensions: custom.Dimensions,
      statistic: word(custom.Statistic, 'Average'),
      periodSeconds: 60,
    },
    subject,
  );
  return { expression, periodSeconds: 60 };
}

function predefinedMetric(type: string, name: string, subject: Subject): Followed | undefined {
  const predefined = Object.hasOwn(PREDEFINED, type) ? PREDEFINED[type] : undefined;
  if (!predefined) {
    subject.refuse(`${name} must follow one of ${Object.keys(PREDEFINED).join(', ')}, got ${type}`);
    return undefined;
  }
  if (predefined.periodSeconds === 20 && !publishesEvery20Seconds(predefined.signal, subject)) {
    subject.warn(
      `${name} follows ${type}, but the service does not publish it every 20 seconds (Monitoring), so that it never acts`,
    );
  }
  return {
    expression: { kind: 'metric', ...predefined },
    periodSeconds: predefined.periodSeconds,
  };
}

function publishesEvery20Seconds(signal: Signal, { service }: Subject): boolean {
  return publishes(service, signal.model === 'memory' ? 'MemoryUtilization' : 'CPUUtilization');
}
