import type { CloudFormationApi } from './cloudformation';
import type { Stack, TemplateDocument } from '../review/model/assembly';
import { UserError } from '../support/command-line';

/** The stacks of an assembly as they are deployed. Those that are not deployed yet are not there. */
export async function deployedStacks(api: CloudFormationApi, stacks: readonly Stack[]): Promise<Stack[]> {
  const found: Stack[] = [];
  for (const stack of stacks.filter(({ parent }) => !parent)) {
    const deployed = await api.describeStack(stack.region, stack.name);
    if (!deployed || NEVER_DEPLOYED.includes(deployed.status)) continue;
    const template = parseTemplate(stack.name, await api.getTemplate(stack.region, stack.name));
    found.push({ ...stack, template, terminationProtection: deployed.terminationProtection });
  }
  if (found.length === 0) {
    const names = stacks.map(({ name }) => name).join(', ');
    throw new UserError(`none of the stacks ${names} is deployed; check the account and region of your credentials`);
  }
  return found;
}

/** A stack whose first change set has not been executed, or that is gone. */
export const NEVER_DEPLOYED: readonly string[] = ['REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'];

/** A template as `GetTemplate` returns it. */
export function parseTemplate(stackName: string, text: string): TemplateDocument {
  try {
    return JSON.parse(text) as TemplateDocument;
  } catch {
    throw new UserError(
      `the template of stack ${stackName} is not JSON, which all templates of the CDK are; compare two folders instead`,
    );
  }
}
