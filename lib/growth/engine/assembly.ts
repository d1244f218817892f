import { compare } from '../../private/compare';
import type { StackTemplate, TemplateResource } from '../verdict';
import type { Properties, Resolved } from './change';
import { isObject } from './spec';
import { resourceKey, stackKey } from './resolved-value';
import { Values } from './values';

/** Type of what stands for several resources, which only CloudFormation makes of it. */
export const LOOP = 'Fn::ForEach';

/** One side of a comparison: every resource with its references resolved. */
export class Assembly {
  public readonly values: Values;
  private readonly stacks = new Map<string, StackTemplate>();
  private readonly resources = new Map<string, ReadonlyMap<string, Resolved>>();

  constructor(stacks: readonly StackTemplate[]) {
    const sorted = [...stacks].sort(byName);
    this.values = new Values(sorted);
    for (const stack of sorted) this.stacks.set(stackKey(stack), stack);
  }

  /** Keys of the stacks, sorted by name. */
  public get keys(): string[] {
    return [...this.stacks.keys()];
  }

  public stack(key: string): StackTemplate | undefined {
    return this.stacks.get(key);
  }

  /** The resources of a stack that a condition does not leave out. */
  public in(key: string): ReadonlyMap<string, Resolved> {
    const known = this.resources.get(key);
    if (known) return known;
    const stack = this.stacks.get(key);
    const resolved = new Map<string, Resolved>();
    for (const [logicalId, resource] of Object.entries(stack?.template.Resources ?? {})) {
      const entry = stack && this.resolved(logicalId, resource, stack);
      if (entry) resolved.set(logicalId, entry);
    }
    this.resources.set(key, resolved);
    return resolved;
  }

  private resolved(logicalId: string, resource: TemplateResource, stack: StackTemplate): Resolved | undefined {
    if (!isObject(resource)) return this.loop(logicalId, resource, stack);
    const { Type: type, Properties: properties = {}, Condition: condition } = resource;
    const { DeletionPolicy, UpdateReplacePolicy } = resource;
    const holds = condition === undefined ? true : this.values.holds(condition, stack);
    if (holds === false) return undefined;
    const open = holds === undefined && condition !== undefined;
    return {
      key: resourceKey(stack, logicalId),
      logicalId,
      type,
      source: resource,
      properties: this.values.resolve(properties, stack) as Properties,
      attributes: {
        ...(this.values.resolve({ DeletionPolicy, UpdateReplacePolicy }, stack) as Properties),
        ...(open ? { Condition: this.values.resolve({ Condition: condition }, stack) } : {}),
      },
    };
  }

  private loop(logicalId: string, body: unknown, stack: StackTemplate): Resolved {
    const properties = { Body: this.values.resolve(body, stack) };
    const source: TemplateResource = { Type: LOOP, Properties: { Body: body } };
    return { key: resourceKey(stack, logicalId), logicalId, type: LOOP, source, properties, attributes: {} };
  }
}

/**
 * Leaves the account out of both sides where one of them does not say, and names nothing twice: a stack that comes to know its
 * account is still the same stack.
 */
export function aligned(
  before: readonly StackTemplate[],
  after: readonly StackTemplate[],
): [StackTemplate[], StackTemplate[]] {
  const told = [...before, ...after].every(({ account }) => account !== undefined);
  const strip = (stacks: readonly StackTemplate[]) =>
    stacks.map((stack) => (told ? stack : { ...stack, account: undefined }));
  return [strip(before), strip(after)];
}

function byName(one: StackTemplate, other: StackTemplate): number {
  return compare(`${one.stackName} ${stackKey(one)}`, `${other.stackName} ${stackKey(other)}`);
}
