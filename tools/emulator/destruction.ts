import {
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import { ModifyLoadBalancerAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { unless } from './check';
import { lostData, type Data } from './data';
import type { Deployment } from './deployment';
import { complaints } from './messages';
import type { Part } from './report';
import type { Bench } from './workshop';

/**
 * What is wrong with how destroying is refused: `cdk destroy` has to fail and say why, and every stack that holds data has
 * to stand.
 */
export async function refusedDestruction(
  { cli }: Bench,
  assembly: string,
  deployment: Deployment,
  data: Data,
  part: Part,
): Promise<string[]> {
  const kept = deployment.stacks.filter(({ terminationProtection }) => terminationProtection);
  const problems = unless(kept.length > 0, 'no stack has termination protection');
  for (const names of [kept.map(({ displayName }) => displayName), []]) {
    const command = ['cdk destroy', ...(names.length > 0 ? names : ['--all'])].join(' ');
    const { exitCode, output } = await cli.destroy(assembly, names);
    part.done(command);
    const reasons = complaints(output).filter((line) => /protection/i.test(line));
    reasons.forEach((line) => console.log(`    ${line}`));
    problems.push(
      ...unless(exitCode !== 0, `${command} succeeded`),
      ...unless(reasons.length > 0, `${command} does not say what protects the data`),
    );
  }
  for (const { name, region } of kept) {
    const status = await statusOf(deployment, name, region);
    problems.push(...unless(/^(CREATE|UPDATE)_COMPLETE/.test(status), `${name} is ${status}`));
  }
  return [...problems, ...(await lostData(deployment, data))];
}

/** What is lost when somebody lifts the protection of the stacks and deletes them one by one: nothing may be. */
export async function forcedDestruction(deployment: Deployment, data: Data, part: Part): Promise<string[]> {
  const services = await deleteServices(deployment);
  const others = deployment.stacks.filter(({ name }) => name !== services);
  for (const { name, region } of others.reverse()) {
    const { cloudformation } = deployment.in(region);
    await liftProtection(cloudformation, name);
    await cloudformation.send(new DeleteStackCommand({ StackName: name }));
    console.log(`    without termination protection: ${name} is ${await statusOf(deployment, name, region)}`);
  }
  part.done('deleted every stack without its protection');
  return lostData(deployment, data);
}

/** They import from the stacks that hold data, and would be in the way. Returns the name of their stack. */
async function deleteServices(deployment: Deployment): Promise<string> {
  const { stack, region, physicalId } = deployment.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const { elb, cloudformation } = deployment.in(region);
  await elb.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: physicalId,
      Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
    }),
  );
  await liftProtection(cloudformation, stack);
  await cloudformation.send(new DeleteStackCommand({ StackName: stack }));
  return stack;
}

async function liftProtection(cloudformation: CloudFormationClient, stack: string): Promise<void> {
  await cloudformation.send(
    new UpdateTerminationProtectionCommand({ StackName: stack, EnableTerminationProtection: false }),
  );
}

async function statusOf(deployment: Deployment, name: string, region: string): Promise<string> {
  const { Stacks: [stack] = [] } = await deployment
    .in(region)
    .cloudformation.send(new DescribeStacksCommand({ StackName: name }))
    .catch(() => ({ Stacks: [] }));
  return [stack?.StackStatus, stack?.StackStatusReason].filter((text) => text).join(': ') || 'gone';
}
