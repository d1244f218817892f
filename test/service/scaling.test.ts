import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { IMAGE, testCluster } from './fixtures';
import { FargateCore } from '../../lib/private/service/fargate-core';
import { taskScalingRules, type TaskScalingOptions } from '../../lib/private/service/task-scaling';
import { ForecastMode, Scaling } from '../../lib/service';
import { testStack } from '../support/test-app';

function createCore(): FargateCore {
  const stack = testStack();
  return new FargateCore(stack, 'Core', { cluster: testCluster(stack), image: IMAGE, serviceName: 'web' });
}

function synthesize(scaling: Scaling[], options: Partial<TaskScalingOptions> = {}): Template {
  const core = createCore();
  core.scale({ minTasks: 2, maxTasks: 10, scaling, ...options });
  return Template.fromStack(Stack.of(core));
}

function rules(scaling: Scaling[], options: Partial<TaskScalingOptions> = {}): unknown[] {
  return taskScalingRules({ minTasks: 2, maxTasks: 10, scaling, ...options }, 1).filter(Boolean);
}

describe('The number of tasks', () => {
  test('stays between its limits, and needs no role', () => {
    synthesize([]).hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 2,
      MaxCapacity: 10,
      ScalableDimension: 'ecs:service:DesiredCount',
      ServiceNamespace: 'ecs',
      RoleARN: Match.absent(),
      ScheduledActions: Match.absent(),
    });
  });
});

describe('Scaling.onCpu', () => {
  test('follows the metric of every 20 seconds, which the service publishes', () => {
    const template = synthesize([Scaling.onCpu()]);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-web-cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ECSServiceAverageCPUUtilizationHighResolution',
        },
        ScaleOutCooldown: 60,
        ScaleInCooldown: 300,
      },
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      Monitoring: { MetricConfigurations: [{ MetricNames: ['CPUUtilization'], ResolutionSeconds: 20 }] },
    });
  });

  test('takes a target and cooldowns', () => {
    synthesize([
      Scaling.onCpu({
        targetPercent: 45,
        scaleOutCooldown: Duration.seconds(30),
        scaleInCooldown: Duration.minutes(10),
      }),
    ]).hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        TargetValue: 45,
        ScaleOutCooldown: 30,
        ScaleInCooldown: 600,
      }),
    });
  });

  test('fails synthesis when the service no longer publishes its metric', () => {
    const core = createCore();
    core.scale({ minTasks: 2, maxTasks: 10, scaling: [Scaling.onCpu()] });
    (core.service.node.defaultChild as ecs.CfnService).monitoring = undefined;
    expect(() => Template.fromStack(Stack.of(core))).toThrow(
      `${core.node.path}/Scaling: monitoring of the service must publish CPUUtilization every 20 seconds while scaling follows it, got another setting; remove the override of Monitoring, or of the policy`,
    );
  });

  test('fails synthesis when the policy follows another metric', () => {
    const core = createCore();
    const { node } = core.scale({ minTasks: 2, maxTasks: 10, scaling: [Scaling.onCpu()] });
    (node.findChild('Cpu') as appscaling.CfnScalingPolicy).targetTrackingScalingPolicyConfiguration = {
      targetValue: 60,
      predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    };
    expect(() => Template.fromStack(Stack.of(core))).toThrow(
      `${core.node.path}/Scaling: monitoring of the service must not publish CPUUtilization every 20 seconds while no scaling follows it, got it switched on; remove the override of Monitoring, or add Scaling.onLoad()`,
    );
  });
});

describe('Scaling.onMemory', () => {
  test('follows the average memory', () => {
    const template = synthesize([Scaling.onMemory({ targetPercent: 70 })]);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-web-memory',
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
      }),
    });
    template.hasResourceProperties('AWS::ECS::Service', { Monitoring: Match.absent() });
  });
});

