import type { Baseline } from './baseline';
import { Verdict, type Finding, type ResourceVerdict, type StackTemplate } from './verdict';

/** What is said, and what to do about it. */
export interface Text {
  readonly description: string;
  readonly fix: string;
}

const FATES: Readonly<Partial<Record<Verdict, string>>> = {
  [Verdict.UNKNOWN]: 'may lose its data: nobody can tell from the templates',
  [Verdict.REJECTED]: 'cannot be changed like this: AWS refuses it, and the deployment fails',
  [Verdict.ORPHANED]: 'would stay in the account without a stack',
  [Verdict.REPLACED]: 'would be replaced by a new, empty one',
  [Verdict.REMOVED]: 'would be deleted',
};

/** A change that must not be deployed. */
export function blockedText(verdict: ResourceVerdict, finding: Finding, rule: string, remains: boolean): Text {
  return {
    description: [
      `${nameOf(verdict)} ${FATES[finding.verdict]}${changeOf(finding)}`,
      `${finding.reason} (${finding.source})`,
    ].join('\n   '),
    fix: [
      finding.remedy,
      acknowledgement(remains && verdict.logicalId !== '' ? 'on the resource' : `on stack ${verdict.stackName}`, rule),
    ].join('\n'),
  };
}

/** A stack that the app no longer has. */
export function removedStackText(stackName: string, held: readonly ResourceVerdict[], rule: string): Text {
  return {
    description: [
      `stack ${stackName} is no longer in the app, and holds ${held.map(nameOf).join(', ')}`,
      'CloudFormation keeps the stack until somebody deletes it; nothing deploys, watches or guards it any more',
    ].join('\n   '),
    fix: [
      'bring the stack back under its name. If it was renamed: a stack has no other name, so that the new one starts empty; keep the old name (stackName), or move the data first',
      acknowledgement('on the app', rule),
    ].join('\n'),
  };
}

/** Resources that the baseline does not know, or knows as they were. */
export function staleText(file: string, unguarded: readonly ResourceVerdict[]): Text {
  const names = unguarded.map((verdict) => `${nameOf(verdict)} is ${verdict.verdict.toLowerCase()}`);
  return {
    description: `${file} does not have everything that holds data as it is now: ${names.join(', ')}`,
    fix: `run npx ztm accept, and commit ${file} together with the change`,
  };
}

/** An assembly that has no stack in common with the baseline. */
export function unknownDeploymentText(baseline: Baseline, file: string, stacks: readonly StackTemplate[]): Text {
  const known = baseline.deployments.flatMap((deployment) => deployment.stacks);
  return {
    description: [
      `${file} knows none of the app's stacks, so that nothing can be compared`,
      `it has ${listed(known)}; the app has ${listed(stacks)}`,
    ].join('\n   '),
    fix: [
      'if this is another deployment of the app, such as one more environment or region: npx ztm accept --add',
      'if the stacks were renamed or moved to another region: CloudFormation would make new, empty ones beside the old; bring back their names and regions',
    ].join('\n'),
  };
}

/** The app has no baseline. */
export function noBaselineText(file: string): Text {
  return {
    description: `there is no ${file} yet, so that nothing says what is deployed and must not be replaced`,
    fix: `run npx ztm accept, and commit ${file}`,
  };
}

/** An acknowledgement that lets nothing through any more. */
export function unneededText(id: string, reason: string): Text {
  return {
    description: `nothing needs the acknowledgement ${id} (${reason}) any more`,
    fix: 'take it out: it would let the next such change through',
  };
}

/** An acknowledgement that does not say why. */
export function reasonlessText(id: string): Text {
  return {
    description: `the acknowledgement ${id} must have a reason, got none`,
    fix: 'say why the change is meant, and how its data is safe',
  };
}

function acknowledgement(where: string, rule: string): string {
  return `if it is meant, say why ${where}: Validations.of(…).acknowledge({ id: 'SafeGrowth::${rule}', reason: '…' })`;
}

/** What a resource is called: where it is in the app, what it is, and where it is in CloudFormation. */
export function nameOf({ constructPath, resourceType, logicalId, stackName }: ResourceVerdict): string {
  if (logicalId === '') return `stack ${stackName}`;
  const path = constructPath?.replace(/(\/(Resource|Default))+$/, '');
  const identity = `${resourceType} ${logicalId} in stack ${stackName}`;
  return path ? `${path} (${identity})` : identity;
}

function changeOf({ property, before, after }: Finding): string {
  if (property === '') return '';
  if (before === undefined && after === undefined) return `: ${property}`;
  if (before === undefined) return `: ${property} becomes ${shortened(after)}, and was not set`;
  if (after === undefined) return `: ${property} was ${shortened(before)}, and is no longer set`;
  return `: ${property} changes from ${shortened(before)} to ${shortened(after)}`;
}

/** Longest value that is shown whole. */
const LONGEST = 160;

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** How many stacks are named. */
const NAMED = 6;

function listed(stacks: readonly { readonly stackName: string; readonly region: string }[]): string {
  const names = stacks.map(({ stackName, region }) => `${stackName} in ${region}`).sort();
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(', ') || 'no stacks';
}
