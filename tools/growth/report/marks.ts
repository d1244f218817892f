import { Verdict } from '../../../lib/growth/verdict';
import type { Graph, Node } from '../../review/diagram/graph';
import type { Mark } from '../../review/diagram/svg';
import type { Plan } from '../plan';

/** A box that is not the same on both sides, in words. */
export interface BoxChange {
  readonly mark: Mark;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What two drawings point out, and the same in words. */
export interface Marks {
  readonly before: ReadonlyMap<string, Mark>;
  readonly after: ReadonlyMap<string, Mark>;
  readonly changes: readonly BoxChange[];
}

/** What is new, changed, replaced or removed between two architectures. */
export function marksOf(plan: Plan, before: Graph, after: Graph): Marks {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const removed = before.nodes.filter(({ id }) => !now.has(id));
  const changes = after.nodes.flatMap((node) => changesOf(old.get(node.id), node, isReplaced(plan, node)));
  const marks = (side: 'before' | 'after') =>
    new Map(changes.filter((change) => change[side] !== '').map(({ id, mark }) => [id, mark]));
  return {
    before: new Map([
      ...[...marks('before')].filter(([, mark]) => mark !== 'changed'),
      ...removed.map(({ id }): [string, Mark] => [id, 'removed']),
    ]),
    after: marks('after'),
    changes: together([
      ...changes.map(({ mark, title, before: was, after: is }) => ({ mark, title, before: was, after: is })),
      ...removed.map((node): BoxChange => ({
        mark: 'removed',
        title: node.title,
        before: node.text || 'there',
        after: '',
      })),
    ]),
  };
}

/** Equal changes in one: three new gateways are `NAT gateway × 3`. */
function together(changes: readonly BoxChange[]): BoxChange[] {
  const groups = new Map<string, BoxChange[]>();
  for (const change of changes) {
    const key = JSON.stringify(change);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((group) =>
    group.length === 1 ? group[0] : { ...group[0], title: `${group[0].title} × ${group.length}` },
  );
}

/** A change, and the id of the box or part that is marked. */
type Marked = BoxChange & { readonly id: string };

function changesOf(old: Node | undefined, now: Node, replaced: boolean): Marked[] {
  const { id, title } = now;
  if (!old) return [{ id, mark: 'new', title, before: '', after: now.text || 'added' }];
  // The title is said where it is another one.
  const [before, after] = old.title === title ? [old.text, now.text] : [textOf(old), textOf(now)];
  if (replaced) return [{ id, mark: 'replaced', title, before, after }];
  const own: Marked[] = before === after ? [] : [{ id, mark: 'changed', title, before, after }];
  return [...own, ...partsOf(old, now)];
}

/** Members of a cluster that come and go. */
function partsOf(old: Node, now: Node): Marked[] {
  const titles = (node: Node) => (node.parts ?? []).map(({ title }) => title);
  const part = (node: Node, title: string, mark: Mark, before: string, after: string): Marked => ({
    id: `${node.id}/${title}`,
    mark,
    title: `${node.title}: ${title}`,
    before,
    after,
  });
  return [
    ...titles(now)
      .filter((title) => !titles(old).includes(title))
      .map((title) => part(now, title, 'new', '', 'added')),
    ...titles(old)
      .filter((title) => !titles(now).includes(title))
      .map((title) => part(old, title, 'removed', 'there', '')),
  ];
}

function textOf({ title, text }: Node): string {
  return text === '' ? title : `${title}, ${text}`;
}

/** Whether a new, empty resource takes the place of one that has the same id. */
function isReplaced({ changes }: Plan, { id }: Node): boolean {
  return changes.some(
    ({ stackName, logicalId, verdict }) => verdict === Verdict.REPLACED && id === `${stackName}#${logicalId}`,
  );
}
