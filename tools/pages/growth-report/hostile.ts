import type { Plan } from '../../growth/plan';
import { word } from '../../review/model/json';
import { Model } from '../../review/model/model';
import type { Stack } from '../../review/model/assembly';

/** Names as somebody would choose them to run a script in the browser of who decides. Without slashes, which paths are split at. */
export const HOSTILE_NAMES = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'-alert(1)-'",
  '&lt;b&gt; & <!-- ]]>',
] as const;

const ADDRESS = 'javascript:alert(1)';

/** A plan with hostile names wherever a template or a user has a say. */
export function hostilePlan(plan: Plan): Plan {
  let next = 0;
  const name = () => HOSTILE_NAMES[next++ % HOSTILE_NAMES.length];
  const renamed = new Map<string, string>();
  const rename = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => rename(item, key));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([own, item]) => [own, rename(item, own)]));
    }
    if (key === 'source') return ADDRESS;
    if (typeof value !== 'string' || !FREE.includes(key)) return value;
    const hostile = renamed.get(value) ?? `${value} ${name()}`;
    renamed.set(value, hostile);
    return hostile;
  };
  return rename(plan, '') as Plan;
}

/** What a template or a user fills as they like. */
const FREE = [
  'after',
  'arithmetic',
  'before',
  'constructPath',
  'label',
  'logicalId',
  'name',
  'pricesOf',
  'property',
  'reason',
  'region',
  'remedy',
  'resourceType',
  'stackName',
  'unknown',
];

/** An architecture whose constructs have hostile names. */
export function hostileModel(model: Model): Model {
  const hostile = (path: string) => `${path} ${HOSTILE_NAMES[path.length % HOSTILE_NAMES.length]}`;
  return new Model(
    model.stacks.map((stack): Stack => {
      const resources = Object.entries(stack.template.Resources ?? {}).map(([logicalId, resource]) => {
        const path = resource.Metadata?.['aws:cdk:path'] ?? stack.paths?.get(logicalId);
        const shown = word(path, logicalId).replace(/(\/(Resource|Default))+$/, '');
        return [logicalId, { ...resource, Metadata: { ...resource.Metadata, 'aws:cdk:path': hostile(shown) } }];
      });
      return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) as never } };
    }),
  );
}
