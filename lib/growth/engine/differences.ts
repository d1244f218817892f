/* eslint-disable @typescript-eslint/no-require-imports -- loading takes a while: only the first stack that differs pays for it */
import type { Assembly } from './assembly';
import type { Change, Resolved } from './change';
import { replacementOf, same } from './spec';
import { isWeak } from './resolved-value';

/** A resource that both sides have, and how it differs. */
export interface Difference {
  readonly before: Resolved;
  readonly after: Resolved;
  readonly properties: readonly Change[];
  /** Attributes beside the properties, such as the deletion policy, by name. */
  readonly attributes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
}

/** What differs between the two sides of a stack, as cloudformation-diff sees it once references are resolved. */
export function differencesOf(key: string, before: Assembly, after: Assembly): Difference[] {
  const [old, now] = [before.in(key), after.in(key)];
  const common = [...old.keys()].filter((id) => now.has(id));
  const changed = common.filter((id) => !isSame(old.get(id), now.get(id)));
  if (changed.length === 0) return [];
  const stack = { before: [...old.values()], after: [...now.values()] };
  return changed.flatMap((id) => {
    const [one, other] = [old.get(id), now.get(id)];
    if (!one || !other) return [];
    return [
      {
        before: one,
        after: other,
        properties: [...changesOf(one, other, stack), ...weakened(one, other, stack)],
        attributes: attributesOf(one, other),
      },
    ];
  });
}

function isSame(one: Resolved | undefined, other: Resolved | undefined): boolean {
  return (
    one?.type === other?.type &&
    same(one?.properties, other?.properties) &&
    same(one?.attributes, other?.attributes) &&
    weakProperties(one, other).length === 0
  );
}

function changesOf(before: Resolved, after: Resolved, stack: Change['stack']): Change[] {
  if (before.type !== after.type) return [];
  const { deepEqual } = require('@aws-cdk/cloudformation-diff') as typeof import('@aws-cdk/cloudformation-diff');
  const names = [...new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])].sort();
  const changed = names.filter((name) => !deepEqual(before.properties[name], after.properties[name]));
  return changed.map((property) => ({
    type: before.type,
    property,
    before: before.properties[property],
    after: after.properties[property],
    resource: { before, after },
    stack,
  }));
}

/**
 * Properties that resolve to the same value, but take it from a weak reference from now on: while a change set is made,
 * CloudFormation does not know the value, and plans for another one.
 */
function weakened(before: Resolved, after: Resolved, stack: Change['stack']): Change[] {
  return weakProperties(before, after).map((property) => ({
    type: before.type,
    property,
    before: before.source.Properties?.[property],
    after: after.source.Properties?.[property],
    resource: { before, after },
    stack,
    weak: true,
  }));
}

function weakProperties(before: Resolved | undefined, after: Resolved | undefined): string[] {
  if (!before || !after || before.type !== after.type) return [];
  const [old, now] = [before.source.Properties ?? {}, after.source.Properties ?? {}];
  return Object.keys(now).filter(
    (property) =>
      isWeak(now[property]) &&
      old[property] !== undefined &&
      !isWeak(old[property]) &&
      same(before.properties[property], after.properties[property]) &&
      replacementOf(before.type, property) !== 'no',
  );
}

function attributesOf(before: Resolved, after: Resolved): Difference['attributes'] {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const entries = [...names].sort().flatMap((name) => {
    const [one, other] = [before.attributes[name], after.attributes[name]];
    return same(one, other) ? [] : [[name, { before: one, after: other }] as const];
  });
  return Object.fromEntries(entries);
}
