import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import type { DeployedService } from '../../../../tools/simulate/model';
import { servicesOf } from '../../../../tools/simulate/template';
import { testApp } from '../../../support/test-app';

const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1');

/** Without these the constructs warn. */
const QUIET = { minHealthyPercent: 100, circuitBreaker: { rollback: true } };

/** The one service of a stack that other constructs than ours make. */
function serviceOf(build: (stack: Stack, vpc: ec2.IVpc) => void): DeployedService {
  const stack = new Stack(testApp(), 'Peer');
  build(stack, new ec2.Vpc(stack, 'Vpc'));
  const [service, ...others] = servicesOf({ peer: Template.fromStack(stack).toJSON() });
  expect(others).toEqual([]);
  return service;
}

describe('constructs of aws-ecs-patterns are read:', () => {
  test('a service behind a load balancer, without scaling', () => {
    const service = serviceOf((stack, vpc) => {
      new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
        vpc,
        desiredCount: 3,
        taskImageOptions: { image },
        ...QUIET,
      });
    });
    expect(service).toEqual({
      name: expect.stringMatching(/^WebService/) as string,
      kind: 'web',
      minTasks: 3,
      maxTasks: 3,
      healthCheckSeconds: 30,
      deregistrationSeconds: 300,
      highResolutionCpu: false,
      policies: [],
      warnings: ['has no scalable target, so that its number of tasks stays'],
    });
  });

  test('a service that tracks CPU utilization and requests', () => {
    const { policies, ...service } = serviceOf((stack, vpc) => {
      const web = new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
        vpc,
        taskImageOptions: { image },
        ...QUIET,
      });
      web.targetGroup.setAttribute('deregistration_delay.timeout_seconds', '15');
      web.targetGroup.configureHealthCheck({ interval: Duration.seconds(7) });
      const tasks = web.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 20 });
      tasks.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50 });
      tasks.scaleOnRequestCount('Requests', {
        requestsPerTarget: 3600,
        targetGroup: web.targetGroup,
        scaleInCooldown: Duration.seconds(120),
        disableScaleIn: true,
      });
    });
    expect(service).toMatchObject({
      minTasks: 2,
      maxTasks: 20,
      healthCheckSeconds: 7,
      deregistrationSeconds: 15,
      warnings: [],
    });
    expect(policies).toMatchObject([
      {
        kind: 'target-tracking',
        expression: { kind: 'metric', signal: { model: 'cpu' }, statistic: 'Average', periodSeconds: 60 },
        periodSeconds: 60,
        target: 50,
        scaleOutCooldownSeconds: 300,
        scaleInCooldownSeconds: 300,
        disableScaleIn: false,
      },
      {
        expression: { kind: 'metric', signal: { model: 'requests-per-target' }, statistic: 'Sum', periodSeconds: 60 },
        target: 3600,
        scaleInCooldownSeconds: 120,
        disableScaleIn: true,
      },
    ]);
  });

  test('a worker that takes steps with the messages of its queue', () => {
    const { policies, ...service } = serviceOf((stack, vpc) => {
      new patterns.QueueProcessingFargateService(stack, 'Jobs', { vpc, image, ...QUIET });
    });
    expect(service).toMatchObject({
      kind: 'worker',
      minTasks: 1,
      maxTasks: 2,
      healthCheckSeconds: 0,
      deregistrationSeconds: 0,
      warnings: [],
    });
    const visible = { kind: 'metric', signal: { model: 'visible' }, statistic: 'Maximum', periodSeconds: 300 };
    const alarm = { expression: visible, periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(policies).toMatchObject([
      { kind: 'target-tracking', target: 50 },
      {
        kind: 'step',
        adjustmentType: 'ChangeInCapacity',
        steps: [{ upper: 0, adjustment: -1 }],
        alarm: { ...alarm, comparison: 'LessThanOrEqualToThreshold', threshold: 0 },
      },
      {
        kind: 'step',
        steps: [
          { lower: 0, upper: 400, adjustment: 1 },
          { lower: 400, adjustment: 5 },
        ],
        alarm: { ...alarm, comparison: 'GreaterThanOrEqualToThreshold', threshold: 100 },
      },
    ]);
  });
});
