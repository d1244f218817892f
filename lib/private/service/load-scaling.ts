import type { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CPU_INTERVAL, cpuUtilization, LOAD_PERIOD, loadPerTask } from './load-metrics';
import { HIGH_RESOLUTION_CPU, type BoundTarget, type LoadDimensions } from './scaling-rules';
import { stepsIn, stepsOut, thresholdOf, whenAtLeast } from './scaling-steps';
import { byPercent, StepPolicy } from './step-policy';
import type { PresetSettings } from '../../service/scaling-preset';

/** What is scaled, and by which numbers. */
interface Followed {
  readonly target: BoundTarget;
  readonly preset: PresetSettings;
  /** Of the policies' names, after that of the service. */
  readonly suffix: string;
}

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/**
 * Defines the policies that follow the load per task, or the CPU where nothing publishes the load. They are the same resources, so that
 * a service that learns what it is rated for changes them in place.
 */
export function followLoad(scope: Construct, target: BoundTarget, preset: PresetSettings): void {
  const group = new Construct(scope, 'Load');
  const followed = { target, preset, suffix: 'load' };
  if (target.load) inLoad(group, followed, target.load);
  else inCpu(group, followed);
}

/** Defines the policies that follow the CPU in steps. */
export function followCpu(scope: Construct, target: BoundTarget, preset: PresetSettings): void {
  inCpu(new Construct(scope, 'CpuSteps'), { target, preset, suffix: 'cpu-steps' });
}

/**
 * One policy adds tasks, however many alarms set it off: several would compound, because the cooldown of one does not know of the
 * others. One gives them back. A third adds them when the CPU says that the rated load is more than a task can do.
 */
function inLoad(scope: Construct, followed: Followed, { deployment, service }: LoadDimensions): void {
  const { target, preset, suffix } = followed;
  const { targetLoad, scaleOutEdges } = preset;
  const load = loadPerTask(deployment, service, LOAD_PERIOD);
  const out = new StepPolicy(scope, 'Out', {
    target: target.target,
    serviceName: target.name,
    suffix: `${suffix}-out`,
    purpose: 'more load per task than it aims for',
    metric: lookingAhead(load, preset.lookAhead),
    threshold: thresholdOf(targetLoad, scaleOutEdges),
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: preset.scaleOutDatapoints,
    steps: byPercent(stepsOut(targetLoad, scaleOutEdges, preset.gain), preset.scaleOutCooldown.toSeconds()),
  });
  for (const [index, edge] of preset.surgeEdges.entries())
    out.alsoFrom(`Surge${index + 1}`, {
      metric: lookingAhead(load, preset.lookAhead, edge * targetLoad),
      purpose: `from ${edge} times that`,
    });
  const { scaleInPeriod, scaleInDatapoints } = preset;
  scaleIn(scope, followed, targetLoad, loadPerTask(deployment, service, scaleInPeriod), scaleInDatapoints);
  new appscaling.CfnScalingPolicy(scope, 'Backstop', {
    policyName: `${target.name}-${suffix}-backstop`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: target.target.ref,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: preset.backstopCpuPercent,
      predefinedMetricSpecification: { predefinedMetricType: HIGH_RESOLUTION_CPU },
      disableScaleIn: true,
      scaleOutCooldown: preset.scaleOutCooldown.toSeconds(),
    },
  });
}

/** CPU of which a step begins although it says nothing of the target: there is hardly any left. */
const NEARLY_FULL = [90, 96];

/** A full CPU does not tell by how much it is too small, so that the last step is a fixed one. */
function inCpu(scope: Construct, followed: Followed): void {
  const { target, preset, suffix } = followed;
  const { cpuTargetPercent, cpuTopPercent, gain } = preset;
  const edges = cpuEdges(cpuTargetPercent);
  new StepPolicy(scope, 'Out', {
    target: target.target,
    serviceName: target.name,
    suffix: `${suffix}-out`,
    purpose: 'more CPU utilization than it aims for',
    metric: cpuUtilization(target.clusterName, target.name),
    periodSeconds: CPU_INTERVAL,
    threshold: thresholdOf(cpuTargetPercent, edges),
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    steps: byPercent(stepsOut(cpuTargetPercent, edges, gain, cpuTopPercent), preset.scaleOutCooldown.toSeconds()),
  });
  const minutes = (preset.scaleInDatapoints * preset.scaleInPeriod.toSeconds()) / 60;
  scaleIn(scope, followed, cpuTargetPercent, cpuUtilization(target.clusterName, target.name), Math.ceil(minutes));
}

/** Steps begin at 1.12 and 1.3 of the target, and where the CPU is nearly full. */
function cpuEdges(targetPercent: number): number[] {
  const [nearlyFull] = NEARLY_FULL;
  const ofTarget = [1.12, 1.3].filter((edge) => edge * targetPercent < (nearlyFull ?? 100));
  return [...ofTarget, ...NEARLY_FULL.map((percent) => percent / targetPercent)];
}

function scaleIn(
  scope: Construct,
  followed: Followed,
  goal: number,
  metric: cloudwatch.IMetric,
  datapoints: number,
): void {
  const { target, preset, suffix } = followed;
  const { scaleInEdges: edges, scaleInFill: fill, scaleInLimitPercent: mostPercent } = preset;
  new StepPolicy(scope, 'In', {
    target: target.target,
    serviceName: target.name,
    suffix: `${suffix}-in`,
    purpose: 'more tasks than the load needs',
    metric,
    threshold: thresholdOf(goal, edges),
    comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: datapoints,
    steps: byPercent(stepsIn(goal, edges, { share: 1, fill, mostPercent }), preset.scaleInCooldown.toSeconds()),
  });
}

/** A load that rises is counted as what it will be, one that falls as what it is; one that is not as high as it has to be, as none. */
function lookingAhead(load: cloudwatch.Metric, lookAhead: Duration, least?: number): cloudwatch.IMetric {
  const seconds = lookAhead.toSeconds();
  if (seconds === 0 && least === undefined) return load;
  const expected = seconds === 0 ? 'load' : `MAX([load, load + ${seconds} * RATE(load)])`;
  return new cloudwatch.MathExpression({
    expression: least === undefined ? expected : whenAtLeast(expected, least),
    usingMetrics: { load },
    label: 'LoadPerTask',
    period: LOAD_PERIOD,
  });
}
