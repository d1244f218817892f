import type { PublicProperty } from '../input/public-api';

/** Name of a property in the tables. */
export function nameOf({ owner, name }: PublicProperty): string {
  return `${owner}.${name}`;
}
