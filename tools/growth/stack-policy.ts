import { isStateful, statefulTypes } from '../../lib/growth/stateful';
import type { TemplateDocument } from '../review/model/assembly';
import type { ResourceDefinition } from '../support/template';

/**
 * A stack policy that lets CloudFormation change everything, but neither replace nor delete what holds data: also when the change
 * comes from the console, or from a pipeline without a guard.
 *
 * Resources are named by type. Only where a stack has some of a type that hold nothing, such as read replicas, those that do are
 * named one by one, so that the others can still go.
 *
 * @returns Nothing when the stack holds no data.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function stackPolicy(...versions: readonly (TemplateDocument | undefined)[]): string | undefined {
  const resources = versions.flatMap((template) => Object.entries(template?.Resources ?? {}));
  const holding = resources.filter(([, resource]) => isStateful(resource));
  if (holding.length === 0) return undefined;
  const mixed = new Set(
    resources.filter(([, resource]) => statefulTypes().includes(resource.Type) && !isStateful(resource)).map(typeOf),
  );
  const types = [...new Set([...statefulTypes(), ...holding.map(typeOf)])].filter((type) => !mixed.has(type)).sort();
  const single = [...new Set(holding.filter((one) => mixed.has(typeOf(one))).map(([logicalId]) => logicalId))].sort();
  return JSON.stringify(
    {
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' },
        { ...DENY, Resource: '*', Condition: { StringEquals: { ResourceType: types } } },
        ...(single.length > 0 ? [{ ...DENY, Resource: single.map((id) => `LogicalResourceId/${id}`) }] : []),
      ],
    },
    undefined,
    1,
  );
}

const DENY = { Effect: 'Deny', Principal: '*', Action: ['Update:Replace', 'Update:Delete'] };

function typeOf([, { Type }]: readonly [string, ResourceDefinition]): string {
  return Type;
}
