import { Assembly } from '../../../lib/growth/engine/assembly';
import type { Resolved } from '../../../lib/growth/engine/change';
import { referencesIn } from '../../../lib/growth/engine/resolved-value';
import { isObject } from '../../../lib/growth/engine/spec';
import type { StackTemplate } from '../../../lib/growth/verdict';

/** The type that says how a load balancer checks tasks and lets them go. */
export const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** Resources of all templates, their references resolved, across stacks too. */
export class Resources {
  private readonly byType = new Map<string, Resolved[]>();

  constructor(stacks: readonly StackTemplate[]) {
    const assembly = new Assembly(stacks);
    for (const resource of assembly.keys.flatMap((key) => [...assembly.in(key).values()])) {
      this.byType.set(resource.type, [...(this.byType.get(resource.type) ?? []), resource]);
    }
  }

  public ofType(type: string): readonly Resolved[] {
    return this.byType.get(type) ?? [];
  }

  /** The first resource of a type that a value refers to. */
  public referred(value: unknown, type: string): Resolved | undefined {
    const keys = referencesIn(value);
    return this.ofType(type).find(({ key }) => keys.includes(key));
  }
}

/** The stack of a resource. */
export function stackOf({ key }: Resolved): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** Name of a scaling policy in tables and messages. */
export function policyName({ logicalId, properties }: Resolved): string {
  return word(properties.PolicyName, logicalId);
}

/** A structure of a template; empty where there is none. */
export function structure(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** The structures of a list of a template. */
export function structures(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(structure) : [];
}

/** A text of a template, or the value instead. */
export function word(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}
