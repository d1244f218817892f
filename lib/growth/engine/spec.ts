/* eslint-disable @typescript-eslint/no-require-imports -- loading takes a second: only the first change that is judged pays for it */
import type { Property, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';

/** Whether CloudFormation makes a new resource when the property changes, as the specification says. */
export type Replacement = 'yes' | 'no' | 'maybe';

interface SpecType {
  readonly type: string;
  readonly element?: SpecType;
  readonly types?: readonly SpecType[];
  readonly reference?: { readonly $ref: string };
}

let database: SpecDatabase | undefined;
const resources = new Map<string, Resource | undefined>();
const createOnly = new Map<string, readonly string[]>();

/**
 * Loads the specification once. cloudformation-diff loads it by the same function, and would do so a second time, which is a second of
 * every synthesis: from now on the function answers with what is loaded.
 */
function specification(): SpecDatabase {
  if (!database) {
    const spec = require('@aws-cdk/aws-service-spec') as { loadAwsServiceSpecSync: () => SpecDatabase };
    const loaded = spec.loadAwsServiceSpecSync();
    spec.loadAwsServiceSpecSync = () => loaded;
    database = loaded;
  }
  return database;
}

/** What AWS publishes about a resource type, or `undefined` for custom resources and third parties' types. */
export function resourceModel(type: string): Resource | undefined {
  if (!resources.has(type)) {
    resources.set(type, specification().lookup('resource', 'cloudFormationType', 'equals', type)[0]);
  }
  return resources.get(type);
}

/** Every resource type that the specification knows, with what it says about state. */
export function specifiedStateful(): string[] {
  const types = specification().all('resource');
  return types.filter((resource) => resource.isStateful).map((resource) => resource.cloudFormationType);
}

/** Whether a new resource is made when a property changes. `undefined` when the specification does not know the property. */
export function replacementOf(type: string, property: string): Replacement | undefined {
  const model = resourceModel(type)?.properties[property];
  return model && (model.causesReplacement ?? 'no');
}

/** Names of the properties whose change makes a new resource, for certain or perhaps, at the top or within a structure. */
export function createOnlyProperties(type: string): readonly string[] {
  const known = createOnly.get(type);
  if (known) return known;
  const model = resourceModel(type);
  const names = Object.entries(model?.properties ?? {}).filter(
    ([, property]) => isCreateOnly(property) || holdsCreateOnly(property.type as SpecType, new Set()),
  );
  const sorted = names.map(([name]) => name).sort();
  createOnly.set(type, sorted);
  return sorted;
}

/**
 * Properties that hold the name under which the service knows the resource: two resources of a type cannot have the same.
 *
 * Empty when the service makes the name up.
 */
export function identityProperties(type: string): string[] {
  const model = resourceModel(type);
  if (!model) return [];
  const identifiers = model.primaryIdentifier ?? [];
  if (identifiers.length > 0 && identifiers.every((name) => name in model.properties)) return identifiers;
  const short = type.split('::').pop() ?? '';
  const named = ['Name', `${short}Name`].filter((name) => model.properties[name]?.causesReplacement === 'yes');
  return named.slice(0, 1);
}

/** The property whose value `Ref` returns, when it is one that the template gives. */
export function referencedProperty(type: string): string | undefined {
  const model = resourceModel(type);
  const identifiers = model?.cfnRefIdentifier ?? model?.primaryIdentifier ?? [];
  const [name] = identifiers;
  return identifiers.length === 1 && name !== undefined && model?.properties[name] ? name : undefined;
}

/** A property within a structure that differs, and what its change does. */
export interface NestedChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly replacement: Replacement;
}

/** Properties within the structure of a top-level property whose change makes a new resource, and that differ. */
export function nestedCreateOnlyChanges(
  type: string,
  property: string,
  before: unknown,
  after: unknown,
): NestedChange[] {
  const model = resourceModel(type)?.properties[property];
  return model ? changesWithin(model.type, property, before, after) : [];
}

function changesWithin(type: SpecType, path: string, before: unknown, after: unknown): NestedChange[] {
  if (same(before, after)) return [];
  if (type.types) return firstNonEmpty(type.types.map((option) => changesWithin(option, path, before, after)));
  if (type.element) return changesOfElements(type.element, path, before, after);
  const definition = definitionOf(type);
  if (!definition || !isObject(before) || !isObject(after)) return [];
  return Object.entries(definition.properties).flatMap(([name, property]) => {
    const [old, now] = [before[name], after[name]];
    if (same(old, now)) return [];
    const replacement = property.causesReplacement ?? 'no';
    if (replacement !== 'no') return [{ path: `${path}.${name}`, before: old, after: now, replacement }];
    return changesWithin(property.type, `${path}.${name}`, old, now);
  });
}

/** Elements are compared by position; what a list has more or less of is not a change of what is there. */
function changesOfElements(element: SpecType, path: string, before: unknown, after: unknown): NestedChange[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const common = Math.min(before.length, after.length);
    return Array.from({ length: common }, (_, index) =>
      changesWithin(element, `${path}[${index}]`, before[index], after[index]),
    ).flat();
  }
  if (!isObject(before) || !isObject(after)) return [];
  const keys = Object.keys(before).filter((key) => key in after);
  return keys.flatMap((key) => changesWithin(element, `${path}.${key}`, before[key], after[key]));
}

function firstNonEmpty(options: NestedChange[][]): NestedChange[] {
  return options.find((changes) => changes.length > 0) ?? [];
}

function definitionOf(type: SpecType): TypeDefinition | undefined {
  return type.reference ? specification().get('typeDefinition', type.reference.$ref) : undefined;
}

function holdsCreateOnly(type: SpecType, seen: Set<string>): boolean {
  if (type.types) return type.types.some((option) => holdsCreateOnly(option, seen));
  if (type.element) return holdsCreateOnly(type.element, seen);
  const definition = definitionOf(type);
  if (!definition || !type.reference || seen.has(type.reference.$ref)) return false;
  seen.add(type.reference.$ref);
  return Object.values(definition.properties).some(
    (property) => isCreateOnly(property) || holdsCreateOnly(property.type, seen),
  );
}

function isCreateOnly(property: Property): boolean {
  return property.causesReplacement === 'yes' || property.causesReplacement === 'maybe';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equality of values as templates write them: the order of keys does not count. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((element, index) => same(element, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}
