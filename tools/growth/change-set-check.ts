import type { ChangeSet, CloudFormationApi, DeployedStack, ResourceChange } from './cloudformation';
import { NEVER_DEPLOYED, parseTemplate } from './deployed';
import { isStateful } from '../../lib/growth/stateful';
import type { TemplateResource } from '../../lib/growth/verdict';
import type { Stack, TemplateDocument } from '../review/model/assembly';
import { UserError } from '../support/command-line';

/** What CloudFormation would do to a resource that holds data. */
export interface Danger {
  readonly stackName: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly constructPath?: string;
  readonly happens: 'replaced' | 'maybe replaced' | 'removed' | 'unclear';
  /** What causes it, a line each. */
  readonly causes: readonly string[];
}

/** What CloudFormation says about one stack of an assembly. */
export interface StackCheck {
  readonly stackName: string;
  readonly state: 'new' | 'unchanged' | 'changed';
  readonly changes: number;
  readonly dangers: readonly Danger[];
  /** The template as it is deployed; none of a new stack. */
  readonly deployed?: TemplateDocument;
}

/** What a check may be told: how long to wait between two looks at a change set. */
export interface CheckOptions {
  readonly name: string;
  readonly pause: () => Promise<void>;
}

/** Has CloudFormation prepare the change of a stack, reads what it would do, and deletes it again. */
export async function checkStack(
  api: CloudFormationApi,
  stack: Stack,
  nested: readonly Stack[],
  options: CheckOptions,
): Promise<StackCheck> {
  const { name: stackName, region } = stack;
  const deployed = await api.describeStack(region, stackName);
  if (!deployed || NEVER_DEPLOYED.includes(deployed.status)) {
    return { stackName, state: 'new', changes: 0, dangers: [] };
  }
  const before = parseTemplate(stackName, await api.getTemplate(region, stackName));
  await createChangeSet(api, stack, deployed, options.name);
  try {
    const changeSet = await finished(api, stack, options);
    if (changeSet === undefined) return { stackName, state: 'unchanged', changes: 0, dangers: [], deployed: before };
    const dangers = await dangersOf(api, changeSet, { stack, before, nested });
    return { stackName, state: 'changed', changes: changeSet.changes.length, dangers, deployed: before };
  } finally {
    await api.deleteChangeSet(region, stackName, options.name);
  }
}

/** What CloudFormation takes within a request; a bigger template has to be uploaded. */
const LARGEST_BODY = 51_200;

async function createChangeSet(
  api: CloudFormationApi,
  stack: Stack,
  deployed: DeployedStack,
  name: string,
): Promise<void> {
  const body = JSON.stringify(stack.template);
  const own = Object.keys(stack.template.Parameters ?? {});
  const isBig = Buffer.byteLength(body) > LARGEST_BODY;
  await api.createChangeSet({
    region: stack.region,
    stackName: stack.name,
    name,
    ...(isBig ? { templateUrl: await upload(api, stack, deployed, body) } : { templateBody: body }),
    parameters: deployed.parameters.filter((parameter) => own.includes(parameter)),
    includeNestedStacks: Object.values(stack.template.Resources ?? {}).some(
      ({ Type }) => Type === 'AWS::CloudFormation::Stack',
    ),
  });
}

async function upload(api: CloudFormationApi, stack: Stack, { id }: DeployedStack, body: string): Promise<string> {
  const [, partition = '', , region = '', account = ''] = id.split(':');
  const place = (stack.templateLocation ?? '')
    .replaceAll('${AWS::Partition}', partition)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::AccountId}', account);
  if (place === '') {
    throw new UserError(
      `the template of stack ${stack.name} is larger than ${LARGEST_BODY} bytes, and the assembly does not say where to upload it; synthesize with the default synthesizer of the CDK`,
    );
  }
  return api.uploadTemplate(region, place, body);
}

