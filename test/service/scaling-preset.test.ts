import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { testCluster, IMAGE } from './fixtures';
import { Scaling, ScalingPreset, type ScalingPresetOptions } from '../../lib/service';
import { WebService } from '../../lib/web';
import { testStack } from '../support/test-app';
import { testLoadBalancer } from '../web/fixtures';

function synthesize(preset?: ScalingPreset): Template {
  const stack = testStack();
  const cluster = testCluster(stack);
  const loadBalancer = testLoadBalancer(stack, { vpc: cluster.cluster.vpc });
  const scaling = preset && [Scaling.onLoad({ preset })];
  new WebService(stack, 'Web', {
    cluster,
    loadBalancer,
    image: IMAGE,
    port: 8080,
    ratedRequestsPerSecond: 100,
    scaling,
  });
  return Template.fromStack(Stack.of(cluster));
}

interface Alarm {
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: { readonly Period: number } }[];
  readonly AlarmActions: readonly unknown[];
}

function alarmsOf(template: Template, about: RegExp): Alarm[] {
  const found = Object.values(template.findResources('AWS::CloudWatch::Alarm')) as { Properties: Alarm }[];
  return found.map(({ Properties }) => Properties).filter(({ AlarmDescription }) => about.test(AlarmDescription));
}

function stepsOf(template: Template, name: string): unknown[] {
  const found = template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', {
    Properties: { PolicyName: name },
  }) as Record<
    string,
    { Properties: { StepScalingPolicyConfiguration: { StepAdjustments: { ScalingAdjustment: number }[] } } }
  >;
  const [policy] = Object.values(found);
  return policy.Properties.StepScalingPolicyConfiguration.StepAdjustments.map((step) => step.ScalingAdjustment);
}

const rulesOf = (options: ScalingPresetOptions) => ScalingPreset.custom(options)._rules().filter(Boolean);

describe('Scaling.onLoad', () => {
  test('looks ahead, at datapoints of ten seconds, two of them above the threshold', () => {
    const [alarm] = alarmsOf(synthesize(), /more load per task than it aims for$/);
    expect(alarm).toMatchObject({ Threshold: 0.792, EvaluationPeriods: 2 });
    expect(alarm.Metrics?.map(({ Expression, MetricStat }) => Expression ?? MetricStat?.Period)).toEqual([
      'MAX([load, load + 45 * RATE(load)])',
      10,
    ]);
  });

  test('looks at a rising load anew: further alarms of the same policy, with the same threshold', () => {
    const template = synthesize();
    const [first] = alarmsOf(template, /more load per task than it aims for$/);
    const surges = alarmsOf(template, /more load per task than it aims for, from/);
    expect(surges.map(({ Metrics }) => Metrics?.[0].Expression)).toEqual([
      'IF(MAX([load, load + 45 * RATE(load)]) >= 1.08, MAX([load, load + 45 * RATE(load)]), 0)',
      'IF(MAX([load, load + 45 * RATE(load)]) >= 1.8, MAX([load, load + 45 * RATE(load)]), 0)',
    ]);
    for (const surge of surges)
      expect(surge).toMatchObject({
        Threshold: first.Threshold,
        EvaluationPeriods: 2,
        AlarmActions: first.AlarmActions,
      });
  });

  test('adds what the middle of a step needs and a tenth, and gives back what the load leaves over', () => {
    const template = synthesize();
    expect(stepsOf(template, 'shop-web-load-out')).toEqual([26, 37, 51, 68, 87, 114, 152, 201, 281, 392, 533]);
    expect(stepsOf(template, 'shop-web-load-in')).toEqual([-12, -16, -20, -20]);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-web-load-out',
      StepScalingPolicyConfiguration: Match.objectLike({
        AdjustmentType: 'PercentChangeInCapacity',
        Cooldown: 90,
        MinAdjustmentMagnitude: 1,
      }),
    });
  });

  test('gives back after six minutes in which every half minute had too little load', () => {
    expect(alarmsOf(synthesize(), /more tasks than the load needs/)).toMatchObject([
      { Threshold: 0.5688, EvaluationPeriods: 12, Period: 30 },
    ]);
  });

  test.each([
    ['thrifty', ScalingPreset.THRIFTY, 0.913, 24],
    ['balanced', ScalingPreset.BALANCED, 0.792, 12],
    ['latency', ScalingPreset.LATENCY, 0.715, 12],
    ['critical', ScalingPreset.CRITICAL, 0.55, 12],
  ])('takes the numbers of a preset: %s', (_, preset, threshold, datapoints) => {
    const template = synthesize(preset);
    expect(alarmsOf(template, /than it aims for$/)).toMatchObject([{ Threshold: threshold }]);
    expect(alarmsOf(template, /more tasks than/)).toMatchObject([{ EvaluationPeriods: datapoints }]);
  });

  test('has no surge alarms, and looks not ahead, where that is said', () => {
    const template = synthesize(ScalingPreset.custom({ surgeEdges: [], lookAhead: Duration.seconds(0) }));
    const alarms = alarmsOf(template, /more load per task/);
    expect(alarms).toHaveLength(1);
    expect(alarms[0].Metrics).toBeUndefined();
  });
});

describe('A custom preset', () => {
  test.each(ScalingPreset.all())('is refused nothing that $name has', (preset) => {
    expect(preset._rules().filter(Boolean)).toEqual([]);
  });

  test('is refused with every number that no load could be followed with', () => {
    expect(
      rulesOf({
        targetLoad: 1.2,
        gain: 0.5,
        lookAhead: Duration.minutes(10),
        scaleOutEdges: [1.2, 1.1],
        surgeEdges: [0.5],
        scaleOutDatapoints: 0,
        scaleInFill: 0.5,
        scaleInPeriod: Duration.seconds(20),
      }),
    ).toEqual([
      'targetLoad must be between 0.1 and 0.9, got 1.2; it is a share of the rated requests per second, of which something has to be left',
      'gain must be between 1 and 3, got 0.5; less would add fewer tasks than the load needs',
      'scaleOutDatapoints must be a whole number between 1 and 12, got 0; each takes ten seconds',
      'lookAhead in seconds must be a whole number between 0 and 300, got 600; no rise can be drawn on further',
      'scaleOutEdges must rise from above 1, got [1.2,1.1]; they are multiples of the target, in order',
      'surgeEdges must rise from above 1, got [0.5]; they are multiples of the target, in order',
      'scaleInFill must be above the first of scaleInEdges and at most 1, got 0.5 with [0.79,0.75,0.71,0.68]; the tasks that stay carry the load of those that go',
      'scaleInPeriod must be 10 or 30 seconds or whole minutes, got 20 seconds; CloudWatch takes no other',
    ]);
  });
});
