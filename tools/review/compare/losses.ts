import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Model, Resource } from '../model/model';
import { columns, sorted, type Column, type Row } from '../section';
import { isStore, STORES } from '../sections/stores';

/** What becomes of stores that a change removes or replaces. */
export function losses(before: Model, after: Model): { columns: Column[]; rows: Row[] } {
  const rows = before.resources.filter(isStore).flatMap((old) => {
    const same = after.resources.find(({ id, type }) => id === old.id && type === old.type);
    return same ? replaced(old, same) : [removed(old, after)];
  });
  return {
    columns: columns({ where: 'Where', what: 'What', happens: 'What happens', data: 'Its data' }),
    rows: sorted(rows),
  };
}

function row({ path, label, type }: Resource, happens: string, fate: string): Row {
  return {
    key: path,
    cells: { where: label, what: type.replace(/^AWS::/, ''), happens, data: fate },
    concern: /deleted/.test(fate) ? 'data is lost' : undefined,
  };
}

function removed(old: Resource, after: Model): Row {
  if (!after.stacks.some(({ name }) => name === old.stack.name)) {
    return row(old, `the app no longer has its stack ${old.stack.name}`, 'stays until somebody destroys that stack');
  }
  const heir = after.resources.find(
    ({ type, path, name }) => type === old.type && (path === old.path || (name !== undefined && name === old.name)),
  );
  const fate = fateOf(old, old.deletionPolicy);
  if (!heir) return row(old, 'removed from its stack', fate);
  const taken = heir.name !== undefined && heir.name === old.name;
  return row(
    old,
    `replaced under another logical id, ${heir.logicalId}${taken ? ': creation fails while the old one has the name' : ''}`,
    fate,
  );
}

/** A changed property that CloudFormation can only set at creation makes a new, empty store. */
function replaced(old: Resource, now: Resource): Row[] {
  const changed = Object.keys({ ...old.properties, ...now.properties }).filter(
    (name) => JSON.stringify(old.properties[name]) !== JSON.stringify(now.properties[name]),
  );
  if (changed.length === 0) return [];
  const fixed = createOnly(now.type);
  const causes = changed.filter((name) => fixed.has(name));
  if (causes.length === 0) return [];
  return [row(now, `replaced: ${causes.join(', ')} can only be set at creation`, fateOf(now, now.updateReplacePolicy))];
}

function fateOf({ type }: Resource, policy: string | undefined): string {
  switch (policy ?? STORES[type].fallback) {
    case 'Retain':
    case 'RetainExceptOnCreate':
      return 'kept, but no longer part of the stack';
    case 'Snapshot':
      return 'deleted after a last snapshot';
    default:
      return 'deleted';
  }
}

/** Loaded once, and only when a store has changed: it takes a second. */
let specification: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

/** The properties of a type that only its creation sets, as CloudFormation's specification says. */
function createOnly(type: string): Set<string> {
  specification ??= loadAwsServiceSpecSync();
  const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
  return new Set(
    Object.entries(resource?.properties ?? {})
      .filter(([, { causesReplacement }]) => causesReplacement === 'yes')
      .map(([name]) => name),
  );
}
