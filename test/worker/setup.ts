import { Stack, type App } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Network } from '../../lib/network';
import { WorkQueue, type WorkQueueProps } from '../../lib/queue';
import { ServiceCluster } from '../../lib/service';
import { QueueDemand, WorkerService, type WorkerServiceProps } from '../../lib/worker';
import { testApp } from '../support/test-app';

export interface Bench {
  readonly app: App;
  readonly data: Stack;
  readonly svc: Stack;
  readonly queue: WorkQueue;
  readonly queueDemand: QueueDemand;
  /** Adds a worker, in the stack of the cluster unless another is given. */
  readonly addWorker: (props?: Partial<WorkerServiceProps>, id?: string, stack?: Stack) => WorkerService;
}

/** A queue in one stack; cluster and queue demand in another. */
export function bench(queueProps: Partial<WorkQueueProps> = {}, app = testApp()): Bench {
  const env = { region: 'eu-west-1' };
  const net = new Stack(app, 'Net', { env });
  const data = new Stack(app, 'Data', { env });
  const svc = new Stack(app, 'Svc', { env });
  const network = new Network(net, 'Network', { name: 'shop' });
  const queue = new WorkQueue(data, 'Resize', { name: 'shop', ...queueProps });
  const cluster = new ServiceCluster(svc, 'Cluster', { name: 'shop', vpc: network.vpc, subnets: network.appSubnets });
  const queueDemand = new QueueDemand(svc, 'QueueDemand', { cluster });
  const addWorker = (props: Partial<WorkerServiceProps> = {}, id = 'Resize', stack = svc) =>
    new WorkerService(stack, id, {
      cluster,
      queue,
      queueDemand,
      image: ecs.ContainerImage.fromRegistry('example.com/resize:1'),
      ...props,
    });
  return { app, data, svc, queue, queueDemand, addWorker };
}
