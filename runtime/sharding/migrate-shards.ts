import type { SqlClient } from '../database/sql-client';
import { asError } from '../support/as-error';
import { applyOnce, FOUNDATION, layFoundation, type Migration } from './migration-ledger';

/** What of shards is used: `Shards` of this package is it as it is. */
export interface ShardSet {
  numbers(): Promise<readonly number[]>;
  writeTo<T>(shard: number, work: (client: SqlClient) => Promise<T>): Promise<{ readonly result: T }>;
}

/** Options of `migrateShards`. */
export interface MigrateShardsOptions {
  /**
   * Shards that are migrated at the same time, after shard 0.
   *
   * @default 4
   */
  readonly concurrency?: number;
}

/** What was done to a shard. */
export interface ShardMigration {
  readonly shard: number;
  /** Names of what was applied now, in order. `sharding` is what this package needs itself. */
  readonly applied: readonly string[];
  /** Why it stopped, if it did. */
  readonly failure?: { readonly migration: string; readonly error: Error };
  /** Names of what is not known to be applied: the one that failed, and those after it. */
  readonly left: readonly string[];
}

/**
 * Brings every shard to the same tables: those with slots, and those that are to get some. First comes what this package needs itself
 * (`SHARDING_DDL`), then each migration in order, in a transaction of its own with its entry in `sharding.migrations`. It can be run as often as
 * wanted, by several at once: what is applied is not applied again.
 *
 * Shard 0 is first, alone. Where it fails, the others are left as they are; where another one fails, that one stops, and the rest goes on. Nothing is
 * thrown for that: look at `failure` of each.
 *
 * Shards are migrated one after the other, so the application has to work with the tables before and after. While slots move, a column that
 * the source has and the target has not yet makes the copying wait until the target is migrated too.
 *
 * @param shards Connects as the owner of the tables, and with no `query_timeout` that is too short for the longest migration.
 * @param migrations In order. One that was applied stays in the list as it is.
 * @throws RangeError if the migrations break a rule: nothing was done then.
 * @throws DatabaseUnavailableError if it is not known where the shards are: nothing was done then.
 */
export async function migrateShards(
  shards: ShardSet,
  migrations: readonly Migration[],
  { concurrency = 4 }: MigrateShardsOptions = {},
): Promise<readonly ShardMigration[]> {
  const broken = brokenRules(migrations);
  if (broken.length > 0) throw new RangeError(broken.join('; '));
  const numbers = [...(await shards.numbers())].sort((one, other) => one - other);
  const [first, ...others] = numbers;
  if (first === undefined) return [];
  const canary = await migrateShard(shards, first, migrations);
  if (canary.failure) return [canary, ...others.map((shard) => untouched(shard, migrations))];
  const done: ShardMigration[] = [canary];
  const waiting = [...others];
  const workers = Array.from({ length: Math.max(concurrency, 1) }, async () => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      done.push(await migrateShard(shards, shard, migrations));
    }
  });
  await Promise.all(workers);
  return done.sort((one, other) => one.shard - other.shard);
}

async function migrateShard(
  shards: ShardSet,
  shard: number,
  migrations: readonly Migration[],
): Promise<ShardMigration> {
  const steps = [
    { name: FOUNDATION, apply: (client: SqlClient) => layFoundation(client, shard) },
    ...migrations.map((migration) => ({
      name: migration.name,
      apply: (client: SqlClient) => applyOnce(client, shard, migration),
    })),
  ];
  const names = steps.map(({ name }) => name);
  const applied: string[] = [];
  for (const [index, { name, apply }] of steps.entries()) {
    try {
      const { result } = await shards.writeTo(shard, apply);
      if (result) applied.push(name);
    } catch (error) {
      return { shard, applied, failure: { migration: name, error: asError(error) }, left: names.slice(index) };
    }
  }
  return { shard, applied, left: [] };
}

function untouched(shard: number, migrations: readonly Migration[]): ShardMigration {
  return { shard, applied: [], left: [FOUNDATION, ...migrations.map(({ name }) => name)] };
}

function brokenRules(migrations: readonly Migration[]): string[] {
  const names = migrations.map(({ name }) => name);
  const rules = names.flatMap((name, index) => [
    ...(name === '' || name === FOUNDATION
      ? [
          `migrations[${index}].name must be a text other than "${FOUNDATION}", got ${JSON.stringify(name)}; name what it changes`,
        ]
      : []),
    ...(names.indexOf(name) < index
      ? [`migrations[${index}].name must come once, got ${name} twice; a change of an applied one is another migration`]
      : []),
  ]);
  const empty = migrations.findIndex(({ sql }) => sql.trim() === '');
  return empty < 0 ? rules : [...rules, `migrations[${empty}].sql must have a statement, got none; leave it out`];
}
