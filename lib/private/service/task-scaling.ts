import { Fn, Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import { CPU_INTERVAL } from './load-metrics';
import type { Scaling } from '../../service/scaling';
import { HIGH_RESOLUTION_CPU, taskCountRules, type ScalingTarget } from './scaling-rules';
import { checkAtSynthesis, refuse, type Rule } from '../validate';

/** Limits and policies of a service's task count. */
export interface TaskScalingOptions extends ScalingTarget {
  readonly scaling: Scaling[];
}

/** Properties for defining TaskScaling. */
export interface TaskScalingProps extends TaskScalingOptions {
  /** Prefix of policy names. */
  readonly name: string;
  readonly clusterName: string;
  readonly service: ecs.FargateService;
}

/** Refuses limits and policies that contradict each other. `fewest` is the least that minTasks may be. */
export function taskScalingRules(options: TaskScalingOptions, fewest: number): Rule[] {
  const ids = options.scaling.map((scaling) => scaling._id);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  return [
    ...taskCountRules(options.minTasks, options.maxTasks, fewest),
    ...options.scaling.flatMap((scaling) => scaling._rules(options)),
    repeated === undefined
      ? undefined
      : `scaling must hold each policy once, got ${repeated} more than once; keep one of them`,
    refuse(
      options.scaling.some((scaling) => scaling._forecasts) && !options.scaling.some((scaling) => scaling._reacts),
      'scaling must hold a policy that reacts to load beside Scaling.predictive(), got none; add Scaling.onCpu()',
    ),
  ];
}

/** Most tasks at any time of the day: scheduled changes may raise the maximum. */
export function mostTasks(maxTasks: number, scaling: readonly Scaling[]): number {
  const scheduled = scaling.map(({ _scheduledAction: action }) => action?.scalableTargetAction);
  return Math.max(
    maxTasks,
    ...scheduled.map((limits) => (limits && 'maxCapacity' in limits && limits.maxCapacity) || 0),
  );
}

/**
 * The number of tasks of a service: its limits, scheduled changes and policies. The count itself is never in a template, so
 * that a deployment does not reset it. Roles are not needed: Application Auto Scaling has a service-linked one.
 */
export class TaskScaling extends Construct {
  public readonly target: appscaling.CfnScalableTarget;

  constructor(scope: Construct, id: string, props: TaskScalingProps) {
    super(scope, id);
    const scheduledActions = props.scaling
      .map((scaling) => scaling._scheduledAction)
      .filter((action) => action !== undefined);
    this.target = new appscaling.CfnScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.ECS,
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: Fn.join('/', ['service', props.clusterName, props.service.serviceName]),
      minCapacity: props.minTasks,
      maxCapacity: props.maxTasks,
      scheduledActions: scheduledActions.length > 0 ? scheduledActions : undefined,
    });
    for (const scaling of props.scaling) {
      scaling._define(this, { ...props, target: this.target });
      const policy = scaling._policy(props);
      if (!policy) continue;
      new appscaling.CfnScalingPolicy(this, scaling._id, {
        policyName: `${props.name}-${scaling._id.toLowerCase()}`,
        scalingTargetId: this.target.ref,
        ...policy,
      });
    }
    const cfnService = props.service.node.defaultChild as ecs.CfnService;
    if (props.scaling.some((scaling) => scaling._needsHighResolutionCpu)) publishCpuEvery20Seconds(cfnService);
    checkAtSynthesis(this, () => [this.disagreement(cfnService)]);
  }

  /**
   * A policy that follows the 20-second metric, without the service publishing it, would wait for data for ever. The two are
   * switched together; this notices when somebody has overridden one of them.
   */
  private disagreement(cfnService: ecs.CfnService): Rule {
    const needed = this.node.findAll().some(followsHighResolutionCpu);
    return refuse(
      needed !== publishesHighResolutionCpu(cfnService),
      needed
        ? 'monitoring of the service must publish CPUUtilization every 20 seconds while scaling follows it, got another setting; remove the override of Monitoring, or of the policy'
        : 'monitoring of the service must not publish CPUUtilization every 20 seconds while no scaling follows it, got it switched on; remove the override of Monitoring, or add Scaling.onLoad()',
    );
  }
}

function publishCpuEvery20Seconds(cfnService: ecs.CfnService): void {
  cfnService.monitoring = { metricConfigurations: [{ metricNames: ['CPUUtilization'], resolutionSeconds: 20 }] };
}

function publishesHighResolutionCpu(cfnService: ecs.CfnService): boolean {
  const monitoring = Stack.of(cfnService).resolve(cfnService.monitoring) as
    { metricConfigurations?: { metricNames?: string[]; resolutionSeconds?: number }[] } | undefined;
  return (monitoring?.metricConfigurations ?? []).some(
    (metric) => metric.resolutionSeconds === 20 && metric.metricNames?.includes('CPUUtilization'),
  );
}

function followsHighResolutionCpu(child: IConstruct): boolean {
  if (child instanceof appscaling.CfnScalingPolicy) {
    const configuration: unknown = Stack.of(child).resolve(child.targetTrackingScalingPolicyConfiguration);
    return JSON.stringify(configuration ?? {}).includes(HIGH_RESOLUTION_CPU);
  }
  if (!(child instanceof cloudwatch.CfnAlarm)) return false;
  const { metricName, period } = Stack.of(child).resolve({ metricName: child.metricName, period: child.period }) as {
    metricName?: string;
    period?: number;
  };
  return metricName === 'CPUUtilization' && period === CPU_INTERVAL;
}
