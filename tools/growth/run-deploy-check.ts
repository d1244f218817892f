import { setTimeout } from 'node:timers/promises';
import { acknowledgedIn, isAcknowledged, type AcknowledgedChange } from './acknowledged';
import { checkStack, type Danger, type StackCheck } from './change-set-check';
import type { CloudFormationApi } from './cloudformation';
import { connect } from './connect';
import { stackPolicy } from './stack-policy';
import { readAssembly, type Stack } from '../review/model/assembly';

/** Options of `ztm deploy-check`. */
export interface DeployCheckOptions {
  readonly protect?: boolean;
}

/** What a test puts in the place of AWS and of time. */
export interface DeployCheckWorld {
  readonly cloudFormation: () => Promise<CloudFormationApi>;
  readonly pause: () => Promise<void>;
  readonly print: (line: string) => void;
}

const WORLD: DeployCheckWorld = {
  cloudFormation: connect,
  pause: () => setTimeout(2000),
  print: (line) => console.log(line),
};

/** Runs `ztm deploy-check`; the exit code is 1 when CloudFormation would replace or remove what holds data. */
export async function runDeployCheck(
  assembly: string,
  { protect }: DeployCheckOptions,
  { cloudFormation, pause, print }: DeployCheckWorld = WORLD,
): Promise<0 | 1> {
  const stacks = readAssembly(assembly);
  const acknowledged = acknowledgedIn(assembly);
  const api = await cloudFormation();
  // Two checks at a time must not delete each other's change sets.
  const options = { name: `ztm-deploy-check-${process.pid}-${Date.now()}`, pause };
  let blocked = 0;
  for (const stack of stacks.filter(({ parent }) => !parent)) {
    const nested = stacks.filter(({ name }) => name.startsWith(`${stack.name}/`));
    const check = await checkStack(api, stack, nested, options);
    blocked += printCheck(check, acknowledged, print);
    if (protect) await protectStack(api, stack, check, print);
  }
  print(
    blocked === 0
      ? 'CloudFormation replaces and removes nothing that holds data'
      : `BLOCKED: ${blocked === 1 ? '1 resource that holds data is' : `${blocked} resources that hold data are`} not safe; do not deploy`,
  );
  return blocked === 0 ? 0 : 1;
}

function printCheck(
  { stackName, state, changes, dangers }: StackCheck,
  acknowledged: readonly AcknowledgedChange[],
  print: DeployCheckWorld['print'],
): number {
  const what = { new: 'not deployed yet', unchanged: 'no changes', changed: `${changes} changes` }[state];
  print(`${stackName}: ${what}`);
  const open = dangers.filter((danger) => !isAcknowledged(danger, acknowledged));
  for (const danger of dangers) {
    print(`  ${open.includes(danger) ? 'BLOCKED' : 'acknowledged'} ${describe(danger)}`);
    danger.causes.forEach((cause) => print(`    ${cause}`));
  }
  return open.length;
}

function describe({ constructPath, resourceType, logicalId, happens }: Danger): string {
  const name = constructPath ? `${constructPath} (${resourceType} ${logicalId})` : `${resourceType} ${logicalId}`;
  const fate = {
    replaced: 'would be replaced by a new, empty one',
    'maybe replaced': 'may be replaced by a new, empty one: CloudFormation only knows during the deployment',
    removed: 'would be removed from its stack',
    unclear: 'may be removed: CloudFormation only knows during the deployment',
  }[happens];
  return `${name} ${fate}`;
}

/** A stack that is not there yet cannot have a policy; it gets one at the next check. */
async function protectStack(
  api: CloudFormationApi,
  stack: Stack,
  { state, deployed }: StackCheck,
  print: DeployCheckWorld['print'],
): Promise<void> {
  if (state === 'new') {
    print('  not protected yet: run this again when it is deployed');
    return;
  }
  const policy = stackPolicy(deployed, stack.template);
  if (policy === undefined) return;
  await api.setStackPolicy(stack.region, stack.name, policy);
  print('  protected: its stack policy denies replacing and deleting what holds data');
}
