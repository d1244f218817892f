import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { redeploy, type Redeployment } from './redeploy';

const ecs = new ECSClient({});

/** Redeploys a service, because its running tasks keep the password that they started with. */
export const handler = (event: Redeployment): Promise<void> =>
  redeploy(event, (input) => ecs.send(new UpdateServiceCommand(input)));
