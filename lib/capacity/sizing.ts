import { Size } from 'aws-cdk-lib';
import { demandOf, type Demand } from './demand';
import { LIMITS, needsOf, type Needs } from './needs';
import { sizingNotes } from './notes';
import { cacheMemoryOf, cacheNodes, capacityUnitsOf, databaseServer } from './servers';
import type { Workload } from './workload';
import { LEAST_RATED_REQUESTS, MOST_RATED_REQUESTS } from '../private/service/load-publisher';
import { GrowthStage } from '../platform/growth-stage';
import type { StageSettings } from '../platform/stage-settings';

/** A setting that the workload needs larger than its stage has it. */
export interface Difference {
  /** As it is named in the settings of a stage, such as `webService.maxTasks`. */
  readonly setting: string;
  readonly preset: number | string;
  readonly value: number | string;
}

/** What a workload comes to. */
export interface Sizing {
  readonly demand: Demand;
  readonly needs: Needs;
  /** The stage as it is defined. */
  readonly preset: GrowthStage;
  /** The stage with what the workload needs. */
  readonly stage: GrowthStage;
  readonly differences: readonly Difference[];
  /** What one platform cannot do, and other things to know. */
  readonly notes: readonly string[];
}

/** The stages by the users that they are meant for (docs/growth.md). */
const STAGES: readonly (readonly [users: number, stage: () => GrowthStage])[] = [
  [10_000, () => GrowthStage.LAUNCH],
  [1_000_000, () => GrowthStage.GROWTH],
  [Infinity, () => GrowthStage.SCALE],
];

/** What RDS has when nothing is said (RdsDatabaseOptions). */
const RDS_STORAGE = 20;
const RDS_MOST_STORAGE = 1000;
const RDS_LARGEST = 65_536;

/**
 * Sizes a platform for a workload: the stage for its users, with whatever the workload needs more of. It never takes less than the
 * stage has, so that more users never get less of anything.
 *
 * @param preset The stage; by default the one for the users.
 */
export function size(workload: Workload, preset: GrowthStage = stageOf(workload)): Sizing {
  const demand = demandOf(workload);
  const needs = needsOf(workload, demand);
  const raised = new Raised(preset.settings);
  raiseServices(raised, needs);
  rateTasks(raised, workload);
  raiseAurora(raised, needs);
  raiseRds(raised, needs, demand);
  raiseCaches(raised, needs);
  return {
    demand,
    needs,
    preset,
    stage: preset.with(raised.settings),
    differences: raised.differences,
    notes: sizingNotes(workload, demand, needs),
  };
}

/** The stage for the users of a workload. */
export function stageOf(workload: Workload): GrowthStage {
  const found = STAGES.find(([users]) => workload.assumptions.monthlyUsers <= users);
  if (!found) throw new Error('no stage is without a limit');
  return found[1]();
}

type Group = 'webService' | 'worker' | 'aurora' | 'rds' | 'serverlessCache' | 'nodeCache';

/** The settings that have to be larger than those of a stage. */
class Raised {
  public readonly differences: Difference[] = [];
  private readonly groups: Partial<Record<Group, Record<string, unknown>>> = {};

  constructor(public readonly preset: StageSettings) {}

  public get settings(): StageSettings {
    return this.groups;
  }

  /** Raises a number. */
  public number(
    group: Group,
    name: string,
    preset: number,
    need: number,
    make: (value: number) => unknown = same,
  ): void {
    if (need > preset) this.set(group, name, preset, need, make(need));
  }

  /** Sets what is shown as it is. */
  public set(group: Group, name: string, preset: number | string, value: number | string, made: unknown = value): void {
    this.groups[group] = { ...this.groups[group], [name]: made };
    this.differences.push({ setting: `${group}.${name}`, preset, value });
  }
}

function same(value: number): number {
  return value;
}

