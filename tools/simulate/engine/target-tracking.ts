import type { Alarm, Conditions, TargetTrackingPolicy } from '../model';

const HIGH_DATAPOINTS = 3;
const LOW_SECONDS = 15 * 60;
/** ECS: the low alarm is a tenth below the target. */
const LOW_SHARE = 0.9;
/** What is given back at once: AWS says only that it is gradual. */
const GRADUAL_SHARE = 0.1;

/** Returns the alarm that makes target tracking add tasks. */
export function highAlarm(policy: TargetTrackingPolicy): Alarm {
  return {
    ...common(policy),
    evaluationPeriods: HIGH_DATAPOINTS,
    datapointsToAlarm: HIGH_DATAPOINTS,
    threshold: policy.target,
    comparison: 'GreaterThanThreshold',
  };
}

/** Returns the alarm that makes target tracking remove tasks. */
export function lowAlarm(policy: TargetTrackingPolicy): Alarm {
  const datapoints = LOW_SECONDS / policy.periodSeconds;
  return {
    ...common(policy),
    evaluationPeriods: datapoints,
    datapointsToAlarm: datapoints,
    threshold: LOW_SHARE * policy.target,
    comparison: 'LessThanThreshold',
  };
}

function common({ expression, periodSeconds }: TargetTrackingPolicy) {
  return { expression, periodSeconds, treatMissingData: 'missing' } as const;
}

/** Returns the capacity at which the metric would be at its target. */
export function proportional(capacity: number, value: number, target: number): number {
  // Without what floating point adds to a whole number.
  return Math.ceil((capacity * value) / target - 1e-9);
}

/** Returns the capacity after one removal: never one that the metric would be above the target with. */
export function lowerCapacity(capacity: number, value: number, target: number, scaleIn: Conditions['scaleIn']): number {
  const lowest = proportional(capacity, value, target);
  if (scaleIn === 'proportional') return Math.min(capacity, lowest);
  const removed = Math.max(1, Math.floor(GRADUAL_SHARE * capacity));
  return Math.min(capacity, Math.max(lowest, capacity - removed));
}
