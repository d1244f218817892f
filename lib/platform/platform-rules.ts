import { CacheKind } from './cache-kind';
import { DatabaseEngine } from './database-engine';
import type { PlatformProps } from './platform-props';
import { domainRules } from '../edge/edge-domain';
import { runbookUrlRule } from '../monitoring/alarm-rules';
import { Nat } from '../network';
import { knownRegions, zoneIdsOf } from '../network/zones';
import { browserOriginRules } from '../objects/browser-origins';
import { nameRule } from '../private/names';
import { items, matches, refuse, shown, trueOrFalse, wholeNumber, within, type Rule } from '../private/validate';

/** What a platform refuses: all that its stacks would, at once and by the names of its own properties. */
export function platformRules(props: PlatformProps): Rule[] {
  return [
    nameRule(props.name),
    ...regionsRules(props),
    matches('account', props.account, /^\d{12}$/, 'be the 12 digits of an AWS account', 'leave it out for any account'),
    ...databaseRules(props.database),
    ...cacheRules(props.cache),
    ...domainRules(props.domain),
    natRule(props.nat),
    ...browserOriginRules(props.browserOrigins),
    runbookUrlRule(props.runbookUrl),
    ...(['waf', 'backup', 'disposable'] as const).map((property) => trueOrFalse(property, props[property])),
  ];
}

function databaseRules(database: DatabaseEngine | undefined): Rule[] {
  if (database === undefined) return [];
  if (database instanceof DatabaseEngine) return within('database', database._rules());
  return [`database must be a DatabaseEngine, got ${shown(database)}; use DatabaseEngine.auroraPostgres()`];
}

function cacheRules(cache: CacheKind | undefined): Rule[] {
  if (cache === undefined) return [];
  if (cache instanceof CacheKind) return within('cache', cache._rules());
  return [`cache must be a CacheKind, got ${shown(cache)}; use CacheKind.serverless()`];
}

function natRule(nat: Nat | undefined): Rule {
  if (nat === undefined || nat instanceof Nat) return nat?._rule();
  return `nat must be a Nat, got ${shown(nat)}; use Nat.gateway()`;
}

function regionsRules({ regions, zones }: PlatformProps): Rule[] {
  const zoneRule = wholeNumber(
    'zones',
    zones,
    2,
    3,
    'one zone is no redundancy, and address space is reserved for three',
  );
  const [region] = items(regions);
  if (region === undefined || regions.length !== 1) {
    return [`regions must hold exactly one region, got ${shown(regions)}; name one, such as ["eu-west-1"]`, zoneRule];
  }
  const known = zoneIdsOf(region);
  return [
    regionRule('regions[0]', region),
    zoneRule,
    refuse(
      known !== undefined && zones === 3 && known.length < 3,
      `zones must be at most ${known?.length} in ${region}, got ${zones}; lower it, or choose another region`,
    ),
  ];
}

/** Refuses a region that the platform cannot be in. */
export function regionRule(property: string, region: string): Rule {
  return refuse(
    zoneIdsOf(region) === undefined,
    `${property} must be a region whose zones are known, got ${shown(region)}; use one of ${knownRegions().join(', ')}`,
  );
}
