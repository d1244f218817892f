import type { TemplateResource } from './assembly';
import { keyOf, KINDS, standing, type Kind, type Outcome } from './log';
import { table } from '../support/table';

/** Kinds of outcomes after which nothing stands that an API could show. */
const NOT_CREATED: readonly Kind[] = ['checked', 'placeholder'];

/** A type of resource that the emulator does not create, and why. */
export interface NotCreated {
  readonly type: string;
  readonly kind: Kind;
  readonly reason: string;
}

/** Resources of the templates that the log says nothing about, or that failed. */
export function withoutOutcome(resources: readonly TemplateResource[], outcomes: readonly Outcome[]): string[] {
  const last = standing(outcomes);
  return resources.flatMap((resource) => {
    const outcome = last.get(keyOf(resource));
    if (!outcome) return [`${resource.path} (${resource.type}) has no outcome: the emulator passed over it`];
    if (outcome.outcome === 'failed') return [`${resource.path} (${resource.type}): ${outcome.message ?? 'failed'}`];
    return [];
  });
}

/** Types that were not created although nobody expects that. */
export function unexpectedlyNotCreated(outcomes: readonly Outcome[], expected: readonly NotCreated[]): string[] {
  return [...notCreated(outcomes)]
    .filter(([type, kind]) => !expected.some((row) => row.type === type && row.kind === kind))
    .map(
      ([type, kind]) => `${type} is not created (${kind}); let the server create it, or say why not in not-created.ts`,
    );
}

/** Expectations that no longer come true: the emulator creates the type now, or no template holds it. */
export function staleExpectations(outcomes: readonly Outcome[], expected: readonly NotCreated[]): string[] {
  const seen = notCreated(outcomes);
  return expected
    .filter(({ type, kind }) => seen.get(type) !== kind)
    .map(({ type, kind }) => `${type} is no longer ${kind}; take it out of not-created.ts`);
}

/** Number of resources by type and outcome, as text. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const last = [...standing(outcomes).values()];
  const types = [...new Set(last.map(({ type }) => type))].sort();
  const count = (type: string | undefined, kind: Kind) =>
    last.filter((item) => (type === undefined || item.type === type) && item.outcome === kind).length || '';
  return table([
    ['', ...KINDS],
    ...types.map((type) => [type, ...KINDS.map((kind) => count(type, kind))]),
    ['all', ...KINDS.map((kind) => count(undefined, kind))],
  ]);
}

function notCreated(outcomes: readonly Outcome[]): Map<string, Kind> {
  return new Map(
    outcomes
      .filter(({ action, outcome }) => action !== 'delete' && action !== 'retain' && NOT_CREATED.includes(outcome))
      .map(({ type, outcome }) => [type, outcome]),
  );
}

/** Stateful resources that an update has replaced or deleted: their data is gone. */
export function statefulLosses(outcomes: readonly Outcome[], stateful: ReadonlySet<string>): string[] {
  return outcomes
    .filter(({ action, type }) => (action === 'replace' || action === 'delete') && stateful.has(type))
    .map(({ path, logicalId, type, action, message }) =>
      [`${path ?? logicalId} (${type}) was ${action === 'replace' ? 'replaced' : 'deleted'}`, message]
        .filter((text) => text)
        .join(': '),
    );
}
