import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../rules/report';
import type { Synthesis, TemplateDocument, Templates } from './synthesis';

export const MIGRATION = 'migrate-from-ecs-patterns';

/** The steps of the migration, in their order. */
export const STEPS = ['before', 'beside', 'switched', 'after'];

/** The stack that the migration starts from. It is of aws-ecs-patterns, and what rules find in it is why one leaves. */
const FORMER_STACK = /^Orders\//;

type PlacedFinding = Finding & { readonly configuration: string };

/** Findings that are neither acknowledged nor on the stack that is migrated away from. */
export function unexcused(findings: readonly PlacedFinding[]): PlacedFinding[] {
  return findings.filter(
    ({ acknowledged, configuration, constructPath }) =>
      !acknowledged && !(configuration.startsWith(MIGRATION) && FORMER_STACK.test(constructPath)),
  );
}

/** Logical ids that only one of the two sets of feature flags leads to. */
export function idProblems({ templates, underOurFlags }: Pick<Synthesis, 'templates' | 'underOurFlags'>): string[] {
  return [...templates].flatMap(([file, { Resources: plain }]) => {
    const flagged = underOurFlags.get(file)?.Resources ?? {};
    return [
      ...Object.keys(plain)
        .filter((id) => plain[id]?.Type !== flagged[id]?.Type)
        .map((id) => `${file}: ${id} is not there under our flags`),
      ...Object.keys(flagged)
        .filter((id) => !(id in plain))
        .map((id) => `${file}: ${id} is there under our flags only`),
    ];
  });
}

/** Types that must outlive the migration, and the properties that may change on the way: in place, or the name would not do. */
const LASTING: Readonly<Record<string, readonly string[]>> = {
  'AWS::RDS::DBInstance': [],
  'AWS::RDS::DBSubnetGroup': [],
  'AWS::SecretsManager::Secret': [],
  'AWS::SecretsManager::SecretTargetAttachment': [],
  'AWS::Route53::RecordSet': ['AliasTarget'],
};

/** What the steps do to each other, given their templates in order. */
export function migrationProblems(steps: readonly Templates[]): string[] {
  const [before, ...others] = steps.map((templates) => templates.get('Orders.template.json') ?? { Resources: {} });
  if (!before || others.length !== STEPS.length - 1) return ['not every step was synthesized'];
  const lasting = Object.entries(before.Resources).filter(([, { Type }]) => Type in LASTING);
  const missing = Object.keys(LASTING).filter((type) => !lasting.some(([, { Type }]) => Type === type));
  return [
    ...missing.map((type) => `the first step has no ${type}`),
    ...others.flatMap((template, index) =>
      lasting
        .filter(([id, resource]) => !isDeepStrictEqual(fixed(template.Resources[id]), fixed(resource)))
        .map(([id]) => `${STEPS[index + 1]} removes or replaces ${id}`),
    ),
    ...changesOf(before, others[0]).map((id) => `${STEPS[1]} changes ${id} of the former stack`),
  ];
}

/** Resources of one template that are another or gone in the next. */
function changesOf(former: TemplateDocument, next: TemplateDocument | undefined): string[] {
  const ids = new Set([...Object.keys(former.Resources), ...Object.keys(next?.Resources ?? {})]);
  return [...ids].filter((id) => !isDeepStrictEqual(plain(former.Resources[id]), plain(next?.Resources[id])));
}

type ResourceDefinition = TemplateDocument['Resources'][string] | undefined;

function plain(resource: ResourceDefinition): object | undefined {
  return resource && { ...resource, Metadata: undefined };
}

function fixed(resource: ResourceDefinition): object | undefined {
  const properties = (resource?.Properties ?? {}) as Record<string, unknown>;
  const changing = LASTING[resource?.Type ?? ''] ?? [];
  return resource && { ...plain(resource), Properties: omit(properties, changing) };
}

function omit(properties: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}