/** The change set when it is ready, or nothing when there is nothing to change. */
async function finished(
  api: CloudFormationApi,
  { name: stackName, region }: Stack,
  { name, pause }: CheckOptions,
): Promise<ChangeSet | undefined> {
  for (;;) {
    const changeSet = await api.describeChangeSet(region, stackName, name);
    switch (changeSet.status) {
      case 'CREATE_COMPLETE':
        return changeSet;
      case 'CREATE_PENDING':
      case 'CREATE_IN_PROGRESS':
        await pause();
        break;
      default:
        if (/didn't contain changes|No updates are to be performed/.test(changeSet.reason ?? '')) return undefined;
        throw new UserError(
          `CloudFormation cannot prepare the change of stack ${stackName}: ${changeSet.reason ?? changeSet.status}`,
        );
    }
  }
}

interface Place {
  readonly stack: Stack;
  /** Nothing where it is not known: in nested stacks. */
  readonly before?: TemplateDocument;
  readonly nested: readonly Stack[];
}

async function dangersOf(api: CloudFormationApi, { changes }: ChangeSet, place: Place): Promise<Danger[]> {
  const dangers = changes.flatMap((change) => dangerOf(change, place) ?? []);
  for (const { ChangeSetId: id, LogicalResourceId: logicalId = '' } of changes.filter(isNested)) {
    const name = `${place.stack.name}/${logicalId}`;
    const stack = place.nested.find((candidate) => candidate.name === name) ?? { ...place.stack, name, template: {} };
    const changeSet = await api.describeChangeSet(place.stack.region, name, id ?? '');
    dangers.push(...(await dangersOf(api, changeSet, { stack, nested: place.nested })));
  }
  return dangers;
}

function isNested({ ResourceType, ChangeSetId }: ResourceChange): boolean {
  return ResourceType === 'AWS::CloudFormation::Stack' && ChangeSetId !== undefined;
}

function dangerOf(change: ResourceChange, { stack, before }: Place): Danger | undefined {
  const { LogicalResourceId: logicalId = '', ResourceType: resourceType = '' } = change;
  const happens = fateOf(change);
  if (happens === undefined) return undefined;
  const versions = [before?.Resources?.[logicalId], stack.template.Resources?.[logicalId]].filter(
    (resource) => resource !== undefined,
  );
  const judged: TemplateResource[] = versions.length > 0 ? versions : [{ Type: resourceType }];
  if (!judged.some(isStateful)) return undefined;
  const path = versions.map((resource) => resource.Metadata?.['aws:cdk:path']).find((value) => value !== undefined);
  return {
    stackName: stack.name,
    logicalId,
    resourceType,
    constructPath: typeof path === 'string' ? path : stack.paths?.get(logicalId),
    happens,
    causes: causesOf(change),
  };
}

function fateOf({ Action, Replacement, PolicyAction }: ResourceChange): Danger['happens'] | undefined {
  if (Action === 'Remove') return 'removed';
  if (Action === 'Dynamic') return 'unclear';
  if (Action !== 'Modify') return undefined;
  if (Replacement === 'True' || PolicyAction?.startsWith('Replace')) return 'replaced';
  return Replacement === 'Conditional' ? 'maybe replaced' : undefined;
}

/** The properties that need another resource, and what makes them change. */
function causesOf({ Details = [], PolicyAction }: ResourceChange): string[] {
  const causes = Details.filter(({ Target }) => ['Always', 'Conditionally'].includes(Target?.RequiresRecreation ?? ''));
  const lines = causes.map(({ Target, Evaluation, ChangeSource, CausingEntity }) => {
    const property = Target?.Name ?? Target?.Path ?? Target?.Attribute ?? 'a property';
    const source = [ChangeSource, CausingEntity && `of ${CausingEntity}`].filter(Boolean).join(' ');
    const known = Evaluation === 'Dynamic' ? ', with a value that is only known during the deployment' : '';
    return `${property} needs another resource ${Target?.RequiresRecreation?.toLowerCase()}${source ? `: ${source}` : ''}${known}`;
  });
  return [...new Set([...lines, ...(PolicyAction ? [`afterwards: ${PolicyAction}`] : [])])];
}
