import { SOURCES } from '../rules/sources';
import { Verdict } from '../verdict';
import type { Resolved } from './change';
import type { Reason } from './property';
import { identityProperties, same } from './spec';

/** A resource that only one side has, and where. */
export interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly resource: Resolved;
}

const MOVE =
  'keep the old logical id (overrideLogicalId), or move the deployed resource with `cdk refactor`, or retain it and take it into the stack with `cdk import`';

/** Where resources have gone that their stack no longer has: for each the place that most looks like it, by its key. */
export function successorsOf(gone: readonly Place[], added: readonly Place[]): Map<string, Place> {
  const pairs = gone.flatMap((from) => added.map((to) => ({ from, to, likeness: likeness(from, to) })));
  const successors = new Map<string, Place>();
  const taken = new Set<string>();
  for (const { from, to } of pairs
    .filter((pair) => pair.likeness > 0)
    .sort((one, other) => other.likeness - one.likeness)) {
    if (successors.has(from.resource.key) || taken.has(to.resource.key)) continue;
    successors.set(from.resource.key, to);
    taken.add(to.resource.key);
  }
  return successors;
}

function likeness(gone: Place, place: Place): number {
  const [one, other] = [gone.resource, place.resource];
  if (one.type !== other.type) return 0;
  const [name, otherName] = [nameOf(one), nameOf(other)];
  if (name !== undefined && name === otherName && gone.region === place.region) return 5;
  if (one.logicalId === other.logicalId) return 4;
  // Two names are two resources.
  if (name !== undefined && otherName !== undefined) return 0;
  if (Object.keys(one.properties).length > 0 && same(one.properties, other.properties)) return 3;
  const [ids, otherIds] = [pathOf(one), pathOf(other)];
  if (ids.length > 0 && ids.at(-1) === otherIds.at(-1)) return 2;
  return gone.stackName === place.stackName && alike(one.properties, other.properties) >= 0.5 ? 1 : 0;
}

/** The construct's own ids, without the stack and without what L2s end in. */
function pathOf({ source }: Resolved): string[] {
  const path = source.Metadata?.['aws:cdk:path'];
  const ids = typeof path === 'string' ? path.split('/').slice(1) : [];
  return ids.filter((id) => id !== 'Resource' && id !== 'Default');
}

/** Share of the properties that are the same. */
function alike(one: Resolved['properties'], other: Resolved['properties']): number {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  if (names.length === 0) return 1;
  return names.filter((name) => same(one[name], other[name])).length / names.length;
}

/** The physical name, where the template gives all of it literally. */
export function nameOf({ type, properties }: Resolved): string | undefined {
  const identity = identityProperties(type).map((property) => properties[property]);
  if (identity.length === 0 || identity.some((part) => typeof part !== 'string')) return undefined;
  return identity.join('/');
}

/** What happens to a resource that goes from one place to another. */
export function moved(
  gone: Place,
  successor: Place,
  fate: string,
): Pick<Reason, 'reason' | 'source' | 'remedy' | 'after'> {
  const elsewhere = gone.stackName === successor.stackName ? '' : ` of stack ${successor.stackName}`;
  const verb = elsewhere ? 'moved to' : 'renamed to';
  return {
    after: successor.resource.logicalId,
    reason: `it is ${verb} ${successor.resource.logicalId}${elsewhere}: CloudFormation makes a new, empty one there, and of the old one: ${fate}`,
    source: SOURCES.logicalIds,
    remedy: MOVE,
  };
}

/** A new resource whose name something has that is there already: CloudFormation creates before it deletes. */
export function nameTaken(place: Place, holder: Place): Reason {
  return {
    verdict: Verdict.REJECTED,
    property: identityProperties(place.resource.type).join('/'),
    after: nameOf(place.resource),
    reason: `${holder.resource.logicalId} of stack ${holder.stackName} has this name: CloudFormation creates before it deletes, and fails`,
    source: SOURCES.customNamed,
    remedy: `${MOVE}; or give the new one another name`,
  };
}
