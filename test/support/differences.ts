import { isDeepStrictEqual } from 'node:util';
import type { Resource } from './templates';

type Resources = Readonly<Record<string, Resource>>;

/** How a template differs from another one. */
export interface Differences {
  /** Resources that only the second has. */
  readonly added: Resources;
  /** Types of the resources that only the first has, by logical id. */
  readonly removed: Readonly<Record<string, string>>;
  /** What has another value in a resource of both: by logical id and path, before and after. */
  readonly changed: Readonly<Record<string, readonly string[]>>;
}

/** What a reader of a snapshot still reads. */
const LONGEST = 200;

/** The differences between the resources of two templates, without metadata. */
export function differencesOf(before: Resources, after: Resources): Differences {
  const only = (one: Resources, other: Resources) => Object.entries(one).filter(([id]) => !(id in other));
  const both = Object.keys(before).filter((id) => id in after);
  const changed = both.map((id): [string, string[]] => [id, changes(body(before[id]), body(after[id]))]);
  return {
    added: Object.fromEntries(only(after, before).map(([id, resource]) => [id, body(resource)])),
    removed: Object.fromEntries(only(before, after).map(([id, { Type }]) => [id, Type])),
    changed: Object.fromEntries(changed.filter(([, lines]) => lines.length > 0)),
  };
}

/** Of a dashboard the titles, as every graph after a new one has another place. */
function body(resource: Resource | undefined): Resource {
  const { Type = '', Properties, ...others } = resource ?? {};
  const titles = () => [...JSON.stringify(Properties).matchAll(/title\\":\\"([^"]*?)\\"/g)].map(([, title]) => title);
  const shownProperties = Type === 'AWS::CloudWatch::Dashboard' ? { titles: titles().join(', ') } : Properties;
  return { ...others, Type, Properties: shownProperties, Metadata: undefined } as Resource;
}

function changes(before: unknown, after: unknown, path = ''): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isStructure(before) && isStructure(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changes(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return [`${path}: ${shown(before)} -> ${shown(after)}`];
}

function isStructure(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
