import type { IConstruct } from 'constructs';
import type { AuroraDatabaseProps } from './aurora-database';
import { auroraOptionRules, isAtLeast, type MinorVersions } from './aurora-rules';
import type { AuroraSecondaryDatabaseProps } from './aurora-secondary-database';
import { subnetsRule } from './database-rules';
import { placeRules } from './region-rules';
import { refuse, trueOrFalse, wholeNumber, type Rule } from '../private/validate';

/**
 * Least minor version of each major one that forwards writes
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-write-forwarding-apg.html).
 */
const FORWARDS_FROM: MinorVersions = { '14': 9, '15': 4, '16': 1 };

/** What a secondary is told, in the words of a primary: whatever is not said of it is that of its global database. */
export function asPrimary(props: AuroraSecondaryDatabaseProps): AuroraDatabaseProps {
  const { globalDatabase } = props;
  return {
    ...props,
    name: globalDatabase.name,
    databaseName: globalDatabase.databaseName,
    engineVersion: globalDatabase.engineVersion,
  };
}

/** What Aurora refuses of a secondary, or ignores. */
export function secondaryRules(secondary: IConstruct, props: AuroraSecondaryDatabaseProps): Rule[] {
  const primary = asPrimary(props);
  const version = props.globalDatabase.engineVersion.auroraPostgresFullVersion;
  return [
    ...placeRules(secondary, 'globalDatabase', props.globalDatabase.homeRegion),
    subnetsRule(primary),
    trueOrFalse('disposable', props.disposable),
    wholeNumber(
      'instances',
      props.instances,
      1,
      16,
      'a secondary has a reader more than a primary, as it has no writer',
    ),
    refuse(
      props.minCapacity === 0,
      'minCapacity must be at least 0.5 in a secondary, got 0; one that sleeps would have to wake before it can be promoted',
    ),
    ...auroraOptionRules(primary),
    trueOrFalse('writeForwarding', props.writeForwarding),
    refuse(
      props.writeForwarding === true && !isAtLeast(version, FORWARDS_FROM),
      `writeForwarding must come with engineVersion 14.9, 15.4, 16.1 or later, got ${version}; raise it at home`,
    ),
  ];
}
