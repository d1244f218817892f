import { Duration } from 'aws-cdk-lib';
import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Construct } from 'constructs';
import {
  ForecastMode,
  type LoadScalingOptions,
  type PredictiveScalingOptions,
  type RequestScalingOptions,
  type ScheduledScalingOptions,
  type UtilizationScalingOptions,
} from './scaling-options';
import {
  cooldownRules,
  HIGH_RESOLUTION_CPU,
  percentRule,
  scheduleRules,
  secondsRule,
  tracking,
  trackingRequests,
  type BoundTarget,
  type ScalingPolicy,
  type ScalingTarget,
  type ScalingVariant,
} from '../private/service/scaling-rules';
import { followCpu, followLoad } from '../private/service/load-scaling';
import { numberBetween, refuse, shown, within, type Rule } from '../private/validate';
import { ScalingPreset } from './scaling-preset';

/**
 * How the number of tasks follows the load. A service takes several: whichever wants most tasks wins, and tasks are removed
 * only when all agree.
 */
export class Scaling {
  /**
   * Follows the load per task: the requests per second that arrive at a task, as a share of the `ratedRequestsPerSecond` that it is rated
   * for, published every ten seconds. It does not saturate, so that one action answers a load that multiplies, and it looks ahead
   * along the rise of the load: tasks are added about 40 seconds after the load has come. They go again in proportion after some
   * minutes of less. A CPU that is full all the same adds tasks as well, for when a task can do less than it is rated for.
   *
   * Without `ratedRequestsPerSecond` it is the same as `Scaling.onCpuSteps`.
   *
   * **Cost** (list prices, us-east-1): 0.30 dollars a month for the metric, 0.30 dollars for each of its four alarms with BALANCED, and
   * those that target tracking makes of its own.
   *
   * @param options How much is paid for how few slow minutes.
   */
  public static onLoad(options: LoadScalingOptions = {}): Scaling {
    const preset = options.preset ?? ScalingPreset.BALANCED;
    return new Scaling({
      id: 'Load',
      reacts: true,
      highResolutionCpu: true,
      followsLoad: true,
      rules: () => presetRule('onLoad', preset),
      define: (scope, target) => followLoad(scope, target, preset._settings),
    });
  }

  /**
   * Follows the CPU utilization in steps, from a metric that ECS publishes every 20 seconds: for images whose requests per second are
   * not known. A full CPU does not tell by how much it is too small; so `Scaling.onLoad` with `ratedRequestsPerSecond` needs fewer
   * tasks for as few slow minutes.
   *
   * **Cost** (list prices, us-east-1): 0.40 dollars a month for its two alarms.
   *
   * @param options How much is paid for how few slow minutes.
   */
  public static onCpuSteps(options: LoadScalingOptions = {}): Scaling {
    const preset = options.preset ?? ScalingPreset.BALANCED;
    return new Scaling({
      id: 'CpuSteps',
      reacts: true,
      highResolutionCpu: true,
      rules: () => presetRule('onCpuSteps', preset),
      define: (scope, target) => followCpu(scope, target, preset._settings),
    });
  }

  /**
   * Keeps the average CPU utilization near a target. It follows a metric that ECS publishes every 20 seconds instead of every
   * minute, which the service then switches on: AWS measured 86 seconds instead of 363 until tasks are added
   * (https://aws.amazon.com/blogs/aws, June 2026).
   *
   * @param options Target and cooldowns.
   */
  public static onCpu(options: UtilizationScalingOptions = {}): Scaling {
    const targetPercent = options.targetPercent ?? 60;
    return new Scaling({
      id: 'Cpu',
      reacts: true,
      highResolutionCpu: true,
      rules: () => [percentRule('scaling.onCpu.targetPercent', targetPercent), ...cooldownRules('onCpu', options)],
      policy: () => tracking(HIGH_RESOLUTION_CPU, targetPercent, options),
    });
  }

  /**
   * Keeps the average memory utilization near a target. Only for services whose memory grows with their load and shrinks with it.
   *
   * @param options Target and cooldowns.
   */
  public static onMemory(options: UtilizationScalingOptions = {}): Scaling {
    const targetPercent = options.targetPercent ?? 60;
    return new Scaling({
      id: 'Memory',
      reacts: true,
      rules: () => [
        percentRule('scaling.onMemory.targetPercent', targetPercent),
        ...cooldownRules('onMemory', options),
      ],
      policy: () => tracking('ECSServiceAverageMemoryUtilization', targetPercent, options),
    });
  }

