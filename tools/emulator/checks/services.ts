import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { DeployedResource, Deployment } from '../deployment';

/** A service as ECS shows it, with the task definition that it runs. */
export interface RunningService {
  readonly resource: DeployedResource;
  readonly service: Service;
  readonly task: TaskDefinition;
}

const asked = new WeakMap<Deployment, Promise<RunningService[]>>();

/** Every service of a deployment, and what it runs. Many checks ask. */
export function servicesOf(deployment: Deployment): Promise<RunningService[]> {
  const services = asked.get(deployment) ?? askFor(deployment);
  asked.set(deployment, services);
  return services;
}

async function askFor(deployment: Deployment): Promise<RunningService[]> {
  const cluster = deployment.one('AWS::ECS::Cluster').physicalId;
  return Promise.all(
    deployment.some('AWS::ECS::Service').map(async (resource) => {
      const { ecs } = deployment.in(resource.region);
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [resource.physicalId] }));
      const service = services?.[0];
      if (service?.status !== 'ACTIVE') throw new Error(`${resource.path}: ECS has no service ${resource.physicalId}`);
      const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
      );
      if (!taskDefinition) throw new Error(`${resource.path}: ECS has no task definition ${service.taskDefinition}`);
      return { resource, service, task: taskDefinition };
    }),
  );
}

/** The environment that the containers of a task find, without what is injected. */
export function environmentOf({ containerDefinitions = [] }: TaskDefinition): Map<string, string> {
  return new Map(
    containerDefinitions.flatMap(({ environment = [] }) =>
      environment.map(({ name = '', value = '' }): [string, string] => [name, value]),
    ),
  );
}
