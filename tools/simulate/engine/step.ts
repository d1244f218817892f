import type { StepPolicy } from '../model';
import { isHigh } from './alarm';

/**
 * Returns the capacity that a step policy wants, or undefined where no step applies.
 *
 * @param difference Value of the alarm's newest datapoint less its threshold.
 */
export function stepCapacity(policy: StepPolicy, capacity: number, difference: number): number | undefined {
  const high = policy.alarm ? isHigh(policy.alarm.comparison) : difference >= 0;
  const step = policy.steps.find(({ lower = -Infinity, upper = Infinity }) =>
    // The bound on the side of the threshold belongs to a step.
    high ? difference >= lower && difference < upper : difference > lower && difference <= upper,
  );
  if (!step) return undefined;
  const { adjustment } = step;
  switch (policy.adjustmentType) {
    case 'ExactCapacity':
      return adjustment;
    case 'ChangeInCapacity':
      return capacity + adjustment;
    case 'PercentChangeInCapacity':
      return capacity + percentChange(capacity, adjustment, policy.minAdjustmentMagnitude);
  }
}

/**
 * Rounds as Application Auto Scaling does: away from nothing below one task, else towards it.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function percentChange(capacity: number, percent: number, minMagnitude = 0): number {
  if (percent === 0) return 0;
  const change = (capacity * percent) / 100;
  const rounded = Math.abs(change) < 1 && change !== 0 ? Math.sign(change) : Math.trunc(change);
  return Math.sign(percent) * Math.max(Math.abs(rounded), minMagnitude);
}
