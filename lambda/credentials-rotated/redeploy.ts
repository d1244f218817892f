import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs';

/** What the rule of a service sends when a secret of that service has rotated. */
export interface Redeployment {
  readonly cluster: string;
  readonly service: string;
}

/** Errors that mean that the service is gone, or going: it has no tasks left that could hold an old password. */
const GONE = ['ServiceNotFoundException', 'ServiceNotActiveException'];

/** Replaces the tasks of a service by equal ones. It says nothing about their number or definition, so it changes neither. */
export async function redeploy(
  { cluster, service }: Redeployment,
  updateService: (input: UpdateServiceCommandInput) => Promise<unknown>,
): Promise<void> {
  try {
    await updateService({ cluster, service, forceNewDeployment: true });
    console.info({ message: 'redeploying', cluster, service });
  } catch (error) {
    if (!(error instanceof Error) || !GONE.includes(error.name)) throw error;
    console.warn({ message: 'nothing to redeploy', cluster, service, reason: error.name });
  }
}
