import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { Tasks } from '../../../lib/contract/region-control';
import type { RegionClients } from './clients';

/** Services that ECS describes in one request. */
const PAGE = 10;

const TARGETS = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

/** A service that scales. */
export interface ScaledService {
  readonly service: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly running: number;
}

/** The services of a deployment that scale in a region: those of the ECS cluster of its name. */
export async function scaledServices(clients: RegionClients, name: string): Promise<ScaledService[]> {
  const targets = await targetsOf(clients, `service/${name}/`);
  const running = await runningOf(clients, name, targets.map(serviceOf));
  return targets.map((target) => ({
    service: serviceOf(target),
    minimum: target.MinCapacity ?? 0,
    maximum: target.MaxCapacity ?? 0,
    running: running[serviceOf(target)] ?? 0,
  }));
}

/** Sets the least tasks of services, as far as their maximum allows it. Those that have it already are not written. */
export async function setMinimums(clients: RegionClients, name: string, wanted: Tasks[string]): Promise<void> {
  for (const { service, minimum, maximum } of await scaledServices(clients, name)) {
    const MinCapacity = Math.min(maximum, wanted[service] ?? minimum);
    if (MinCapacity === minimum) continue;
    await clients.scaling.send(
      new RegisterScalableTargetCommand({ ...TARGETS, ResourceId: `service/${name}/${service}`, MinCapacity }),
    );
  }
}

async function targetsOf({ scaling }: RegionClients, prefix: string): Promise<ScalableTarget[]> {
  const found: ScalableTarget[] = [];
  let NextToken: string | undefined;
  do {
    const page = await scaling.send(new DescribeScalableTargetsCommand({ ...TARGETS, NextToken }));
    found.push(...(page.ScalableTargets ?? []).filter(({ ResourceId }) => ResourceId?.startsWith(prefix)));
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}

async function runningOf(
  { ecs }: RegionClients,
  cluster: string,
  services: readonly string[],
): Promise<Record<string, number>> {
  const running: Record<string, number> = {};
  for (let first = 0; first < services.length; first += PAGE) {
    const page = services.slice(first, first + PAGE);
    const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: page }));
    for (const { serviceName, runningCount } of answer.services ?? []) running[serviceName ?? ''] = runningCount ?? 0;
  }
  return running;
}

function serviceOf({ ResourceId }: ScalableTarget): string {
  return ResourceId?.split('/')[2] ?? '';
}
