import { matches, wholeNumber, type Rule } from './validate';

/**
 * The form of a deployment's name. It becomes part of every physical name, so it has to fit the narrowest of them:
 * identifiers of RDS and ElastiCache allow neither capitals nor two hyphens in a row nor a hyphen at the end, and twenty
 * characters leave room for `-<kind>-g<generation>` and a region within the 63 characters of a bucket name.
 */
const NAME = /^(?=.{1,20}$)[a-z](?:-?[a-z0-9])*$/;

/** Refuses a name that could not be part of every physical name. */
export function nameRule(value: string, property = 'name'): Rule {
  const form =
    'be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen';
  const remedy = 'choose a shorter or simpler name; it can never change once something is deployed';
  // What a name is made of may be missing in JavaScript; it is never optional.
  if (value === undefined) return `${property} must ${form}, got undefined; ${remedy}`;
  return matches(property, value, NAME, form, remedy);
}

/** Refuses a generation that is not a small positive number. */
export function generationRule(value: number | undefined): Rule {
  return wholeNumber(
    'generation',
    value,
    1,
    99,
    'start at 1 and add 1 when a resource must exist beside its successor',
  );
}

/** The physical name of a stateful resource: `<name>-<kind>-g<generation>`. It never changes (docs/adr/0005-names.md). */
export function physicalName(name: string, kind: string, generation = 1): string {
  return `${name}-${kind}-g${generation}`;
}

/** Most shards of one database, and so the last number of one is a smaller one. */
export const MAX_SHARDS = 64;

/** Refuses what is no number of a shard beside the first, which is the database that was there before. */
export function shardRule(value: number | undefined): Rule {
  return wholeNumber(
    'shard',
    value,
    1,
    MAX_SHARDS - 1,
    'leave it out for the first shard, which is an ordinary database',
  );
}

/** The kind of a resource that belongs to a shard, as part of its physical name: `aurora-s3`, and `aurora` of the first. */
export function shardKind(kind: string, shard: number | undefined): string {
  return shard === undefined ? kind : `${kind}-s${shard}`;
}

/** A construct id such as `Thumbnails` or `ImageResizer` as part of a physical name: `thumbnails`, `image-resizer`. */
export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

/** The name of a region as a construct id: `UsEast1`. */
export function pascalCase(region: string): string {
  return region
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
