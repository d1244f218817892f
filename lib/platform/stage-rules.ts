import { GrowthStage } from './growth-stage';
import type { StageSettings, TaskSettings, WebTaskSettings } from './stage-settings';
import { nodeCacheOptionRules } from '../cache/node-cache-rules';
import { serverlessCacheOptionRules } from '../cache/serverless-cache-rules';
import { auroraOptionRules } from '../database/aurora-rules';
import { rdsOptionRules } from '../database/rds-rules';
import { Nat } from '../network';
import { loadPublisherRules } from '../private/service/load-publisher';
import { taskCountRules } from '../private/service/scaling-rules';
import { items, listRule, refuse, shown, trueOrFalse, wholeNumber, within, type Rule } from '../private/validate';
import { Capacity } from '../service';

/** Stands for the load balancer of a service, whichever that will be. */
const ANY_SOURCE = { loadBalancer: 'any', targetGroups: [] };

const FLAGS = ['waf', 'originShield', 'backup', 'crossRegionBackup'] as const;

/** What is wrong with a stage, whose settings may be one's own. */
export function stageRules(stage: GrowthStage | undefined): Rule[] {
  if (stage === undefined) return [];
  if (!(stage instanceof GrowthStage)) {
    return [`stage must be a GrowthStage, got ${shown(stage)}; use GrowthStage.LAUNCH`];
  }
  return within('stage', settingRules(stage.settings));
}

function settingRules(settings: StageSettings): Rule[] {
  const { aurora = {}, rds = {}, serverlessCache = {}, nodeCache = {}, webService = {}, worker = {} } = settings;
  return [
    zonesRule(settings.zones),
    natRule(settings.nat),
    ...within('aurora', auroraOptionRules(aurora)),
    ...within('rds', rdsOptionRules(rds)),
    ...within('serverlessCache', serverlessCacheOptionRules(serverlessCache)),
    ...within('nodeCache', nodeCacheOptionRules(nodeCache)),
    ...within('webService', [...taskRules(webService, 1), ...scalingRules(webService)]),
    ...within('worker', taskRules(worker, 0)),
    ...FLAGS.map((property) => trueOrFalse(property, settings[property])),
    copyRule(settings.backup, settings.crossRegionBackup),
  ];
}

/** What the number of zones has to be. */
export function zonesRule(zones: number | undefined): Rule {
  return wholeNumber('zones', zones, 2, 3, 'one zone is no redundancy, and address space is reserved for three');
}

/** What a way out has to be. */
export function natRule(nat: Nat | undefined): Rule {
  if (nat === undefined || nat instanceof Nat) return nat?._rule();
  return `nat must be a Nat, got ${shown(nat)}; use Nat.gateway()`;
}

/** Copies are made of backups. */
export function copyRule(backup: boolean | undefined, crossRegionBackup: boolean | undefined): Rule {
  return refuse(
    backup === false && crossRegionBackup === true,
    'backup must be true with crossRegionBackup, got false; there would be nothing to copy',
  );
}

function taskRules({ minTasks = 0, maxTasks = Math.max(1, minTasks), capacity }: TaskSettings, fewest: number): Rule[] {
  if (capacity !== undefined && !(capacity instanceof Capacity)) {
    return [`capacity must be a Capacity, got ${shown(capacity)}; use Capacity.onDemand()`];
  }
  return [...taskCountRules(minTasks, maxTasks, fewest), ...(capacity?._rules(minTasks, maxTasks) ?? [])];
}

/** Of a service that is behind a load balancer, whichever that will be. */
function scalingRules({ scaling, ratedRequestsPerSecond, minTasks = 1, maxTasks = 5000 }: WebTaskSettings): Rule[] {
  const policies = items(scaling);
  return [
    listRule('scaling', scaling),
    ...policies.flatMap((policy) => policy._rules({ minTasks, maxTasks, requestSource: ANY_SOURCE })),
    ...loadPublisherRules({ scaling: policies, ratedRequestsPerSecond }),
  ];
}
