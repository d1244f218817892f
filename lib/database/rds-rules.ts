import { Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { databaseOptionRules, databaseRules } from './database-rules';
import { isDatabaseInstanceType } from './instance-size';
import type { RdsDatabaseOptions, RdsDatabaseProps } from './rds-database';
import { RdsEngine } from './rds-engine';
import { refuse, shown, wholeNumber, type Rule } from '../private/validate';

/** What an RdsDatabase is made with, defaults included. */
export interface RdsSettings {
  /** Engine and version. */
  readonly engine: RdsEngine;
  /** Type of the primary. */
  readonly instanceType: ec2.InstanceType;
  /** Type of each replica. */
  readonly replicaInstanceType: ec2.InstanceType;
  /** Storage at first, in GiB. */
  readonly storage: number;
  /** Storage at most, in GiB. */
  readonly maxStorage: number;
  /** Number of replicas. */
  readonly readers: number;
}

/** Fills the defaults in. */
export function rdsSettings(props: RdsDatabaseOptions): RdsSettings {
  const instanceType = props.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM);
  return {
    engine: props.engine ?? RdsEngine.postgres(),
    instanceType,
    replicaInstanceType: props.replicaInstanceType ?? instanceType,
    storage: gibibytesOf(props.storage ?? Size.gibibytes(20)),
    maxStorage: gibibytesOf(props.maxStorage ?? Size.gibibytes(1000)),
    readers: props.readers ?? 1,
  };
}

/** Fractions too, which the rules refuse; a value that is no Size, as it is. */
function gibibytesOf(size: Size): number {
  const anything = size as Partial<Size>;
  return anything.toGibibytes?.({ rounding: SizeRoundingBehavior.NONE }) ?? (size as unknown as number);
}

/** What gp3 storage of PostgreSQL and MySQL can be, in GiB. */
const LEAST_STORAGE = 20;
const MOST_STORAGE = 65_536;

/** What RDS refuses, or ignores. */
export function rdsRules(database: IConstruct, props: RdsDatabaseProps): Rule[] {
  return [...databaseRules(database, props), ...rdsOptionRules(props)];
}

/** What it refuses of what can be chosen, wherever the database is. */
export function rdsOptionRules(options: RdsDatabaseOptions): Rule[] {
  const { storage, maxStorage, engine, instanceType } = rdsSettings(options);
  return [
    ...databaseOptionRules(options),
    wholeNumber(
      'storage in GiB',
      storage,
      LEAST_STORAGE,
      MOST_STORAGE,
      'gp3 has these limits with both engines, and storage can never shrink',
    ),
    wholeNumber('maxStorage in GiB', maxStorage, LEAST_STORAGE, MOST_STORAGE, 'gp3 has these limits with both engines'),
    refuse(
      10 * maxStorage < 11 * storage,
      `maxStorage must be at least 10 percent more than storage, got ${maxStorage} GiB with ${storage} GiB; raise it, RDS grows storage in steps of that size`,
    ),
    ...versionRules(engine),
    instanceRule('instanceType', instanceType),
    instanceRule('replicaInstanceType', options.replicaInstanceType),
  ];
}

function instanceRule(property: string, type: ec2.InstanceType | undefined): Rule {
  return refuse(
    type !== undefined && !isDatabaseInstanceType(type),
    `${property} must be of a family that current PostgreSQL and MySQL run on, got ${type?.toString()}; use t4g.micro or larger, m7g, r7g or the like`,
  );
}

/** RDS would choose a minor version that nobody has tried, and CloudFormation Validate and cfn-lint refuse it. */
function versionRules(engine: RdsEngine): Rule[] {
  if (!(engine instanceof RdsEngine))
    return [`engine must be an RdsEngine, got ${shown(engine)}; use RdsEngine.mysql()`];
  const { engine: instanceEngine, minorVersion, leastMajor } = engine._traits();
  const version = instanceEngine.engineVersion?.fullVersion ?? '';
  if (Token.isUnresolved(version)) return [];
  return [
    refuse(
      !minorVersion.test(version),
      `engine must name a minor version, got ${engine.family} ${version}; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL`,
    ),
    refuse(
      leastMajor !== undefined && Number.parseInt(version, 10) < leastMajor,
      `engine must be ${engine.family} ${leastMajor} or later, got ${version}; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL`,
    ),
  ];
}
