import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { differs } from './check';
import type { Deployment } from './deployment';

/** How many tasks an evacuation leaves in the regions that took over: more than any template says. */
const FLOOR = 7;

/** What an evacuation leaves behind in a deployment: fewest tasks of each service that were raised, and restored by nobody yet. */
export async function raiseFloors(deployment: Deployment): Promise<void> {
  for (const target of await targetsOf(deployment)) {
    const { ServiceNamespace, ResourceId, ScalableDimension } = target;
    await deployment.home.scaling.send(
      new RegisterScalableTargetCommand({ ServiceNamespace, ResourceId, ScalableDimension, MinCapacity: FLOOR }),
    );
  }
}

/** Floors that are not as they were left. */
export async function changedFloors(deployment: Deployment): Promise<string[]> {
  const targets = await targetsOf(deployment);
  return [
    ...(targets.length === 0 ? ['nothing scales'] : []),
    ...targets.flatMap(({ ResourceId, MinCapacity }) => differs(`the floor of ${ResourceId}`, MinCapacity, FLOOR)),
  ];
}

async function targetsOf({ home }: Deployment) {
  const { ScalableTargets = [] } = await home.scaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }),
  );
  return ScalableTargets;
}