  /**
   * Keeps the requests per task near a target. Unlike CPU it does not saturate, so that one step is enough for a load that
   * multiplies. Only for services behind a load balancer. With blue/green deployments it follows the sum over both target groups.
   *
   * @param options Target and cooldowns.
   */
  public static onRequestsPerTask(options: RequestScalingOptions): Scaling {
    return new Scaling({
      id: 'Requests',
      reacts: true,
      rules: (target) => [
        numberBetween(
          'scaling.onRequestsPerTask.requestsPerMinute',
          options.requestsPerMinute,
          1,
          1_000_000,
          'measure what one task can answer',
        ),
        refuse(
          target.requestSource === undefined,
          'scaling.onRequestsPerTask must be behind a load balancer, got a service without one; use Scaling.onCpu()',
        ),
        ...cooldownRules('onRequestsPerTask', options),
      ],
      policy: ({ requestSource }) =>
        requestSource && trackingRequests(requestSource, options.requestsPerMinute, options),
    });
  }

  /**
   * Changes the fewest and the most tasks at set times.
   *
   * @param name Name of the change, unique in the service, such as `morning`.
   * @param options Time and limits.
   */
  public static onSchedule(name: string, options: ScheduledScalingOptions): Scaling {
    return new Scaling({
      id: `Schedule:${name}`,
      reacts: false,
      rules: (target) => scheduleRules(name, options, target),
      scheduledAction: {
        scheduledActionName: name,
        schedule: options.schedule.expressionString,
        timezone: options.timeZone?.timezoneName,
        scalableTargetAction: { minCapacity: options.minTasks, maxCapacity: options.maxTasks },
      },
    });
  }

  /**
   * Adds tasks ahead of load that returns every day or week. It needs a day of history, uses up to two weeks of it, and never
   * removes tasks; so it is refused without a policy that reacts.
   *
   * @param options Target and use of the forecast.
   */
  public static predictive(options: PredictiveScalingOptions = {}): Scaling {
    const targetPercent = options.targetPercent ?? 60;
    const startAhead = options.startAhead ?? Duration.minutes(5);
    return new Scaling({
      id: 'Predictive',
      reacts: false,
      forecasts: true,
      rules: () => [
        percentRule('scaling.predictive.targetPercent', targetPercent),
        secondsRule('scaling.predictive.startAhead', startAhead, 3600),
      ],
      policy: () => ({
        policyType: 'PredictiveScaling',
        predictiveScalingPolicyConfiguration: {
          mode: options.mode ?? ForecastMode.FORECAST_AND_SCALE,
          schedulingBufferTime: startAhead.toSeconds(),
          maxCapacityBreachBehavior: 'HonorMaxCapacity',
          metricSpecifications: [
            {
              targetValue: targetPercent,
              predefinedMetricPairSpecification: { predefinedMetricType: 'ECSServiceCPUUtilization' },
            },
          ],
        },
      }),
    });
  }

  private constructor(private readonly variant: ScalingVariant) {}

  /** @internal */
  public get _id(): string {
    return this.variant.id;
  }

  /** @internal */
  public get _reacts(): boolean {
    return this.variant.reacts;
  }

  /** @internal */
  public get _forecasts(): boolean {
    return this.variant.forecasts ?? false;
  }

  /** @internal */
  public get _needsHighResolutionCpu(): boolean {
    return this.variant.highResolutionCpu ?? false;
  }

  /** @internal */
  public get _followsLoad(): boolean {
    return this.variant.followsLoad ?? false;
  }

  /** @internal */
  public get _scheduledAction(): appscaling.CfnScalableTarget.ScheduledActionProperty | undefined {
    return this.variant.scheduledAction;
  }

  /** @internal */
  public _rules(target: ScalingTarget): Rule[] {
    return this.variant.rules(target);
  }

  /** @internal */
  public _policy(target: ScalingTarget): ScalingPolicy | undefined {
    return this.variant.policy?.(target);
  }

  /** @internal */
  public _define(scope: Construct, target: BoundTarget): void {
    this.variant.define?.(scope, target);
  }
}

function presetRule(variant: string, preset: ScalingPreset): Rule[] {
  if (preset instanceof ScalingPreset) return within(`scaling.${variant}.preset`, preset._rules());
  return [`scaling.${variant}.preset must be a ScalingPreset, got ${shown(preset)}; use ScalingPreset.BALANCED`];
}
