import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { acknowledgedIn } from './acknowledged';
import type { CloudFormationApi } from './cloudformation';
import { connect } from './connect';
import { deployedStacks } from './deployed';
import { templatesOf } from './side';
import {
  accepted,
  BASELINE_FILE,
  baselineOf,
  deploymentsOf,
  parseBaseline,
  printBaseline,
  stacksOf,
  type Baseline,
} from '../../lib/growth/baseline';
import { GUARD, problemsOf, type Problem } from '../../lib/growth/guard';
import { unknownDeploymentText } from '../../lib/growth/guard-texts';
import { isStateful } from '../../lib/growth/stateful';
import type { StackTemplate } from '../../lib/growth/verdict';
import { readAssembly } from '../review/model/assembly';
import { UserError } from '../support/command-line';

/** Options of `ztm accept`. */
export interface AcceptOptions {
  readonly add?: boolean;
  readonly deployed?: boolean;
  readonly baseline?: string;
}

/** Runs `ztm accept`: writes what must not change from now on. */
export async function runAccept(
  assembly: string,
  { add, deployed, baseline: file = BASELINE_FILE }: AcceptOptions,
  cloudFormation: () => Promise<CloudFormationApi> = connect,
): Promise<void> {
  const synthesized = readAssembly(assembly);
  const stacks = templatesOf(deployed ? await deployedStacks(await cloudFormation(), synthesized) : synthesized);
  const before = existsSync(file) ? parseBaseline(readFileSync(file, 'utf8'), file) : undefined;
  if (before) refuseConfusion(before, file, stacks, add === true);
  // What is deployed is a fact, whether or not it was meant.
  if (before && !deployed && !add) refuseBlocked(before, file, stacks, assembly);
  const after = accepted(before, stacks);
  const text = printBaseline(after);
  const isSame = before !== undefined && printBaseline(before) === text;
  if (!isSame) writeFileSync(file, text);
  console.log(`${file}: ${isSame ? 'already says so' : summary(before, stacks)}`);
}

/** An assembly belongs to what is known, or is one more; which of the two, its author knows. */
function refuseConfusion(baseline: Baseline, file: string, stacks: readonly StackTemplate[], add: boolean): void {
  const own = deploymentsOf(baseline, stacks);
  if (own.length === 0 && !add) {
    const { description, fix } = unknownDeploymentText(baseline, file, stacks);
    throw new UserError(`${description}\n${fix}`);
  }
  if (own.length > 0 && add) {
    const names = stacksOf(own, stacks).map(({ stackName }) => stackName);
    throw new UserError(
      `--add must be for a deployment that ${file} does not have, got one with ${names.join(', ')}; leave --add out to accept its changes`,
    );
  }
}

function refuseBlocked(baseline: Baseline, file: string, stacks: readonly StackTemplate[], assembly: string): void {
  const given = acknowledgedIn(assembly).map(({ id }) => id);
  const blocked = problemsOf(baseline, file, stacks).filter(
    ({ severity, rule }) => severity === 'error' && !given.includes(`${GUARD}::${rule}`),
  );
  if (blocked.length === 0) return;
  throw new UserError(
    [
      `${file} stays as it is, because ${blocked.length === 1 ? 'a change is' : `${blocked.length} changes are`} blocked:`,
      ...blocked.map(({ description, fix }: Problem) => `- ${description}\n  ${fix.replaceAll('\n', '\n  ')}`),
      'When it has happened already, take what is deployed: npx ztm accept --deployed',
    ].join('\n'),
  );
}

function summary(before: Baseline | undefined, stacks: readonly StackTemplate[]): string {
  const known = new Set(before?.deployments.flatMap((deployment) => holders(deployment.stacks)));
  const now = holders(baselineOf(stacks));
  const added = now.filter((name) => !known.has(name)).length;
  return `guards ${now.length} resources in ${stacks.length} stacks${before ? `, ${added} of them new` : ''}; commit it`;
}

function holders(stacks: readonly StackTemplate[]): string[] {
  return stacks.flatMap(({ stackName, template }) =>
    Object.entries(template.Resources ?? {})
      .filter(([, resource]) => isStateful(resource))
      .map(([logicalId]) => `${stackName}/${logicalId}`),
  );
}
