import { Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import type { LimitlessDatabaseProps } from './limitless-props';
import { databaseOptionRules, databaseRules, subnetSelection } from '../database/database-rules';
import { refuse, shown, wholeNumber, type Rule } from '../private/validate';

/** The version that is deployed unless another one is asked for. */
export const DEFAULT_LIMITLESS_VERSION = rds.AuroraPostgresEngineVersion.VER_16_13_LIMITLESS;

/** Least capacity of a shard group: AWS accepts no smaller one. */
const LEAST_CAPACITY = 16;

/** Most capacity of a shard group. For more one has to ask AWS. */
const MOST_CAPACITY = 6144;

/** Two zones at least, for the subnet group of every cluster. */
const LEAST_ZONES = 2;

/** Where Serverless v2, which routers and shards run on, has no capacity. */
const ZONE_WITHOUT = 'us-east-1e';

/** Where there is no Limitless Database. */
const REGION_WITHOUT = 'ap-east-2';

const VERSION = /^16\.\d+-limitless$/;

/** What a LimitlessDatabase is made with, defaults included. */
export interface LimitlessSettings {
  /** Least capacity of the shard group. */
  readonly minCapacity: number;
  /** Most capacity of the shard group. */
  readonly maxCapacity: number;
  /** Standbys of each shard. */
  readonly standbys: number;
  /** Version of the engine. */
  readonly version: rds.AuroraPostgresEngineVersion;
}

/** Fills the defaults in. */
export function limitlessSettings(props: LimitlessDatabaseProps): LimitlessSettings {
  return {
    minCapacity: props.minCapacity ?? LEAST_CAPACITY,
    maxCapacity: props.maxCapacity,
    standbys: props.standbys ?? 1,
    version: props.engineVersion ?? DEFAULT_LIMITLESS_VERSION,
  };
}

/**
 * What Limitless refuses, most of it only when the shard group is made, half an hour into a deployment
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless-reqs-limits.html).
 */
export function limitlessRules(database: IConstruct, props: LimitlessDatabaseProps): Rule[] {
  const { minCapacity, maxCapacity, standbys, version } = limitlessSettings(props);
  return [
    ...databaseRules(database, props),
    ...databaseOptionRules(props),
    refuse(
      Stack.of(database).region === REGION_WITHOUT,
      `region must not be ${REGION_WITHOUT}, got ${REGION_WITHOUT}; AWS offers Limitless in every other region`,
    ),
    versionRule(version),
    refuse(
      maxCapacity === undefined,
      `maxCapacity must be a whole number between ${LEAST_CAPACITY} and ${MOST_CAPACITY}, got undefined; it decides for ever how many shards there are at first`,
    ),
    wholeNumber('maxCapacity', maxCapacity, LEAST_CAPACITY, MOST_CAPACITY, 'for more, ask AWS for a higher limit'),
    wholeNumber('minCapacity', minCapacity, LEAST_CAPACITY, MOST_CAPACITY, 'a shard group never shrinks below 16'),
    refuse(
      minCapacity > maxCapacity,
      `minCapacity must be at most maxCapacity, got ${minCapacity} with ${maxCapacity}; lower one or raise the other`,
    ),
    wholeNumber('standbys', standbys, 0, 2, 'each shard has none, one, or one in each of two other zones'),
    ...zoneRules(props, standbys),
  ];
}

function versionRule(version: rds.AuroraPostgresEngineVersion): Rule {
  const fullVersion: unknown = version.auroraPostgresFullVersion;
  return refuse(
    typeof fullVersion !== 'string' || !(Token.isUnresolved(fullVersion) || VERSION.test(fullVersion)),
    `engineVersion must be a Limitless version such as 16.13-limitless, got ${shown(fullVersion ?? version)}; use a constant such as rds.AuroraPostgresEngineVersion.VER_16_13_LIMITLESS`,
  );
}

/** Standbys are in other zones than what they stand by for. Fewer than two subnets are refused for every database. */
function zoneRules(props: LimitlessDatabaseProps, standbys: number): Rule[] {
  const zones = zonesOf(props);
  return [
    refuse(
      zones.length >= LEAST_ZONES && zones.length < standbys + 1,
      `vpcSubnets must select subnets in at least ${standbys + 1} zones with ${standbys} standbys, got ${zones.length}; add a zone or lower standbys`,
    ),
    refuse(
      zones.includes(ZONE_WITHOUT),
      `vpcSubnets must not select subnets in ${ZONE_WITHOUT}, got ${zones.join(', ')}; Aurora Serverless v2 does not run there, so select the others`,
    ),
  ];
}

/** None where the VPC has no such subnets, which another rule says. */
function zonesOf(props: LimitlessDatabaseProps): string[] {
  try {
    return [...new Set(props.vpc.selectSubnets(subnetSelection(props)).availabilityZones)];
  } catch {
    return [];
  }
}