describe('Scaling.onRequestsPerTask', () => {
  test('follows the requests of the target group', () => {
    synthesize([Scaling.onRequestsPerTask({ requestsPerMinute: 600 })], {
      requestSource: { loadBalancer: 'app/shop/1', targetGroups: ['targetgroup/web/2'] },
    }).hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-web-requests',
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        TargetValue: 600,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: 'app/shop/1/targetgroup/web/2',
        },
      }),
    });
  });

  test('follows the sum over both target groups of blue/green deployments, of which one has no requests', () => {
    const requests = (id: string, targetGroup: string) => ({
      Id: id,
      ReturnData: false,
      MetricStat: {
        Stat: 'Sum',
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCountPerTarget',
          Dimensions: [
            { Name: 'LoadBalancer', Value: 'app/shop/1' },
            { Name: 'TargetGroup', Value: targetGroup },
          ],
        },
      },
    });
    synthesize([Scaling.onRequestsPerTask({ requestsPerMinute: 600 })], {
      requestSource: { loadBalancer: 'app/shop/1', targetGroups: ['targetgroup/web/2', 'targetgroup/web/3'] },
    }).hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-web-requests',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        ScaleOutCooldown: 60,
        ScaleInCooldown: 300,
        CustomizedMetricSpecification: {
          Metrics: [
            requests('requests1', 'targetgroup/web/2'),
            requests('requests2', 'targetgroup/web/3'),
            { Id: 'requests', Expression: 'SUM([requests1, requests2])', ReturnData: true },
          ],
        },
      },
    });
  });

  test('is refused without a load balancer, and for no requests', () => {
    expect(rules([Scaling.onRequestsPerTask({ requestsPerMinute: 0 })])).toEqual([
      'scaling.onRequestsPerTask.requestsPerMinute must be between 1 and 1000000, got 0; measure what one task can answer',
      'scaling.onRequestsPerTask must be behind a load balancer, got a service without one; use Scaling.onCpu()',
    ]);
  });
});

describe('Scaling.onSchedule', () => {
  test('changes the limits at set times', () => {
    synthesize([
      Scaling.onSchedule('morning', {
        schedule: appscaling.Schedule.cron({ hour: '7', minute: '30' }),
        timeZone: TimeZone.EUROPE_BERLIN,
        minTasks: 6,
      }),
      Scaling.onSchedule('night', { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }), minTasks: 2 }),
    ]).hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ScheduledActions: [
        {
          ScheduledActionName: 'morning',
          Schedule: 'cron(30 7 * * ? *)',
          Timezone: 'Europe/Berlin',
          ScalableTargetAction: { MinCapacity: 6 },
        },
        {
          ScheduledActionName: 'night',
          Schedule: 'cron(0 22 * * ? *)',
          ScalableTargetAction: { MinCapacity: 2 },
        },
      ],
    });
  });

  test('is refused when it contradicts the other limits, changes nothing, or comes twice', () => {
    const schedule = appscaling.Schedule.rate(Duration.hours(1));
    expect(
      rules([
        Scaling.onSchedule('much', { schedule, minTasks: 11 }),
        Scaling.onSchedule('nothing', { schedule }),
        Scaling.onSchedule('nothing', { schedule, minTasks: 3 }),
      ]),
    ).toEqual([
      'scaling.onSchedule.much.minTasks must be at most maxTasks, got 11 with maxTasks 10; lower minTasks or raise maxTasks',
      'scaling.onSchedule.nothing must change minTasks or maxTasks, got neither; give one of them',
      'scaling must hold each policy once, got Schedule:nothing more than once; keep one of them',
    ]);
  });
});

