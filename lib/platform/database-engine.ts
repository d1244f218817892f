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
    return new DatabaseEngine((parent, props) => new AuroraDatabase(parent, 'Database', { ...options, ...props }));
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
    return new DatabaseEngine((parent, props) => new RdsDatabase(parent, 'Database', { ...options, ...props, engine }));
  }

  private constructor(private readonly create: (parent: Construct, props: DatabaseProps) => IDatabase) {}

  /** @internal */
  public _create(parent: Construct, props: DatabaseProps): IDatabase {
    return this.create(parent, props);
  }
}
