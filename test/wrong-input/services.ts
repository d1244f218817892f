import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { importedNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import {
  Capacity,
  LoadBalancer,
  QueueDemand,
  Scaling,
  ServiceCluster,
  TaskSize,
  WebService,
  WorkerService,
  WorkQueue,
  type WebServiceProps,
  type WorkerServiceProps,
  type WorkQueueProps,
} from '../../lib';
import { testStack } from '../support/test-app';

const IMAGE = ecs.ContainerImage.fromRegistry('example.com/image');

function web(props: Unchecked<WebServiceProps>): () => unknown {
  return () => {
    const stack = testStack();
    const vpc = importedNetwork(stack);
    const cluster = new ServiceCluster(stack, 'Cluster', { name: 'shop', vpc });
    const loadBalancer = new LoadBalancer(stack, 'LoadBalancer', { name: 'shop', vpc });
    const good = { cluster, loadBalancer, image: IMAGE, port: 8080 };
    return new WebService(stack, 'Web', { ...good, ...props } as WebServiceProps);
  };
}

function worker(props: Unchecked<WorkerServiceProps>): () => unknown {
  return () => {
    const stack = testStack();
    const cluster = new ServiceCluster(stack, 'Cluster', { name: 'shop', vpc: importedNetwork(stack) });
    const queue = new WorkQueue(stack, 'Queue', { name: 'shop' });
    const queueDemand = new QueueDemand(stack, 'QueueDemand', { cluster });
    const good = { cluster, queue, queueDemand, image: IMAGE };
    return new WorkerService(stack, 'Worker', { ...good, ...props } as WorkerServiceProps);
  };
}

function queue(props: Unchecked<WorkQueueProps>): () => unknown {
  return () => new WorkQueue(testStack(), 'Thumbnails', { name: 'shop', ...props } as WorkQueueProps);
}

export const SERVICES: readonly WrongInput[] = [
  {
    wrong: 'everything of a web service at once',
    make: web({
      serviceName: 'Web',
      size: TaskSize.of(256, 4096),
      capacity: Capacity.spotAbove(1),
      user: 'root',
      remoteShell: 'yes',
      environment: { 'LOG-LEVEL': 'debug', WORKERS: 4, SERVICE_NAME: 'web' },
      minTasks: 3,
      maxTasks: 2,
      scaling: [Scaling.onCpu({ targetPercent: 95 }), Scaling.onCpu()],
      port: 80,
      paths: ['api/*'],
      healthCheckPath: 'health',
      healthCheckFailures: 1,
    }),
    error: [
      'Test/Web:',
      '  - serviceName must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Web"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - size must have 512, 1024 or 2048 MiB for 256 CPU units, got 256 CPU units with 4096 MiB; choose memory that Fargate offers for this CPU, or another CPU',
      '  - capacity.onDemandBase must be at least minTasks, got 1 with minTasks 3; Spot tasks are stopped at short notice, and not replaced while Spot is short',
      '  - user must be a uid, a uid:gid or names of them, and not root, got "root"; use the user that the image was built for, or leave it out for 1000:1000',
      '  - remoteShell must be true or false, got "yes"; write true or false, without quotes',
      '  - name of a variable must be letters, digits and underscores, at least two and not starting with a digit, got "LOG-LEVEL"; rename it',
      '  - environment and secrets must not hold SERVICE_NAME, got it; every service has it already, rename yours',
      '  - environment.WORKERS must be a string, got 4; put it in quotes',
      '  - minTasks must be at most maxTasks, got 3 with maxTasks 2; lower minTasks or raise maxTasks',
      '  - scaling.onCpu.targetPercent must be between 10 and 90, got 95; below it tasks idle, above it nothing is left for the minute in which tasks start',
      '  - scaling must hold each policy once, got Cpu more than once; keep one of them',
      '  - port must be a whole number between 1024 and 65535, got 80; a user that is not root cannot open lower ports everywhere; configure the container to listen on one such as 8080',
      '  - paths must start with / and have at most 128 letters, digits, wildcards and characters of _-.$/~"\'@:+&()!,;=, got "api/*"; use one such as /api/*',
      '  - healthCheckPath must start with / and have at most 1024 characters of an address, got "health"; use one such as /health',
      '  - healthCheckFailures must be a whole number between 2 and 10, got 1; one failure alone may be chance',
    ],
  },
  {
    wrong: 'a size in words',
    make: web({ size: 'small' }),
    error: 'Test/Web: size must be a TaskSize, got "small"; use TaskSize.SMALL',
  },
  {
    wrong: 'capacity in words',
    make: web({ capacity: 'spot' }),
    error: 'Test/Web: capacity must be a Capacity, got "spot"; use Capacity.onDemand()',
  },
  {
    wrong: 'a port as text',
    make: web({ port: '8080' }),
    error:
      'Test/Web: port must be a whole number between 1024 and 65535, got "8080"; a user that is not root cannot open lower ports everywhere; configure the container to listen on one such as 8080',
  },
  {
    wrong: 'a variable that every service has',
    make: web({ environment: { TOPOLOGY_PATH: '/shop' } }),
    error:
      'Test/Web: environment and secrets must not hold TOPOLOGY_PATH, got it; every service has it already, rename yours',
  },
  {
    wrong: 'a certificate of another region',
    make: () => {
      const stack = testStack();
      const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000';
      const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
      new LoadBalancer(stack, 'LoadBalancer', { name: 'shop', vpc: importedNetwork(stack), certificate });
    },
    error:
      'Test/LoadBalancer: certificate must be in eu-west-1, like the load balancer, got one in us-east-1; request one there',
  },
  {
    wrong: 'everything of a worker at once',
    make: worker({ concurrency: 0, messagesPerSecond: '10', minTasks: -1, maxTasks: 0, taskProtection: 'true' }),
    error: [
      'Test/Worker:',
      '  - minTasks must be a whole number between 0 and 5000, got -1; a service has at most 5000 tasks',
      '  - maxTasks must be a whole number between 1 and 5000, got 0; a service has at most 5000 tasks',
      '  - concurrency must be a whole number between 1 and 1000, got 0; it is the number of messages a task works on at once',
      '  - messagesPerSecond must be between 0.0001 and 10000, got "10"; it is what one task completes in a second',
      '  - taskProtection must be true or false, got "true"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'a queue for seconds without a Duration',
    make: queue({ visibilityTimeout: 180 }),
    error: 'Test/Thumbnails: visibilityTimeout must be a Duration, got 180; write it as Duration.seconds(1)',
  },
  {
    wrong: 'a queue that receives never',
    make: queue({ maxReceiveCount: 0.5 }),
    error: 'Test/Thumbnails: maxReceiveCount must be a whole number between 1 and 1000, got 0.5; SQS counts up to 1000',
  },
];
