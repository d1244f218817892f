import { Duration } from 'aws-cdk-lib';
import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { INTERVAL, type DemandMetrics } from './demand-metrics';
import type { DemandPreset } from './demand-presets';
import { stepsIn, stepsOut, thresholdOf, whenAtLeast } from '../service/scaling-steps';
import { byPercent, StepPolicy, type StepPolicyProps } from '../service/step-policy';

/** Properties for defining DemandScaling. */
export interface DemandScalingProps {
  /** Prefix of policy names. */
  readonly name: string;
  readonly target: appscaling.CfnScalableTarget;
  readonly metrics: DemandMetrics;
  readonly preset: DemandPreset;
  /** Whether the service has no task while there is nothing to do. */
  readonly sleeps: boolean;
  /** Whole minutes of nothing to do before it sleeps. */
  readonly sleepAfter: Duration;
}

const MINUTE = Duration.minutes(1);

/**
 * The policies that follow the demand of a worker, and the alarms that set them off. One policy adds tasks, sized by how much
 * is missing, because the cooldowns of several would not know of each other. One gives tasks back. A worker that sleeps
 * has two more: no percentage of no task is a task, and the last task goes only after nothing was in the queue and nothing in
 * its hands for a while.
 */
export class DemandScaling extends Construct {
  private readonly props: DemandScalingProps;

  constructor(scope: Construct, id: string, props: DemandScalingProps) {
    super(scope, id);
    this.props = props;
    this.scaleOut();
    this.scaleIn();
    if (props.sleeps) {
      this.wake();
      this.sleep();
    }
  }

  private scaleOut(): void {
    const { metrics, preset } = this.props;
    const { edges, gain, datapoints, cooldown, jump } = preset.out;
    const demand = metrics.demand(cloudwatch.Stats.AVERAGE, INTERVAL);
    const out = this.follow('Out', {
      metric: demand,
      threshold: thresholdOf(preset.target, edges),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: datapoints,
      steps: byPercent(stepsOut(preset.target, edges, gain), cooldown),
    });
    if (jump !== undefined)
      out.alsoFrom('Jump', {
        metric: new cloudwatch.MathExpression({
          expression: whenAtLeast('demand', jump * preset.target),
          usingMetrics: { demand },
          label: 'QueueDemand',
          period: INTERVAL,
        }),
        evaluationPeriods: 1,
        purpose: `at once from ${jump} times its target`,
      });
  }

  private scaleIn(): void {
    const { metrics, preset, sleeps } = this.props;
    const { edges, share, cooldown, minutes } = preset.in;
    const demand = metrics.demand(cloudwatch.Stats.AVERAGE, MINUTE);
    this.follow('In', {
      metric: sleeps
        ? new cloudwatch.MathExpression({
            // The last task stays, whatever its share of work: it would be taken out of the middle of a message.
            expression: `IF(desired > 1, demand, ${preset.target})`,
            usingMetrics: { demand, desired: metrics.desiredTasks(cloudwatch.Stats.MINIMUM, MINUTE) },
            label: 'QueueDemand',
            period: MINUTE,
          })
        : demand,
      threshold: thresholdOf(preset.target, edges),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: minutes,
      steps: byPercent(stepsIn(preset.target, edges, { share }), cooldown),
    });
  }

  private wake(): void {
    const { metrics } = this.props;
    this.follow('Wake', {
      metric: new cloudwatch.MathExpression({
        expression: 'IF(desired < 1, unattended, 0)',
        usingMetrics: {
          unattended: metrics.unattendedMessages(cloudwatch.Stats.MAXIMUM, INTERVAL),
          desired: metrics.desiredTasks(cloudwatch.Stats.MAXIMUM, INTERVAL),
        },
        label: 'Messages that wait for a sleeping service',
        period: INTERVAL,
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      steps: {
        adjustmentType: 'ExactCapacity',
        cooldown: 30,
        stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }],
      },
    });
  }

  private sleep(): void {
    const { metrics, sleepAfter } = this.props;
    this.follow('Sleep', {
      metric: metrics.demand(cloudwatch.Stats.MAXIMUM, MINUTE),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: sleepAfter.toMinutes(),
      steps: {
        adjustmentType: 'ExactCapacity',
        cooldown: 60,
        stepAdjustments: [{ metricIntervalUpperBound: 0, scalingAdjustment: 0 }],
      },
    });
  }

  private follow(id: string, options: FollowOptions): StepPolicy {
    const suffix = `queue-${id.toLowerCase()}`;
    const { name: serviceName, target } = this.props;
    return new StepPolicy(this, id, { ...options, target, serviceName, suffix, purpose: id.toLowerCase() });
  }
}

/** An alarm and what it sets off. */
type FollowOptions = Omit<StepPolicyProps, 'target' | 'serviceName' | 'suffix' | 'purpose'>;
