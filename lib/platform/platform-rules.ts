import { CacheKind } from './cache-kind';
import { DatabaseEngine } from './database-engine';
import { GrowthStage } from './growth-stage';
import { mergeSettings } from './merge-settings';
import type { PlatformProps } from './platform-props';
import { planRules } from './platform-regions';
import { copyRegion, isCopied, stageOf } from './platform-settings';
import { engineOf, shardRules } from './shard-rules';
import { copyRule, natRule, stageRules, zonesRule } from './stage-rules';
import type { StageSettings } from './stage-settings';
import { copyRegionRule } from '../backup/backup-rules';
import { Workload } from '../capacity';
import { MAX_REGIONS } from '../contract/region-plan/plan';
import { domainRules } from '../edge/edge-domain';
import { pathRules } from '../edge/edge-rules';
import { runbookUrlRule } from '../monitoring/alarm-rules';
import { knownRegions, zoneIdsOf } from '../network/zones';
import { browserOriginRules } from '../objects/browser-origins';
import { nameRule } from '../private/names';
import { repeatedRegionRule } from '../private/regions';
import { items, matches, refuse, shown, trueOrFalse, within, type Rule } from '../private/validate';
import { originFacingPrefixListOf, regionsWithPrefixList } from '../web/origin-facing-prefix-lists';

/** What a platform refuses: all that its stacks would, at once and by the names of its own properties. */
export function platformRules(props: PlatformProps): Rule[] {
  const ofStage = [...stageRules(props.stage), workloadRule(props.workload)];
  // What is wrong with the stage is said once, and not again of everything that it is merged into.
  const settings = ofStage.every((rule) => rule === undefined) ? stageOf(props).settings : {};
  return [
    nameRule(props.name),
    ...regionsRules(props),
    matches('account', props.account, /^\d{12}$/, 'be the 12 digits of an AWS account', 'leave it out for any account'),
    ...ofStage,
    ...regionCountRules(props),
    ...databaseRules(props, settings),
    ...shardRules(props),
    ...cacheRules(props, settings),
    ...domainRules(props.domain),
    natRule(props.nat),
    ...browserOriginRules(props.browserOrigins),
    runbookUrlRule(props.runbookUrl),
    ...pathRules('/static/*', props.cachedPaths),
    ...FLAGS.map((property) => trueOrFalse(property, props[property])),
    copyRule(props.backup, props.crossRegionBackup),
    ...copyRegionRules(props, settings),
  ];
}

const FLAGS = ['waf', 'originShield', 'backup', 'crossRegionBackup', 'disposable'] as const;

/** Copies that nobody has named a place for have to have one in the table. */
function copyRegionRules(props: PlatformProps, settings: StageSettings): Rule[] {
  const { backupCopyRegion, backup, crossRegionBackup } = props;
  const [home] = items(props.regions);
  if (home === undefined) return [];
  const merged = mergeSettings(settings, { backup, crossRegionBackup });
  return [
    backupCopyRegion === undefined ? undefined : copyRegionRule('backupCopyRegion', backupCopyRegion, home),
    refuse(
      zoneIdsOf(home) !== undefined && isCopied(merged) && copyRegion(props, merged) === undefined,
      `backupCopyRegion must be given in ${home}, got undefined; no other region of its country or continent is known: name one that the data may be in, or set crossRegionBackup to false`,
    ),
  ];
}

function workloadRule(workload: Workload | undefined): Rule {
  return refuse(
    workload !== undefined && !(workload instanceof Workload),
    `workload must be a Workload, got ${shown(workload)}; use new Workload({ monthlyUsers: 10000 })`,
  );
}

function databaseRules(props: PlatformProps, settings: StageSettings): Rule[] {
  const { database, regions, shards } = props;
  if (database === undefined && shards === undefined) return [];
  if (database === undefined || database instanceof DatabaseEngine) {
    return within('database', engineOf(props)._rules(settings, items(regions).length > 1));
  }
  return [`database must be a DatabaseEngine, got ${shown(database)}; use DatabaseEngine.auroraPostgres()`];
}

function cacheRules({ cache, regions }: PlatformProps, settings: StageSettings): Rule[] {
  if (cache === undefined) return [];
  if (cache instanceof CacheKind) return within('cache', cache._rules(settings, items(regions).length - 1));
  return [`cache must be a CacheKind, got ${shown(cache)}; use CacheKind.serverless()`];
}

function regionsRules(props: PlatformProps): Rule[] {
  const { zones } = props;
  const regions = items(props.regions);
  if (regions.length < 1 || regions.length > MAX_REGIONS) {
    const remedy = 'name home first, such as ["eu-west-1"]';
    return [`regions must hold 1 to ${MAX_REGIONS} regions, got ${shown(props.regions)}; ${remedy}`, zonesRule(zones)];
  }
  return [
    ...regions.flatMap((region, index) => [
      regionRule(`regions[${index}]`, region),
      entryRule(`regions[${index}]`, region),
    ]),
    repeatedRegionRule('regions', regions),
    zonesRule(zones),
    ...regions.map((region) => zonesOfRegionRule(zones, region)),
  ];
}

function zonesOfRegionRule(zones: number | undefined, region: string): Rule {
  const known = zoneIdsOf(region)?.length;
  return refuse(
    known !== undefined && zones === 3 && known < 3,
    `zones must be at most ${known} in ${region}, got ${zones}; lower it, or choose another region`,
  );
}

/** One stage is for several regions, and only that one: what each region is made with has to be enough for another's load. */
function regionCountRules(props: PlatformProps): Rule[] {
  const { regions, stage, database } = props;
  const count = items(regions).length;
  if (count === 0 || count > MAX_REGIONS || new Set(regions).size < count) return [];
  const isGlobal = stage instanceof GrowthStage && stage._isGlobal;
  return [
    refuse(
      isGlobal && count < 2,
      `regions must hold 2 to ${MAX_REGIONS} regions at stage global, got ${shown(regions)}; add another region, or use GrowthStage.SCALE`,
    ),
    refuse(
      !isGlobal && count > 1,
      `regions must hold one region below stage global, got ${shown(regions)}; name home alone, or use GrowthStage.GLOBAL`,
    ),
    ...(database === undefined || database instanceof DatabaseEngine ? planRules(props) : []),
  ];
}

/** Only CloudFront is let in: a region whose list of its addresses is not known cannot answer it. */
function entryRule(property: string, region: string): Rule {
  return refuse(
    zoneIdsOf(region) !== undefined && originFacingPrefixListOf(region) === undefined,
    `${property} must be a region whose prefix list of CloudFront is known, got ${shown(region)}; use one of ${regionsWithPrefixList().join(', ')}`,
  );
}

/** Refuses a region that the platform cannot be in. */
export function regionRule(property: string, region: string): Rule {
  return refuse(
    zoneIdsOf(region) === undefined,
    `${property} must be a region whose zones are known, got ${shown(region)}; use one of ${knownRegions().join(', ')}`,
  );
}
