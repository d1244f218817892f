import {
  Container,
  Environment,
  HttpLoadBalancerExtension,
  QueueExtension,
  ScaleOnCpuUtilization,
  Service,
  ServiceDescription,
  type ServiceExtension,
} from '@aws-cdk-containers/ecs-service-extensions';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService, QueueProcessingFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import type { Peer } from './peer';
import { LIMITS, type Template } from './template';
import { acceptableBacklog } from './worker';

const IMAGE = ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29-alpine');
const { web, worker } = LIMITS;

/** Peers that are on npm: their templates are made by the packages themselves. */
export function webPackages(folder: string): Peer[] {
  return [
    {
      name: 'aws-ecs-patterns',
      kind: 'web',
      policy: 'target tracking, CPU 50, 300/300 s',
      source:
        'aws-cdk-lib, synthesized: ApplicationLoadBalancedFargateService, which does not scale by itself, with the scaling of its documentation',
      templates: synthesized(folder, (stack) => {
        const service = new ApplicationLoadBalancedFargateService(stack, 'Service', {
          taskImageOptions: { image: IMAGE },
        });
        const scaling = service.service.autoScaleTaskCount({ minCapacity: web.minTasks, maxCapacity: web.maxTasks });
        scaling.scaleOnCpuUtilization('CpuScaling', { targetUtilizationPercent: 50 });
      }),
    },
    {
      name: 'ecs-service-extensions',
      kind: 'web',
      policy: 'target tracking, CPU 50, 60/60 s',
      source: '@aws-cdk-containers/ecs-service-extensions 2.0.0, synthesized: ScaleOnCpuUtilization',
      templates: synthesized(folder, (stack) => {
        const scaling = new ScaleOnCpuUtilization({ minTaskCount: web.minTasks, maxTaskCount: web.maxTasks });
        addExtended(stack, [new HttpLoadBalancerExtension(), scaling]);
      }),
    },
  ];
}

export function workerPackages(folder: string, objectiveSeconds: number): Peer[] {
  return [
    {
      name: 'aws-ecs-patterns',
      kind: 'worker',
      policy: 'steps on waiting messages: none -1, 100 +1, 500 +5; target tracking, CPU 50',
      source: 'aws-cdk-lib, synthesized: QueueProcessingFargateService',
      templates: synthesized(folder, (stack) => {
        new QueueProcessingFargateService(stack, 'Service', {
          image: IMAGE,
          minScalingCapacity: worker.minTasks,
          maxScalingCapacity: worker.maxTasks,
        });
      }),
    },
    {
      name: 'ecs-service-extensions',
      kind: 'worker',
      policy: 'target tracking, backlog of each task, 300/300 s',
      source: '@aws-cdk-containers/ecs-service-extensions 2.0.0, synthesized: QueueExtension',
      templates: synthesized(folder, (stack) => {
        // It takes whole seconds only; what it deploys is their ratio.
        const scaleOnLatency = {
          acceptableLatency: Duration.seconds(acceptableBacklog(objectiveSeconds)),
          messageProcessingTime: Duration.seconds(1),
        };
        addExtended(stack, [new QueueExtension({ scaleOnLatency })], { ...worker });
      }),
      metricModels: { 'environment-service/BacklogPerTask': { model: 'backlog-per-task' } },
    },
  ];
}

function addExtended(
  stack: Stack,
  extensions: readonly ServiceExtension[],
  limits?: { readonly minTasks: number; readonly maxTasks: number },
): void {
  const description = new ServiceDescription();
  description.add(new Container({ cpu: 256, memoryMiB: 512, trafficPort: 80, image: IMAGE }));
  extensions.forEach((extension) => description.add(extension));
  const vpc = new Vpc(stack, 'Vpc');
  new Service(stack, 'service', {
    environment: new Environment(stack, 'environment', { vpc, cluster: new Cluster(stack, 'Cluster', { vpc }) }),
    serviceDescription: description,
    autoScaleTaskCount: limits && { minTaskCount: limits.minTasks, maxTaskCount: limits.maxTasks },
  });
}

function synthesized(folder: string, build: (stack: Stack) => void): Readonly<Record<string, Template>> {
  const app = new App({ analyticsReporting: false, outdir: mkdtempSync(join(folder, 'peer-')) });
  const stack = new Stack(app, 'Peer', { env: { region: 'us-east-1' } });
  build(stack);
  return { Peer: app.synth().getStackByName('Peer').template as Template };
}
