import type { Construct } from 'constructs';
import { openAurora, openRds, type HomeDatabase } from './home-database';
import { mergeAurora, mergeDatabase } from './merge-settings';
import type { StageSettings } from './stage-settings';
import type { DatabaseKind } from '../contract/region-plan/plan';
import {
  AuroraDatabase,
  RdsDatabase,
  RdsEngine,
  type AuroraDatabaseOptions,
  type DatabaseOptions,
  type DatabaseProps,
  type RdsDatabaseOptions,
} from '../database';
import { auroraOptionRules } from '../database/aurora-rules';
import { rdsOptionRules } from '../database/rds-rules';
import { refuse, type Rule } from '../private/validate';
import { ShardedDatabase } from '../sharding';

/**
 * Which database a platform has. Aurora and plain RDS cannot be converted into each other in place, nor PostgreSQL into MySQL:
 * choose once (docs/adr/0002-database-engine.md).
 */
export class DatabaseEngine {
  /**
   * Aurora PostgreSQL Serverless v2: from nothing at night to a global database, without ever being replaced.
   *
   * @param options Capacity, readers and the rest. What is not given is that of the growth stage.
   */
  public static auroraPostgres(options: AuroraDatabaseOptions = {}): DatabaseEngine {
    const merged = ({ aurora }: StageSettings) => mergeAurora(aurora, options);
    return new DatabaseEngine(
      'aurora-postgres',
      options,
      merged,
      (parent, props, settings) => {
        const database = new AuroraDatabase(parent, 'Database', { ...merged(settings), ...props });
        return { database, ...(props.replicaRegions && openAurora(parent, props, database, merged)) };
      },
      (settings, isFollowed) => [...auroraOptionRules(merged(settings)), sleepRule(merged(settings), isFollowed)],
      (shared) => DatabaseEngine.auroraPostgres({ ...options, ...shared }),
    );
  }

  /**
   * RDS for PostgreSQL: a primary with a standby in another zone, and read replicas.
   *
   * @param options Instance types, storage, replicas and the rest. What is not given is that of the growth stage.
   */
  public static rdsPostgres(options: RdsDatabaseOptions = {}): DatabaseEngine {
    return DatabaseEngine.rds('rds-postgres', RdsEngine.postgres(), options);
  }

  /**
   * RDS for MySQL: a primary with a standby in another zone, and read replicas.
   *
   * @param options Instance types, storage, replicas and the rest. What is not given is that of the growth stage.
   */
  public static rdsMysql(options: RdsDatabaseOptions = {}): DatabaseEngine {
    return DatabaseEngine.rds('rds-mysql', RdsEngine.mysql(), options);
  }

  private static rds(kind: DatabaseKind, engine: RdsEngine, options: RdsDatabaseOptions): DatabaseEngine {
    const chosen = { ...options, engine: options.engine ?? engine };
    const merged = ({ rds }: StageSettings) => mergeDatabase(rds, chosen);
    return new DatabaseEngine(
      kind,
      options,
      merged,
      (parent, props, settings) => {
        const database = new RdsDatabase(parent, 'Database', { ...merged(settings), ...props });
        return { database, follow: props.replicaRegions && openRds(database, merged) };
      },
      (settings) => [...rdsOptionRules(merged(settings)), familyRule(engine, chosen.engine)],
      (shared) => DatabaseEngine.rds(kind, engine, { ...options, ...shared }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _kind: DatabaseKind,
    private readonly options: DatabaseOptions,
    private readonly merged: (settings: StageSettings) => DatabaseOptions,
    private readonly create: (parent: Construct, props: DatabaseProps, settings: StageSettings) => HomeDatabase,
    private readonly rules: (settings: StageSettings, isFollowed: boolean) => Rule[],
    private readonly changed: (options: DatabaseOptions) => DatabaseEngine,
  ) {}

  /**
   * The same with what slots need to move from one database to another.
   *
   * @internal
   */
  public _sharded(): DatabaseEngine {
    return this.changed({ parameters: { ...ShardedDatabase.PARAMETERS, ...this.options.parameters } });
  }

  /**
   * The same as a shard beside the first, which nobody reaches through a proxy.
   *
   * @internal
   */
  public _shard(): DatabaseEngine {
    return this.changed({ proxy: false, iamAuthentication: false });
  }

  /** @internal */
  public _create(parent: Construct, props: DatabaseProps, settings: StageSettings): HomeDatabase {
    return this.create(parent, props, settings);
  }

  /**
   * Whether services get IAM tokens instead of a password although nobody has asked for it in the options.
   *
   * @internal
   */
  public _takesPasswordAway(settings: StageSettings): boolean {
    return this.merged(settings).iamAuthentication === true && this.options.iamAuthentication !== true;
  }

  /**
   * What is wrong with the options and what a stage adds to them, each named as they are.
   *
   * @internal
   */
  public _rules(settings: StageSettings, isFollowed: boolean): Rule[] {
    return this.rules(settings, isFollowed);
  }
}

function sleepRule({ minCapacity = 0.5 }: AuroraDatabaseOptions, isFollowed: boolean): Rule {
  return refuse(
    isFollowed && minCapacity === 0,
    'minCapacity must be at least 0.5 with several regions, got 0; a database that others follow never pauses',
  );
}

function familyRule(expected: RdsEngine, engine: RdsEngine): Rule {
  return refuse(
    engine instanceof RdsEngine && engine.family !== expected.family,
    `engine must be ${expected.family}, got ${engine.family}; use DatabaseEngine.rdsPostgres() for PostgreSQL and DatabaseEngine.rdsMysql() for MySQL`,
  );
}
