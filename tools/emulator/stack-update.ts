import {
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import type { EditableTemplate } from './mistakes';

/** Updates a stack, and returns what is refused: nothing when it deploys. */
export async function updateStack(
  cloudformation: CloudFormationClient,
  name: string,
  template: EditableTemplate,
): Promise<string[]> {
  const StackName = name;
  const events = async () =>
    (await cloudformation.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? [];
  const before = (await events()).length;
  const refusal = await cloudformation
    .send(
      new UpdateStackCommand({
        StackName,
        TemplateBody: JSON.stringify(template),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    )
    .then(() => undefined, String);
  if (refusal) return [refusal];
  const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  const happened = await events();
  const failed = happened
    .slice(0, happened.length - before)
    .filter(
      ({ ResourceStatus, LogicalResourceId }) => ResourceStatus?.endsWith('_FAILED') && LogicalResourceId !== name,
    )
    .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`);
  if (failed.length > 0 || stack?.StackStatus === 'UPDATE_COMPLETE') return failed;
  return [`${name} is ${stack?.StackStatus}: ${stack?.StackStatusReason}`];
}
