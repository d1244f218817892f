import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { DatabaseProps } from './database';
import { generationRule, nameRule } from '../private/names';
import { matches, refuse, wholeNumber, type Rule } from '../private/validate';

/** Most readers of one writer, on Aurora and on RDS for PostgreSQL and MySQL alike. */
export const MOST_READERS = 15;

/** Parameters that make the engine refuse connections without TLS. */
export const TLS_PARAMETERS: readonly string[] = ['rds.force_ssl', 'require_secure_transport'];

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const DAY = '(mon|tue|wed|thu|fri|sat|sun)';

/** What both engines refuse. */
export function databaseRules(props: DatabaseProps): Rule[] {
  const zones = databaseSubnets(props).subnetIds.length;
  return [
    nameRule(props.name),
    generationRule(props.generation),
    refuse(
      zones < 2,
      `vpcSubnets must select subnets in at least 2 zones, got ${zones}; a database in one zone is lost with it`,
    ),
    matches(
      'databaseName',
      props.databaseName,
      /^(?!(postgres|mysql|rdsadmin|sys|information_schema|performance_schema|template[01])$)[a-z][a-z0-9_]{0,62}$/,
      'be 1 to 63 lower-case letters, digits and underscores, starting with a letter, and no name of the engine itself',
      'use one such as "app"; it can never change once the database is deployed',
    ),
    wholeNumber(
      'readers',
      props.readers,
      0,
      MOST_READERS,
      'one writer feeds no more; divide the data over several databases',
    ),
    wholeNumber(
      'backupRetention in days',
      (props.backupRetention ?? Duration.days(7)).toDays({ integral: false }),
      1,
      35,
      'without backups there is neither recovery nor a reader; for longer ones add a Backup',
    ),
    refuse(
      props.proxy === true && props.iamAuthentication !== true,
      `iamAuthentication must be true with a proxy, got ${props.iamAuthentication}; a proxy knows one password at a time, and the two users of a service take turns`,
    ),
    ...windowRules(props),
    ...TLS_PARAMETERS.map((name) =>
      refuse(
        props.parameters?.[name] !== undefined,
        `parameters must not hold ${name}, got "${props.parameters?.[name]}"; TLS is always required, leave it out`,
      ),
    ),
  ];
}

function windowRules(props: DatabaseProps): Rule[] {
  return [
    matches(
      'preferredBackupWindow',
      props.preferredBackupWindow,
      new RegExp(`^${TIME}-${TIME}$`),
      'be two times of day in UTC as hh:mm-hh:mm',
      'use one such as 00:30-01:30',
    ),
    matches(
      'preferredMaintenanceWindow',
      props.preferredMaintenanceWindow,
      new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`),
      'be two times of the week in UTC as ddd:hh:mm-ddd:hh:mm',
      'use one such as sun:08:00-sun:09:00',
    ),
  ];
}

/** The subnets that the database is placed in. */
export function databaseSubnets(props: DatabaseProps): ec2.SelectedSubnets {
  return props.vpc.selectSubnets(subnetSelection(props));
}

/** How they are selected. */
export function subnetSelection(props: DatabaseProps): ec2.SubnetSelection {
  return props.vpcSubnets ?? { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
}
