import type { Levers } from '../levers';

/** The database of all regions, as far as moves go. */
export type MovedDatabase = Pick<Levers, 'lagOf' | 'promote' | 'isPromoted'>;

/** Those of a name with generations, such as `shop-prod-rds-g2`, the latest one first. */
export function latestFirst<T>(all: readonly T[], prefix: string, nameOf: (one: T) => string | undefined): T[] {
  const generation = (one: T) => {
    const name = nameOf(one) ?? '';
    return name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
  };
  return all.filter((one) => generation(one) > 0).sort((one, other) => generation(other) - generation(one));
}
