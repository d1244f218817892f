import type { ResourceDefinition } from '../../support/template';

/** A synthesized template. */
export interface TemplateDocument {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Mappings?: object;
  readonly Conditions?: object;
  readonly Transform?: unknown;
  readonly Resources?: Readonly<Record<string, ResourceDefinition>>;
}

/** What a house rule looks at. */
export interface Subject {
  readonly template: TemplateDocument;
  /** Whether everything is meant to go when the stack is destroyed. */
  readonly disposable: boolean;
}

/** A broken house rule: on a resource, or on the template as a whole. */
export interface Broken {
  readonly logicalId?: string;
  readonly message: string;
}

/** A rule of our own about templates. */
export interface HouseRule {
  readonly name: string;
  broken(subject: Subject): Broken[];
}

/** The resources of some types. */
export function resourcesOf(
  { template }: Subject,
  ...types: readonly string[]
): {
  readonly logicalId: string;
  readonly resource: ResourceDefinition;
  readonly properties: Record<string, unknown>;
}[] {
  return Object.entries(template.Resources ?? {})
    .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
    .map(([logicalId, resource]) => ({ logicalId, resource, properties: { ...resource.Properties } }));
}

/** The items of a list, whether it is absent, a single item or a list. */
export function list<T = unknown>(value: unknown): T[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as T[];
}

/** Every object within a value, itself included. */
export function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const item of Object.values(value)) yield* objectsIn(item);
}
