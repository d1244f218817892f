import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Step } from './scaling-steps';

/** Properties for defining a StepPolicy. */
export interface StepPolicyProps extends Pick<
  cloudwatch.AlarmProps,
  'metric' | 'threshold' | 'comparisonOperator' | 'evaluationPeriods'
> {
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

/** A further alarm of a policy. */
export interface FurtherAlarm {
  readonly metric: cloudwatch.IMetric;
  /** Datapoints in a row. Default: as many as of the first alarm. */
  readonly evaluationPeriods?: number;
  /** What the description says after that of the first alarm. */
  readonly purpose: string;
}

/**
 * A step policy of Application Auto Scaling and the alarm that sets it off. CloudWatch repeats the action every minute for as long as
 * the alarm lasts. No data is no reason to do anything.
 */
export class StepPolicy extends Construct {
  private readonly policy: appscaling.CfnScalingPolicy;
  private readonly props: StepPolicyProps;

  constructor(scope: Construct, id: string, props: StepPolicyProps) {
    super(scope, id);
    this.props = props;
    this.policy = new appscaling.CfnScalingPolicy(this, 'Policy', {
      policyName: `${props.serviceName}-${props.suffix}`,
      policyType: 'StepScaling',
      scalingTargetId: props.target.ref,
      stepScalingPolicyConfiguration: props.steps,
    });
    this.setOffBy('Alarm', props);
  }

  /**
   * Lets a further alarm set the policy off as soon as it begins, instead of when the first one is repeated. Its threshold is the same,
   * since the bounds of the steps are relative to it; its metric has to say when it begins. The cooldown of the policy counts what was
   * added, whichever alarm did it.
   */
  public alsoFrom(id: string, { purpose, ...alarm }: FurtherAlarm): void {
    this.setOffBy(id, { ...this.props, ...alarm, purpose: `${this.props.purpose}, ${purpose}` });
  }

  private setOffBy(id: string, props: StepPolicyProps): void {
    const { metric, threshold, comparisonOperator, evaluationPeriods, serviceName, purpose, periodSeconds } = props;
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods,
      alarmDescription: `Scaling of ${serviceName}, not a fault: ${purpose}`,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (periodSeconds !== undefined) (alarm.node.defaultChild as cloudwatch.CfnAlarm).period = periodSeconds;
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn: this.policy.ref }) });
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