describe('Scaling.predictive', () => {
  test('adds tasks ahead of load, beside a policy that reacts', () => {
    synthesize([Scaling.onCpu(), Scaling.predictive()]).hasResourceProperties(
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      {
        PolicyName: 'shop-web-predictive',
        PolicyType: 'PredictiveScaling',
        PredictiveScalingPolicyConfiguration: {
          Mode: 'ForecastAndScale',
          SchedulingBufferTime: 300,
          MaxCapacityBreachBehavior: 'HonorMaxCapacity',
          MetricSpecifications: [
            {
              TargetValue: 60,
              PredefinedMetricPairSpecification: { PredefinedMetricType: 'ECSServiceCPUUtilization' },
            },
          ],
        },
      },
    );
  });

  test('can be watched before it is trusted', () => {
    synthesize([
      Scaling.onCpu(),
      Scaling.predictive({
        mode: ForecastMode.FORECAST_ONLY,
        targetPercent: 50,
        startAhead: Duration.minutes(10),
      }),
    ]).hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PredictiveScalingPolicyConfiguration: Match.objectLike({ Mode: 'ForecastOnly', SchedulingBufferTime: 600 }),
    });
  });

  test('is refused alone, and further ahead than an hour', () => {
    expect(rules([Scaling.predictive({ startAhead: Duration.hours(2) })])).toEqual([
      'scaling.predictive.startAhead must be a whole number of seconds and at most 3600, got 7200 seconds; the load is another one by then',
      'scaling must hold a policy that reacts to load beside Scaling.predictive(), got none; add Scaling.onCpu()',
    ]);
  });
});

describe('Scaling refuses', () => {
  test('nothing by default', () => {
    expect(rules([Scaling.onCpu(), Scaling.onMemory()])).toEqual([]);
  });

  test.each([9, 91])('a target of %i %', (targetPercent) => {
    const rule = `must be between 10 and 90, got ${targetPercent}; below it tasks idle, above it nothing is left for the minute in which tasks start`;
    expect(
      rules([
        Scaling.onCpu({ targetPercent }),
        Scaling.onMemory({ targetPercent }),
        Scaling.predictive({ targetPercent }),
      ]),
    ).toEqual([
      `scaling.onCpu.targetPercent ${rule}`,
      `scaling.onMemory.targetPercent ${rule}`,
      `scaling.predictive.targetPercent ${rule}`,
    ]);
  });

  test('cooldowns that no load waits for', () => {
    expect(
      rules([Scaling.onCpu({ scaleOutCooldown: Duration.millis(500), scaleInCooldown: Duration.hours(2) })]),
    ).toEqual([
      'scaling.onCpu.scaleOutCooldown must be a whole number of seconds and at most 3600, got 0.5 seconds; the load is another one by then',
      'scaling.onCpu.scaleInCooldown must be a whole number of seconds and at most 3600, got 7200 seconds; the load is another one by then',
    ]);
  });

  test.each(['', ' morning', 'morning ', 'a:b', 'a/b', 'a|b', 'a\nb', 'x'.repeat(257)])(
    'a scheduled change with the name %j',
    (name) => {
      const schedule = appscaling.Schedule.cron({ hour: '8' });
      expect(rules([Scaling.onSchedule(name, { schedule, minTasks: 5 })])).toEqual([
        `scaling.onSchedule.name must be 1 to 256 characters without colon, slash, bar and space around it, got ${JSON.stringify(name)}; use one such as morning`,
      ]);
    },
  );

  test('a scheduled change at a time that is none', () => {
    const schedule = appscaling.Schedule.expression('every morning');
    expect(rules([Scaling.onSchedule('morning', { schedule, minTasks: 5 })])).toEqual([
      'scaling.onSchedule.morning.schedule must be an expression of at, rate or cron, got "every morning"; use Schedule.cron(), Schedule.rate() or Schedule.at()',
    ]);
  });

  test('the same policy twice', () => {
    expect(rules([Scaling.onCpu(), Scaling.onCpu({ targetPercent: 70 })])).toEqual([
      'scaling must hold each policy once, got Cpu more than once; keep one of them',
    ]);
  });

  test('limits that no service can have', () => {
    expect(rules([], { minTasks: 0, maxTasks: 5001 })).toEqual([
      'minTasks must be a whole number between 1 and 5000, got 0; a service has at most 5000 tasks',
      'maxTasks must be a whole number between 1 and 5000, got 5001; a service has at most 5000 tasks',
    ]);
    expect(rules([], { minTasks: 11 })).toEqual([
      'minTasks must be at most maxTasks, got 11 with maxTasks 10; lower minTasks or raise maxTasks',
    ]);
  });
});
