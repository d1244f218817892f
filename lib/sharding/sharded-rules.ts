import { Stack } from 'aws-cdk-lib';
import type { ShardedDatabaseProps } from './sharded-database';
import { identityOf, isShardSource, type ShardSource } from './sharded-source';
import { DatabaseEngineFamily, type IDatabase } from '../database';
import { MAX_SHARDS, nameRule } from '../private/names';
import { matches, refuse, shown, type Rule } from '../private/validate';

/** What logical replication needs. Static: it applies when the database restarts the next time. */
export const LOGICAL_REPLICATION: Readonly<Record<string, string>> = { 'rds.logical_replication': '1' };

/** What cannot be divided, or not by this construct. */
export function shardedRules({ name, first, controlTableName }: ShardedDatabaseProps): Rule[] {
  return [
    nameRule(name),
    ...sourceRules('first', first, name, 0),
    matches(
      'controlTableName',
      controlTableName,
      /^[a-zA-Z0-9_.-]{3,255}$/,
      'be the literal name of a table, 3 to 255 letters, digits and ._-',
      'use tableName of the ControlTable',
    ),
  ];
}

/** What cannot be the next shard. */
export function nextShardRules(name: string, shards: readonly ShardSource[], next: IDatabase): Rule[] {
  const [first] = shards;
  const rules = sourceRules('database', next, name, shards.length);
  if (!first || rules.some((rule) => rule !== undefined)) return rules;
  const { kind } = identityOf(first.databaseIdentifier);
  const own = identityOf(next.databaseIdentifier);
  const stack = Stack.of(next);
  return [
    refuse(
      shards.length >= MAX_SHARDS,
      `shards must be at most ${MAX_SHARDS}, got one more; give the largest shards more capacity`,
    ),
    refuse(
      own.kind !== kind,
      `database must run on the same engine as the first shard, ${kind}, got ${own.kind}; slots move between databases of one engine`,
    ),
    refuse(
      stack.region !== Stack.of(first).region,
      `database must be in the region of the first shard, ${Stack.of(first).region}, got ${stack.region}; make a ShardedDatabase in each region`,
    ),
    refuse(
      shards.some((shard) => Stack.of(shard) === stack),
      `database must be in a stack of its own, got ${stack.node.path}, which holds another shard; what changes one shard must not be able to touch another`,
    ),
    refuse(
      next.databaseName !== first.databaseName,
      `databaseName must be that of the first shard, ${shown(first.databaseName)}, got ${shown(next.databaseName)}; services use one schema on all`,
    ),
  ];
}

function sourceRules(property: string, database: IDatabase, name: string, shard: number): Rule[] {
  if (!isShardSource(database)) {
    return [
      `${property} must be a database of this library, got ${shown(database)}; use new AuroraDatabase() or new RdsDatabase()`,
    ];
  }
  const own = identityOf(database.databaseIdentifier);
  const told = database._direct().parameters['rds.logical_replication'];
  return [
    refuse(
      database.engineFamily !== DatabaseEngineFamily.POSTGRES,
      `${property} must run PostgreSQL, got ${database.engineFamily}; slots move by its logical replication, so use AuroraDatabase or RdsEngine.postgres()`,
    ),
    refuse(
      nameRule(name) === undefined && own.name !== name,
      `${property} must belong to the deployment ${shown(name)}, got ${shown(database.databaseIdentifier)}; give both the same name`,
    ),
    refuse(
      own.shard !== shard,
      shard === 0
        ? `${property} must be the database without a number, got shard ${own.shard}; leave shard out, and name it with addShard`
        : `database must be shard ${shard}, got ${own.shard}; shards are added in order and never left out, set shard: ${shard}`,
    ),
    refuse(
      told !== '1',
      `parameters.rds.logical_replication of ${property} must be "1", got ${shown(told)}; spread ShardedDatabase.PARAMETERS into parameters, and restart the database once it is deployed`,
    ),
  ];
}
