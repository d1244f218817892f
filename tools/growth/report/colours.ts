import { LIGHT, type Theme } from '../../review/diagram/theme';

/** The colours of a theme by the names of their custom properties. */
export function properties(theme: Theme): ReadonlyMap<string, string> {
  return new Map(leaves(theme, ''));
}

/** A theme that takes its colours from custom properties, so that one drawing serves light, dark and print. */
export const DRAWING_THEME: Theme = named(LIGHT, '') as Theme;

/** What both themes declare, as a rule's body. */
export function declarations(theme: Theme): string {
  return [...properties(theme)].map(([name, value]) => `${name}: ${value};`).join(' ');
}

function leaves(value: object, prefix: string): [string, string][] {
  return Object.entries(value).flatMap(([key, own]: [string, string | object]): [string, string][] =>
    typeof own === 'string' ? [[`--${prefix}${key}`, own]] : leaves(own, `${prefix}${key}-`),
  );
}

function named(value: object, prefix: string): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, own]: [string, string | object]) => [
      key,
      typeof own === 'string' ? `var(--${prefix}${key})` : named(own, `${prefix}${key}-`),
    ]),
  );
}