function raiseServices(raised: Raised, needs: Needs): void {
  const { webService, worker } = raised.preset;
  const most = (tasks: number) => Math.min(LIMITS.tasks, tasks);
  raised.number('webService', 'minTasks', webService?.minTasks ?? 0, most(needs.minWebTasks));
  raised.number('webService', 'maxTasks', webService?.maxTasks ?? 0, most(needs.maxWebTasks));
  raised.number('worker', 'minTasks', worker?.minTasks ?? 0, most(needs.minWorkerTasks));
  raised.number('worker', 'maxTasks', worker?.maxTasks ?? 0, most(needs.maxWorkerTasks));
}

/** What is known of a task is known to scaling. What is only assumed is not. */
function rateTasks(raised: Raised, { _given: { requestsPerTask } }: Workload): void {
  if (requestsPerTask === undefined) return;
  const rated = Math.min(MOST_RATED_REQUESTS, Math.max(LEAST_RATED_REQUESTS, requestsPerTask));
  const preset = raised.preset.webService?.ratedRequestsPerSecond ?? 'not known';
  raised.set('webService', 'ratedRequestsPerSecond', preset, rated);
}

function raiseAurora(raised: Raised, needs: Needs): void {
  const { minCapacity = 0, maxCapacity = 0, readers = 0, readerAutoscaling } = raised.preset.aurora ?? {};
  const units = (number: number) => Math.min(LIMITS.capacityUnits, number);
  raised.number('aurora', 'minCapacity', minCapacity, units(needs.minCapacityUnits));
  raised.number('aurora', 'maxCapacity', maxCapacity, units(needs.maxCapacityUnits));
  raised.number('aurora', 'readers', readers, Math.min(LIMITS.readers, needs.readers));
  if (readerAutoscaling) {
    const { maxReaders } = readerAutoscaling;
    raised.number('aurora', 'readerAutoscaling', maxReaders, Math.min(LIMITS.readers, needs.readers), (most) => ({
      ...readerAutoscaling,
      maxReaders: most,
    }));
  }
}

function raiseRds(raised: Raised, needs: Needs, demand: Demand): void {
  const { instanceType, readers = 0, storage, maxStorage } = raised.preset.rds ?? {};
  const server = databaseServer(needs.fixedCapacityUnits);
  if (instanceType && capacityUnitsOf(server) > capacityUnitsOf(instanceType)) {
    raised.set('rds', 'instanceType', instanceType.toString(), server.toString(), server);
  }
  raised.number('rds', 'readers', readers, Math.min(LIMITS.readers, needs.readers));
  // A year without having to grow: RDS grows storage by itself, but not twice within six hours.
  const year = Math.min(RDS_LARGEST / 2, Math.ceil(demand.databaseBytesPerYear / 1024 ** 3));
  raised.number('rds', 'storage', storage?.toGibibytes() ?? RDS_STORAGE, year, (gibibytes) =>
    Size.gibibytes(gibibytes),
  );
  raised.number('rds', 'maxStorage', maxStorage?.toGibibytes() ?? RDS_MOST_STORAGE, 2 * year, (gibibytes) =>
    Size.gibibytes(gibibytes),
  );
}

function raiseCaches(raised: Raised, needs: Needs): void {
  const { maxDataGigabytes = 0, maxProcessingUnitsPerSecond = 0 } = raised.preset.serverlessCache ?? {};
  const gigabytes = Math.min(LIMITS.cacheGigabytes, Math.ceil(needs.cacheGigabytes));
  const units = Math.min(LIMITS.cacheUnitsPerSecond, needs.cacheUnitsPerSecond);
  raised.number('serverlessCache', 'maxDataGigabytes', maxDataGigabytes, gigabytes);
  raised.number('serverlessCache', 'maxProcessingUnitsPerSecond', maxProcessingUnitsPerSecond, units);
  const { nodeType, shards = 1 } = raised.preset.nodeCache ?? {};
  const needed = cacheNodes(needs.cacheGigabytes);
  if (nodeType && cacheMemoryOf(needed.nodeType) > cacheMemoryOf(nodeType)) {
    raised.set('nodeCache', 'nodeType', nodeType.toString(), needed.nodeType.toString(), needed.nodeType);
  }
  raised.number('nodeCache', 'shards', shards, needed.shards);
}
