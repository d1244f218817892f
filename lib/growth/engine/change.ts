import type { Interruption, TemplateResource, Verdict } from '../verdict';

/** Properties of a resource with references resolved. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource with references resolved. */
export interface Resolved {
  readonly key: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** As it stands in the template. */
  readonly source: TemplateResource;
  /** The attributes beside the properties, resolved. */
  readonly attributes: Properties;
}

/** One property that differs. */
export interface Change {
  readonly type: string;
  readonly property: string;
  /** Value before, resolved. `undefined` when the property is not given. */
  readonly before: unknown;
  readonly after: unknown;
  readonly resource: { readonly before: Resolved; readonly after: Resolved };
  /** Set where the value is the same, and comes from a weak reference from now on. */
  readonly weak?: boolean;
  /** Every resource of the same stack. */
  readonly stack: { readonly before: readonly Resolved[]; readonly after: readonly Resolved[] };
}

/** When a rule applies: in words for the documentation, and as a test. */
export interface When {
  readonly text: string;
  /** `undefined` when the templates do not tell. */
  readonly holds: (change: Change) => boolean | undefined;
}

/** What the specification does not say, or says wrongly, about a change: one row. */
export interface Rule {
  readonly types: readonly string[];
  /** Path of the property, or `*` for any. */
  readonly property: string;
  readonly when: When;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly source: string;
  readonly remedy?: string;
  readonly interruption?: Interruption;
  /** Set for a change that loses nothing by itself, and takes away what would keep a later one from it. */
  readonly blocks?: boolean;
}

/** What a row adds to its four cells. */
export type RowDetails = Pick<Rule, 'remedy' | 'interruption' | 'blocks'>;

/** One row of a table of rules. */
export function row(
  types: string | readonly string[],
  property: string,
  when: When,
  verdict: Verdict,
  reason: string,
  source: string,
  details: RowDetails = {},
): Rule {
  return { types: typeof types === 'string' ? [types] : types, property, when, verdict, reason, source, ...details };
}
