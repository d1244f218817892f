import * as rds from 'aws-cdk-lib/aws-rds';
import { DatabaseEngineFamily } from './database';

/** Statements that take this long are logged. */
const SLOW_SECONDS = 1;

/**
 * The engine of an RdsDatabase, in a version down to the minor one. The engine can never be changed. AWS raises minor versions
 * within the maintenance window; a major one is raised by naming it here, and takes minutes of downtime.
 */
export class RdsEngine {
  /**
   * PostgreSQL.
   *
   * @param version Minor version. Can be raised in place, never lowered. Default: 17.7.
   */
  public static postgres(version?: rds.PostgresEngineVersion): RdsEngine {
    return new RdsEngine(DatabaseEngineFamily.POSTGRES, {
      engine: rds.DatabaseInstanceEngine.postgres({ version: version ?? rds.PostgresEngineVersion.VER_17_7 }),
      port: 5433,
      minorVersion: /^\d+\.\d+/,
      parameters: { 'rds.force_ssl': '1', log_min_duration_statement: String(1000 * SLOW_SECONDS) },
      logTypes: ['postgresql', 'upgrade'],
    });
  }

  /**
   * MySQL.
   *
   * @param version Minor version, of 8.0 or later. Can be raised in place, never lowered. Default: 8.4.7.
   */
  public static mysql(version?: rds.MysqlEngineVersion): RdsEngine {
    return new RdsEngine(DatabaseEngineFamily.MYSQL, {
      engine: rds.DatabaseInstanceEngine.mysql({ version: version ?? rds.MysqlEngineVersion.VER_8_4_7 }),
      port: 3307,
      minorVersion: /^\d+\.\d+\.\d+/,
      leastMajor: 8,
      parameters: {
        require_secure_transport: '1',
        // Only logs that are written to files are exported.
        log_output: 'FILE',
        slow_query_log: '1',
        long_query_time: String(SLOW_SECONDS),
      },
      logTypes: ['audit', 'error', 'general', 'slowquery'],
    });
  }

  private constructor(
    /** The language that clients speak. */
    public readonly family: DatabaseEngineFamily,
    private readonly traits: RdsEngineTraits,
  ) {}

  /**
   * What an RdsDatabase needs to know of its engine.
   *
   * @internal
   */
  public _traits(): RdsEngineTraits {
    return this.traits;
  }
}

/** What differs between the engines. */
export interface RdsEngineTraits {
  readonly engine: rds.IInstanceEngine;
  /**
   * Never the usual port of the engine: AwsSolutions-RDS11 and CT.RDS.PR.20 refuse it. It is create-only, so it is decided here
   * for good; clients are told it anyway.
   */
  readonly port: number;
  /** What a version looks like that names a minor one. */
  readonly minorVersion: RegExp;
  /** The oldest major version that has roles, which the users of services act as. */
  readonly leastMajor?: number;
  /** Beside TLS: what takes long is logged. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Every log that RDS can export: rule packs ask for all of them, and what the engine does not write costs nothing. */
  readonly logTypes: readonly string[];
}
