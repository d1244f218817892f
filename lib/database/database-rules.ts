import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { DatabaseOptions, DatabaseProps } from './database';
import { replicaRegionRules } from './region-rules';
import { windowRules } from './windows';
import { generationRule, nameRule, shardRule } from '../private/names';
import { countSubnets } from '../private/subnets';
import { durationBetween, matches, refuse, shown, trueOrFalse, wholeNumber, type Rule } from '../private/validate';

/** Most readers of one writer, on Aurora and on RDS for PostgreSQL and MySQL alike. */
export const MOST_READERS = 15;

/** Parameters that make the engine refuse connections without TLS. */
export const TLS_PARAMETERS: readonly string[] = ['rds.force_ssl', 'require_secure_transport'];

/** What both engines refuse. */
export function databaseRules(database: IConstruct, props: DatabaseProps): Rule[] {
  return [
    nameRule(props.name),
    generationRule(props.generation),
    shardRule(props.shard),
    subnetsRule(props),
    rotationSubnetsRule(props.vpc, rotationSubnets(props), 'rotationSubnets'),
    trueOrFalse('disposable', props.disposable),
    ...replicaRegionRules(database, props.replicaRegions),
  ];
}

/** What both engines refuse of what can be chosen, wherever the database is. */
export function databaseOptionRules(options: DatabaseOptions): Rule[] {
  return [
    matches(
      'databaseName',
      options.databaseName,
      /^(?!(postgres|mysql|rdsadmin|sys|information_schema|performance_schema|template[01])$)[a-z][a-z0-9_]{0,62}$/,
      'be 1 to 63 lower-case letters, digits and underscores, starting with a letter, and no name of the engine itself',
      'use one such as "app"; it can never change once the database is deployed',
    ),
    wholeNumber(
      'readers',
      options.readers,
      0,
      MOST_READERS,
      'one writer feeds no more; divide the data over several databases',
    ),
    durationBetween(
      'backupRetention',
      options.backupRetention,
      'days',
      1,
      35,
      'without backups there is neither recovery nor a reader; for longer ones add a Backup',
    ),
    trueOrFalse('iamAuthentication', options.iamAuthentication),
    trueOrFalse('proxy', options.proxy),
    refuse(
      options.proxy === true && options.iamAuthentication !== true,
      `iamAuthentication must be true with a proxy, got ${options.iamAuthentication}; a proxy knows one password at a time, and the two users of a service take turns`,
    ),
    ...windowRules(options.preferredBackupWindow, options.preferredMaintenanceWindow),
    ...Object.entries(options.parameters ?? {}).flatMap(([name, value]) => parameterRules(name, value)),
  ];
}

function parameterRules(name: string, value: string): Rule[] {
  return [
    refuse(
      TLS_PARAMETERS.includes(name),
      `parameters must not hold ${name}, got ${shown(value)}; TLS is always required, leave it out`,
    ),
    refuse(typeof value !== 'string', `parameters.${name} must be a string, got ${shown(value)}; put it in quotes`),
  ];
}

/** The VPC may have no subnets of the kind at all, which the L2 says in words of its own. */
export function subnetsRule(props: DatabaseProps): Rule {
  const zones = countSubnets(props.vpc, subnetSelection(props));
  return refuse(
    zones < 2,
    `vpcSubnets must select subnets in at least 2 zones, got ${zones}; a database in one zone is lost with it`,
  );
}

/** The function that rotates would not be placed in the network at all, and never reach the database. */
export function rotationSubnetsRule(vpc: ec2.IVpc, selection: ec2.SubnetSelection, property: string): Rule {
  return refuse(
    countSubnets(vpc, selection) === 0,
    `${property} must select subnets of the VPC, got none; name those from which the function reaches Secrets Manager`,
  );
}

/** How the subnets of the function that rotates are selected. */
export function rotationSubnets(props: DatabaseProps): ec2.SubnetSelection {
  return props.rotationSubnets ?? { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
}

/** How the subnets that the database is placed in are selected. */
export function subnetSelection(props: DatabaseProps): ec2.SubnetSelection {
  return props.vpcSubnets ?? { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
}
