import {
  GetStackPolicyCommand,
  SetStackPolicyCommand,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import type { Deployment } from './deployment';
import { LOSS_MISTAKES } from './loss-mistakes';
import { isAt, plant, readTemplate } from './mistakes';
import { updateStack } from './stack-update';
import { AwsCloudFormation } from '../growth/aws-cloudformation';
import { runDeployCheck } from '../growth/run-deploy-check';

/**
 * Runs `ztm deploy-check --protect` on what is deployed, and tries to lose data afterwards. Says what went through. The policies
 * are taken back at the end.
 */
export async function protectionProblems(
  assembly: string,
  deployment: Deployment,
  endpoint: string,
): Promise<string[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const exitCode = await runDeployCheck(
    assembly,
    { protect: true },
    {
      cloudFormation: () => Promise.resolve(new AwsCloudFormation({ endpoint, credentials })),
      pause: () => Promise.resolve(),
      print: (line) => console.log(`    ${line}`),
    },
  );
  const problems = exitCode === 0 ? [] : ['deploy-check blocks what is deployed already'];
  for (const mistake of LOSS_MISTAKES) {
    const stack = deployment.stacks.find((one) =>
      Object.values(readTemplate(one).Resources ?? {}).some((resource) => isAt(resource, mistake)),
    );
    if (!stack) return [...problems, `no stack has a ${mistake.type} at ${mistake.path}`];
    const template = readTemplate(stack);
    plant(mistake, template);
    const { cloudformation } = deployment.in(stack.region);
    const refused = await updateStack(cloudformation, stack.name, template);
    if (!refused.some((reason) => reason.includes('Action denied by stack policy'))) {
      problems.push(`${mistake.name} is not denied: ${refused.join(', ') || 'it deploys'}`);
    }
  }
  for (const { name, region } of deployment.stacks) await allowEverything(deployment.in(region).cloudformation, name);
  return problems;
}

/** A stack policy cannot be removed. */
async function allowEverything(cloudformation: CloudFormationClient, stackName: string): Promise<void> {
  const { StackPolicyBody } = await cloudformation.send(new GetStackPolicyCommand({ StackName: stackName }));
  if (StackPolicyBody === undefined) return;
  const statement = { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' };
  const policy = JSON.stringify({ Statement: [statement] });
  await cloudformation.send(new SetStackPolicyCommand({ StackName: stackName, StackPolicyBody: policy }));
}
