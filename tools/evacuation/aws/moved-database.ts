import type { Levers } from '../levers';

/** The databases of all regions, as far as moves go. */
export type MovedDatabase = Pick<Levers, 'lagOf' | 'promote' | 'isPromoted'>;

/** How the names of a kind of database begin, such as `shop-prod-rds-g`, or `shop-prod-rds-s3-g` for a shard beside the first. */
export function prefixOf(name: string, kind: string, shard: number): string {
  return shard === 0 ? `${name}-${kind}-g` : `${name}-${kind}-s${shard}-g`;
}

/** Those of a name with generations, such as `shop-prod-rds-g2`, the latest one first. */
export function latestFirst<T>(all: readonly T[], prefix: string, nameOf: (one: T) => string | undefined): T[] {
  const generation = (one: T) => {
    const name = nameOf(one) ?? '';
    return name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
  };
  return all.filter((one) => generation(one) > 0).sort((one, other) => generation(other) - generation(one));
}
