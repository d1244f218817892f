import { Duration } from 'aws-cdk-lib';
import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Construct } from 'constructs';
import type { ScheduledScalingOptions, TargetTrackingOptions } from '../../service/scaling-options';
import { matches, numberBetween, refuse, wholeNumber, type Rule } from '../validate';

/** What policies are created for. */
export interface ScalingTarget {
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Where requests come from, where they come through a load balancer. */
  readonly requestSource?: RequestSource;
  /** Whose load per task is published; absent where none is. */
  readonly load?: LoadDimensions;
}

/** A load balancer and the target groups that it sends requests of a service to, by their names within metrics. */
export interface RequestSource {
  readonly loadBalancer: string;
  /** One, or with blue/green deployments two, of which either may have the requests. */
  readonly targetGroups: readonly string[];
}

/** Values of the dimensions of the load per task. */
export interface LoadDimensions {
  readonly deployment: string;
  readonly service: string;
}

/** A target that exists, and what its metrics are named after. */
export interface BoundTarget extends ScalingTarget {
  readonly target: appscaling.CfnScalableTarget;
  /** Name of the ECS service, and prefix of policy names. */
  readonly name: string;
  readonly clusterName: string;
}

/** The part of a policy that the variants differ in. */
export type ScalingPolicy = Pick<
  appscaling.CfnScalingPolicyProps,
  'policyType' | 'targetTrackingScalingPolicyConfiguration' | 'predictiveScalingPolicyConfiguration'
>;

export interface ScalingVariant {
  readonly id: string;
  readonly reacts: boolean;
  readonly forecasts?: boolean;
  readonly highResolutionCpu?: boolean;
  /** Whether it follows the load per task, where that is published. */
  readonly followsLoad?: boolean;
  readonly rules: (target: ScalingTarget) => Rule[];
  readonly policy?: (target: ScalingTarget) => ScalingPolicy | undefined;
  /** Defines what is more than one policy. */
  readonly define?: (scope: Construct, target: BoundTarget) => void;
  readonly scheduledAction?: appscaling.CfnScalableTarget.ScheduledActionProperty;
}

/** Not among the L2's metrics. It has data only while the service's `Monitoring` publishes CPU every 20 seconds. */
export const HIGH_RESOLUTION_CPU = 'ECSServiceAverageCPUUtilizationHighResolution';

export function tracking(
  metric: string,
  targetValue: number,
  options: TargetTrackingOptions,
  resourceLabel?: string,
): ScalingPolicy {
  const predefinedMetricSpecification = { predefinedMetricType: metric, resourceLabel };
  return trackingOf({ predefinedMetricSpecification }, targetValue, options);
}

/**
 * Requests per task and minute. The predefined metric knows one target group only. With two of them it is their sum: those that serve
 * have all requests, and the others, which have none, add nothing. A sum leaves out what has no data, as a group without tasks has.
 */
export function trackingRequests(
  { loadBalancer, targetGroups }: RequestSource,
  targetValue: number,
  options: TargetTrackingOptions,
): ScalingPolicy {
  const [first, alternate] = targetGroups;
  if (alternate === undefined)
    return tracking('ALBRequestCountPerTarget', targetValue, options, `${loadBalancer}/${first}`);
  const perGroup = targetGroups.map((targetGroup, index) => ({
    id: `requests${index + 1}`,
    returnData: false,
    metricStat: {
      stat: 'Sum',
      metric: {
        namespace: 'AWS/ApplicationELB',
        metricName: 'RequestCountPerTarget',
        dimensions: [
          { name: 'LoadBalancer', value: loadBalancer },
          { name: 'TargetGroup', value: targetGroup },
        ],
      },
    },
  }));
  const sum = { id: 'requests', expression: 'SUM([requests1, requests2])', returnData: true };
  return trackingOf({ customizedMetricSpecification: { metrics: [...perGroup, sum] } }, targetValue, options);
}

type TrackedMetric = Pick<
  appscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty,
  'predefinedMetricSpecification' | 'customizedMetricSpecification'
>;

function trackingOf(metric: TrackedMetric, targetValue: number, options: TargetTrackingOptions): ScalingPolicy {
  return {
    policyType: 'TargetTrackingScaling',
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      ...metric,
      scaleOutCooldown: (options.scaleOutCooldown ?? Duration.seconds(60)).toSeconds(),
      scaleInCooldown: (options.scaleInCooldown ?? Duration.minutes(5)).toSeconds(),
    },
  };
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html */
const SCHEDULE_NAME = /^(?! )(?!.* $)[^:/|\p{Cc}]{1,256}$/u;

export function percentRule(property: string, value: number): Rule {
  return numberBetween(
    property,
    value,
    10,
    90,
    'below it tasks idle, above it nothing is left for the minute in which tasks start',
  );
}

export function cooldownRules(policy: string, options: TargetTrackingOptions): Rule[] {
  return [
    secondsRule(`scaling.${policy}.scaleOutCooldown`, options.scaleOutCooldown, 3600),
    secondsRule(`scaling.${policy}.scaleInCooldown`, options.scaleInCooldown, 3600),
  ];
}

export function secondsRule(property: string, value: Duration | undefined, max: number): Rule {
  if (value === undefined || value.isUnresolved()) return undefined;
  const seconds = value.toSeconds({ integral: false });
  return refuse(
    !Number.isInteger(seconds) || seconds > max,
    `${property} must be a whole number of seconds and at most ${max}, got ${seconds} seconds; the load is another one by then`,
  );
}

export function scheduleRules(name: string, options: ScheduledScalingOptions, target: ScalingTarget): Rule[] {
  const property = `scaling.onSchedule.${name}`;
  const [minTasks, maxTasks] = [options.minTasks ?? target.minTasks, options.maxTasks ?? target.maxTasks];
  return [
    matches(
      'scaling.onSchedule.name',
      name,
      SCHEDULE_NAME,
      'be 1 to 256 characters without colon, slash, bar and space around it',
      'use one such as morning',
    ),
    matches(
      `${property}.schedule`,
      options.schedule.expressionString,
      /^(at|rate|cron)\(.+\)$/,
      'be an expression of at, rate or cron',
      'use Schedule.cron(), Schedule.rate() or Schedule.at()',
    ),
    refuse(
      options.minTasks === undefined && options.maxTasks === undefined,
      `${property} must change minTasks or maxTasks, got neither; give one of them`,
    ),
    ...taskCountRules(minTasks, maxTasks, 0, `${property}.`),
  ];
}

/** Refuses limits that contradict each other. */
export function taskCountRules(minTasks: number, maxTasks: number, fewest: number, prefix = ''): Rule[] {
  return [
    wholeNumber(`${prefix}minTasks`, minTasks, fewest, 5000, 'a service has at most 5000 tasks'),
    wholeNumber(`${prefix}maxTasks`, maxTasks, 1, 5000, 'a service has at most 5000 tasks'),
    refuse(
      minTasks > maxTasks,
      `${prefix}minTasks must be at most maxTasks, got ${minTasks} with maxTasks ${maxTasks}; lower minTasks or raise maxTasks`,
    ),
  ];
}
