import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Step } from './scaling-steps';

/** Properties for defining a StepPolicy. */
export interface StepPolicyProps extends Omit<cloudwatch.AlarmProps, 'alarmDescription' | 'treatMissingData'> {
  readonly target: appscaling.CfnScalableTarget;
  /** Name of the ECS service. */
  readonly serviceName: string;
  /** Name of the policy after that of the service, such as `load-out`. */
  readonly suffix: string;
  /** What the description of the alarm says after `Scaling of <service>, not a fault`. */
  readonly purpose: string;
  /** Period of the alarm where it is 20 seconds: CloudWatch takes it, the L2 of a metric does not. Default: that of the metric. */
  readonly periodSeconds?: number;
  readonly steps: appscaling.CfnScalingPolicy.StepScalingPolicyConfigurationProperty;
}

/**
 * A step policy of Application Auto Scaling and the alarm that sets it off. CloudWatch repeats the action every minute for as long as
 * the alarm lasts. No data is no reason to do anything.
 */
export class StepPolicy extends Construct {
  constructor(scope: Construct, id: string, props: StepPolicyProps) {
    super(scope, id);
    const { target, serviceName, suffix, purpose, periodSeconds, steps, ...alarmProps } = props;
    const policy = new appscaling.CfnScalingPolicy(this, 'Policy', {
      policyName: `${serviceName}-${suffix}`,
      policyType: 'StepScaling',
      scalingTargetId: target.ref,
      stepScalingPolicyConfiguration: steps,
    });
    const alarm = new cloudwatch.Alarm(this, 'Alarm', {
      ...alarmProps,
      alarmDescription: `Scaling of ${serviceName}, not a fault: ${purpose}`,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (periodSeconds !== undefined) (alarm.node.defaultChild as cloudwatch.CfnAlarm).period = periodSeconds;
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn: policy.ref }) });
  }
}

/** Steps in percent of the tasks there are, one task at least. */
export function byPercent(
  steps: readonly Step[],
  cooldown: number,
): appscaling.CfnScalingPolicy.StepScalingPolicyConfigurationProperty {
  return {
    adjustmentType: 'PercentChangeInCapacity',
    cooldown,
    metricAggregationType: 'Average',
    minAdjustmentMagnitude: 1,
    stepAdjustments: steps.map(({ lower, upper, percent }) => ({
      metricIntervalLowerBound: lower,
      metricIntervalUpperBound: upper,
      scalingAdjustment: percent,
    })),
  };
}
