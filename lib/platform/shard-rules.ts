import { DatabaseEngine } from './database-engine';
import { GrowthStage } from './growth-stage';
import type { PlatformProps } from './platform-props';
import { stageOf } from './platform-settings';
import { MAX_SHARDS } from '../private/names';
import { refuse, wholeNumber, type Rule } from '../private/validate';

/** The number of shards, as it was asked for. */
export function shardsOf({ shards = 1 }: PlatformProps): number {
  return shards;
}

/** The engine that the first shard runs on: that of the platform, told what resharding needs where there are several. */
export function engineOf(props: PlatformProps): DatabaseEngine {
  const engine = props.database ?? DatabaseEngine.auroraPostgres();
  return shardsOf(props) > 1 ? engine._sharded() : engine;
}

/** Numbers of the shards beside the first. */
export function furtherShards(props: PlatformProps): number[] {
  return Array.from({ length: shardsOf(props) - 1 }, (_, index) => index + 1);
}

/** What a platform refuses of shards. Below SCALE one database can grow to many times what it is. */
export function shardRules(props: PlatformProps): Rule[] {
  const number = wholeNumber('shards', props.shards, 1, MAX_SHARDS, 'give each shard more capacity instead');
  if (number !== undefined || shardsOf(props) === 1) return [number];
  const { stage, database = DatabaseEngine.auroraPostgres() } = props;
  const isStage = stage === undefined || stage instanceof GrowthStage;
  const { name } = isStage ? stageOf({ ...props, stage }) : GrowthStage.SCALE;
  return [
    refuse(
      name === GrowthStage.LAUNCH.name || name === GrowthStage.GROWTH.name,
      `shards must be 1 below stage scale, got ${props.shards} at ${name}; one database grows to many times its size first, use GrowthStage.SCALE`,
    ),
    refuse(
      database instanceof DatabaseEngine && database._kind === 'rds-mysql',
      `shards must be 1 with MySQL, got ${props.shards}; slots move by logical replication of PostgreSQL, use DatabaseEngine.rdsPostgres() or auroraPostgres()`,
    ),
  ];
}
