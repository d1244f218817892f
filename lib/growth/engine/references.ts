import { SOURCES } from '../rules/sources';
import { Verdict } from '../verdict';
import type { Assembly } from './assembly';
import type { Change, Resolved } from './change';
import { judgeProperty, type Reason } from './property';
import { createOnlyProperties, isObject } from './spec';
import { REFERENCE, referencesIn } from './resolved-value';

/** Resources of which others would get another reference: those that are replaced, and those of which nobody can tell. */
export type Tainted = Map<string, Verdict.REPLACED | Verdict.UNKNOWN>;

/**
 * Follows references from resources that are replaced to those whose create-only properties hold them, and on from there, until
 * nothing more is replaced: through every function, and across stacks.
 *
 * @param tainted Where to begin. What is found is added.
 * @returns Reasons by the key of the resource.
 */
export function followReferences(before: Assembly, after: Assembly, tainted: Tainted): Map<string, Reason[]> {
  const found = new Map<string, Reason[]>();
  if (tainted.size === 0) return found;
  const holders = holdersOf(before, after);
  const queue = [...tainted.keys()].sort();
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const verdict = tainted.get(key) ?? Verdict.UNKNOWN;
    for (const { change, name } of holders.get(key) ?? []) {
      const reasons = consequence(change, key, name, verdict);
      const [severest] = reasons.filter((reason) => reason.verdict !== Verdict.UPDATED);
      if (!severest) continue;
      const holder = change.resource.before.key;
      found.set(holder, [...(found.get(holder) ?? []), ...reasons]);
      const taint = severest.verdict === Verdict.REPLACED ? Verdict.REPLACED : Verdict.UNKNOWN;
      if (tainted.get(holder) === taint || tainted.get(holder) === Verdict.REPLACED) continue;
      tainted.set(holder, taint);
      queue.push(holder);
    }
  }
  return found;
}

interface Holder {
  readonly change: Change;
  /** How the reference stands in the reason. */
  readonly name: string;
}

/** The create-only properties that refer to a resource, by its key. */
function holdersOf(before: Assembly, after: Assembly): Map<string, Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const stackKey of after.keys) {
    const [old, now] = [before.in(stackKey), after.in(stackKey)];
    const stack = { before: [...old.values()], after: [...now.values()] };
    for (const [logicalId, resource] of now) {
      const previous = old.get(logicalId);
      if (previous?.type === resource.type) collect(previous, resource, stack, holders);
    }
  }
  return holders;
}

function collect(before: Resolved, after: Resolved, stack: Change['stack'], holders: Map<string, Holder[]>): void {
  const referring = Object.keys(after.properties).filter(
    (property) => referencesIn(after.properties[property]).length > 0,
  );
  if (referring.length === 0) return;
  const createOnly = new Set(createOnlyProperties(after.type));
  for (const property of referring.filter((name) => createOnly.has(name))) {
    const value = after.properties[property];
    const change = { type: after.type, property, before: value, after: value, resource: { before, after }, stack };
    for (const key of new Set(referencesIn(value))) {
      holders.set(key, [...(holders.get(key) ?? []), { change, name: key.split('/').pop() ?? key }]);
    }
  }
}

/** What becomes of the holder when the resource that it refers to is another one. */
function consequence(change: Change, key: string, name: string, verdict: Verdict): Reason[] {
  const certain = verdict === Verdict.REPLACED;
  const reasons = judgeProperty({ ...change, after: exchanged(change.after, key) });
  return reasons.map((reason) => ({
    ...reason,
    before: change.resource.before.source.Properties?.[change.property],
    after: change.resource.after.source.Properties?.[change.property],
    verdict: certain || reason.verdict === Verdict.UPDATED ? reason.verdict : Verdict.UNKNOWN,
    reason: certain
      ? `it refers to ${name}, which is replaced; ${reason.reason}`
      : `it refers to ${name}, of which nobody can tell whether it is replaced; ${reason.reason}`,
    source: reason.source || SOURCES.specification,
    remedy: `mend ${name} first: this follows from it`,
  }));
}

/** The value with every reference to a resource pointing to its successor. */
function exchanged(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((element) => exchanged(element, key));
  if (!isObject(value)) return value;
  if (value[REFERENCE] === key) return { ...value, [REFERENCE]: `${key} (replaced)` };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, exchanged(part, key)]));
}
