import type { CloudFormationApi } from './cloudformation';

/** AWS with the credentials of the shell. Its client is loaded only where something is asked of it. */
export async function connect(): Promise<CloudFormationApi> {
  const { AwsCloudFormation } = await import('./aws-cloudformation.js');
  return new AwsCloudFormation();
}
