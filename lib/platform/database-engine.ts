import type { Construct } from 'constructs';
import {
  AuroraDatabase,
  RdsDatabase,
  RdsEngine,
  type AuroraDatabaseOptions,
  type DatabaseProps,
  type IDatabase,
  type RdsDatabaseOptions,
} from '../database';
import { auroraOptionRules } from '../database/aurora-rules';
import { rdsOptionRules } from '../database/rds-rules';
import { refuse, type Rule } from '../private/validate';

/**
 * Which database a platform has. Aurora and plain RDS cannot be converted into each other in place, nor PostgreSQL into MySQL:
 * choose once (docs/adr/0002-database-engine.md).
 */
export class DatabaseEngine {
  /**
   * Aurora PostgreSQL Serverless v2: from nothing at night to a global database, without ever being replaced.
   *
   * @param options Capacity, readers and the rest.
   */
  public static auroraPostgres(options: AuroraDatabaseOptions = {}): DatabaseEngine {
    return new DatabaseEngine(
      (parent, props) => new AuroraDatabase(parent, 'Database', { ...options, ...props }),
      () => auroraOptionRules(options),
    );
  }

  /**
   * RDS for PostgreSQL: a primary with a standby in another zone, and read replicas.
   *
   * @param options Instance types, storage, replicas and the rest.
   */
  public static rdsPostgres(options: RdsDatabaseOptions = {}): DatabaseEngine {
    return DatabaseEngine.rds(RdsEngine.postgres(), options);
  }

  /**
   * RDS for MySQL: a primary with a standby in another zone, and read replicas.
   *
   * @param options Instance types, storage, replicas and the rest.
   */
  public static rdsMysql(options: RdsDatabaseOptions = {}): DatabaseEngine {
    return DatabaseEngine.rds(RdsEngine.mysql(), options);
  }

  private static rds(engine: RdsEngine, options: RdsDatabaseOptions): DatabaseEngine {
    const settings = { ...options, engine: options.engine ?? engine };
    return new DatabaseEngine(
      (parent, props) => new RdsDatabase(parent, 'Database', { ...settings, ...props }),
      () => [...rdsOptionRules(settings), familyRule(engine, settings.engine)],
    );
  }

  private constructor(
    private readonly create: (parent: Construct, props: DatabaseProps) => IDatabase,
    private readonly rules: () => Rule[],
  ) {}

  /** @internal */
  public _create(parent: Construct, props: DatabaseProps): IDatabase {
    return this.create(parent, props);
  }

  /**
   * What is wrong with the options, each named as they are.
   *
   * @internal
   */
  public _rules(): Rule[] {
    return this.rules();
  }
}

function familyRule(expected: RdsEngine, engine: RdsEngine): Rule {
  return refuse(
    engine instanceof RdsEngine && engine.family !== expected.family,
    `engine must be ${expected.family}, got ${engine.family}; use DatabaseEngine.rdsPostgres() for PostgreSQL and DatabaseEngine.rdsMysql() for MySQL`,
  );
}
