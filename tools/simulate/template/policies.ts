import type { Resolved } from '../../../lib/growth/engine/change';
import { referencesIn } from '../../../lib/growth/engine/resolved-value';
import type { Policy, PredictivePolicy, StepAdjustment, StepPolicy } from '../model';
import { alarmsOf, hasOtherActions, readAlarm } from './alarms';
import type { Subject } from './metrics';
import type { Problems } from '../problems';
import { policyName, structure, structures, word } from './resources';
import { readTargetTracking } from './target-tracking';

const ADJUSTMENTS: Readonly<Record<string, StepPolicy['adjustmentType']>> = {
  PercentChangeInCapacity: 'PercentChangeInCapacity',
  ChangeInCapacity: 'ChangeInCapacity',
  ExactCapacity: 'ExactCapacity',
};

/** The policies of a scalable target. */
export function policiesOf(target: Resolved, subject: Subject, problems: Problems): Policy[] {
  return subject.resources
    .ofType('AWS::ApplicationAutoScaling::ScalingPolicy')
    .filter((policy) => isOf(policy, target))
    .flatMap((policy) => readPolicy(policy, subject, problems));
}

function isOf({ properties }: Resolved, target: Resolved): boolean {
  if (properties.ScalingTargetId !== undefined) return referencesIn(properties.ScalingTargetId).includes(target.key);
  return (
    JSON.stringify(properties.ResourceId) === JSON.stringify(target.properties.ResourceId) &&
    properties.ScalableDimension === target.properties.ScalableDimension
  );
}

function readPolicy(policy: Resolved, subject: Subject, problems: Problems): Policy[] {
  switch (policy.properties.PolicyType) {
    case 'TargetTrackingScaling':
      return readTargetTracking(policy, subject, problems);
    case 'StepScaling':
      return readSteps(policy, subject, problems);
    case 'PredictiveScaling':
      return readPredictive(policy, subject, problems);
  }
  subject.warn(`${policy.logicalId} has the type ${word(policy.properties.PolicyType, 'none')}, which never acts`);
  return [];
}

/** One policy for each of its alarms: usually there is one. */
function readSteps(policy: Resolved, subject: Subject, problems: Problems): Policy[] {
  const configuration = structure(policy.properties.StepScalingPolicyConfiguration);
  const name = policyName(policy);
  const adjustmentType = ADJUSTMENTS[word(configuration.AdjustmentType)];
  if (!adjustmentType) {
    subject.refuse(`${name} has the adjustment type ${word(configuration.AdjustmentType, 'none')}, which AWS refuses`);
    return [];
  }
  const magnitude = configuration.MinAdjustmentMagnitude;
  const steps: StepPolicy = {
    kind: 'step',
    name,
    adjustmentType,
    steps: structures(configuration.StepAdjustments).map((step) => readStep(step, name, problems)),
    cooldownSeconds: problems.number(configuration.Cooldown, `Cooldown of ${name}`, 300),
    ...(magnitude === undefined
      ? {}
      : { minAdjustmentMagnitude: problems.number(magnitude, `MinAdjustmentMagnitude of ${name}`) }),
  };
  if (hasOtherActions(policy, subject.resources)) {
    subject.warn(`${name} is also set off by an alarm that is well again or has no data, which is not simulated`);
  }
  const alarms = alarmsOf(policy, subject.resources);
  if (alarms.length === 0) subject.warn(`${name} has no alarm that sets it off, so that it never acts`);
  return alarms.map((alarm) => ({ ...steps, alarm: readAlarm(alarm, subject, problems) }));
}

function readStep(step: Readonly<Record<string, unknown>>, name: string, problems: Problems): StepAdjustment {
  const bound = (property: string) =>
    step[property] === undefined ? undefined : problems.number(step[property], `${property} of ${name}`);
  const [lower, upper] = [bound('MetricIntervalLowerBound'), bound('MetricIntervalUpperBound')];
  return {
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    adjustment: problems.number(step.ScalingAdjustment, `ScalingAdjustment of ${name}`),
  };
}

/** Forecasts are simulated of the load that CPU utilization stands for. */
function readPredictive(policy: Resolved, subject: Subject, problems: Problems): PredictivePolicy[] {
  const configuration = structure(policy.properties.PredictiveScalingPolicyConfiguration);
  const name = policyName(policy);
  const [specification = {}] = structures(configuration.MetricSpecifications);
  const metrics = ['PredefinedMetricPairSpecification', 'PredefinedScalingMetricSpecification']
    .map((property) => word(structure(specification[property]).PredefinedMetricType))
    .filter((metric) => metric !== '');
  if (metrics[0] !== 'ECSServiceCPUUtilization' && metrics[0] !== 'ECSServiceAverageCPUUtilization') {
    subject.warn(`${name} forecasts ${metrics[0] ?? 'a metric of its own'}, which is not simulated: left out`);
    return [];
  }
  const forecastOnly = word(configuration.Mode, 'ForecastOnly') === 'ForecastOnly';
  if (forecastOnly) subject.warn(`${name} only forecasts, and never acts`);
  return [
    {
      kind: 'predictive',
      name,
      targetPercent: problems.number(specification.TargetValue, `TargetValue of ${name}`),
      startAheadSeconds: problems.number(configuration.SchedulingBufferTime, `SchedulingBufferTime of ${name}`, 300),
      forecastOnly,
    },
  ];
}
