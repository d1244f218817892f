import { DatabaseEngine } from './database-engine';
import type { PlatformProps } from './platform-props';
import { shardsOf } from './shard-rules';
import type { StageSettings, TaskSettings } from './stage-settings';
import { brokenObjectiveRules } from '../contract/region-plan/budget';
import { regionCapacities, type RegionCapacity } from '../contract/region-plan/capacity';
import { brokenPlanRules, RegionMode, type RegionPlan } from '../contract/region-plan/plan';
import { items, refuse, shown, trueOrFalse, type Rule } from '../private/validate';
import { RegionModel } from '../region';
import { regionPlan } from '../region/region-model';

/** What is wanted of the regions of a platform, as the model has it. */
export function planOf(props: PlatformProps): RegionPlan {
  const { regions, regionMode: mode, standbyFactor, decidedByPerson, recoveryTime, recoveryPoint } = props;
  const { _kind: database } = props.database ?? DatabaseEngine.auroraPostgres();
  return regionPlan({ regions, mode, database, standbyFactor, decidedByPerson, recoveryTime, recoveryPoint });
}

/** The same, as constructs are given it. */
export function modelOf(props: PlatformProps): RegionModel {
  return RegionModel._of(planOf(props));
}

/** Refuses what several regions cannot be, or cannot promise. */
export function planRules(props: PlatformProps): Rule[] {
  const { regionMode, standbyFactor, decidedByPerson } = props;
  const modes = Object.values(RegionMode);
  if (regionMode !== undefined && !modes.includes(regionMode)) {
    return [`regionMode must be a RegionMode, got ${shown(regionMode)}; use RegionMode.ACTIVE_ACTIVE`];
  }
  const alone = items(props.regions).length === 1;
  const plan = planOf(props);
  return [
    trueOrFalse('decidedByPerson', decidedByPerson),
    ...Object.entries({ regionMode, standbyFactor, decidedByPerson }).map(([property, value]) =>
      refuse(
        alone && value !== undefined,
        `${property} must be left out with one region, got ${shown(value)}; it says how several share the work`,
      ),
    ),
    ...brokenPlanRules(alone ? { ...plan, standbyFactor: undefined } : plan),
    ...brokenObjectiveRules(plan, {}, shardsOf(props)),
  ];
}

/** Fewest tasks of a service in a region: with one alone, its loss would be an outage of the region. */
const FEWEST_TASKS = 2;

/** What a region of several needs, where nobody has said how many tasks a service has: of those for the whole load, what has to stand there. */
export function inRegion(settings: StageSettings, capacity: RegionCapacity | undefined): StageSettings {
  if (!capacity) return settings;
  const { webService = {}, worker = {} } = settings;
  return { ...settings, webService: standing(webService, capacity), worker: standing(worker, capacity) };
}

/**
 * Requests per second that a task is rated for in a region that has its own viewers, and room for those of another that is lost: what runs at
 * rest could answer them all, and nothing has to be started in the hour of an outage.
 */
export function ratedInRegion(rated: number | undefined, capacity: RegionCapacity | undefined): number | undefined {
  return rated === undefined ? undefined : rated / (capacity?.multiple ?? 1);
}

/** What a region has to be able to carry; nothing where it is the only one. */
export function capacityOf(plan: RegionPlan, region: string): RegionCapacity | undefined {
  if (plan.regions.length < 2) return undefined;
  return regionCapacities(plan).find((capacity) => capacity.region === region);
}

function standing<T extends TaskSettings>(tasks: T, { standing: share }: RegionCapacity): T {
  const { minTasks } = tasks;
  if (minTasks === undefined) return tasks;
  return { ...tasks, minTasks: Math.max(Math.min(minTasks, FEWEST_TASKS), Math.ceil(minTasks * share)) };
}
