import { setTimeout as sleep } from 'node:timers/promises';
import { DATABASE_NAMES } from '../cluster/engines/databases';
import type { Cluster, DatabaseName } from '../cluster';
import { compareLedger, type Comparison, type StoredPhoto } from './ledger';
import { Load } from './load/load';
import type { LoadPlan, Write } from './load/plan';
import { processorTime, stolenShare } from './processor-time';
import { experienceOf, type Experience } from './recovery';
import { settledPhotos } from './stored';
import { tooMuch, wronged, type Targets } from './targets';

/** Somewhere to do harm, while the load goes on. */
export interface Ground {
  readonly cluster: Cluster;
  /** What the photos of this drill are called. */
  readonly caption: string;
}

/** What is done to the system under load. */
export interface Drill {
  readonly name: string;
  readonly targets: Targets;
  /** Seconds that the harm takes, about: the load goes on beyond it. */
  readonly lastsSeconds?: number;
  /** Does the harm, and ends what does not end by itself. Returns what went wrong with the drill itself, or beside it. */
  readonly harm: (ground: Ground) => Promise<readonly string[] | void>;
  /** Puts the system into the state that the drill wants, before its load begins. */
  readonly prepare?: (cluster: Cluster) => Promise<void>;
  /** Puts it back. */
  readonly restore?: (cluster: Cluster) => Promise<void>;
}

/** What a drill came to. */
export interface Report {
  readonly drill: Pick<Drill, 'name' | 'targets'>;
  /** What its photos are called. */
  readonly caption: string;
  readonly seen: Experience;
  readonly comparison: Comparison;
  readonly acknowledged: readonly Write[];
  readonly stored: readonly StoredPhoto[];
  /** Seconds from the end of the load until every job had had its effect. */
  readonly settledSeconds: number;
  readonly problems: readonly string[];
  /** Share of processor time that the host of this machine gave to others meanwhile, 0 to 1. */
  readonly stolen: number;
  /** Whether all of the problems are times and shares of errors, which depend on the machine too. */
  readonly mayBeTheMachine: boolean;
}

/** Seconds of load before the harm: what is normal is measured in them. */
export const BEFORE = 2;

/** Seconds that it has to be back, where there is no target, and seconds of load after that. */
const RECOVERY = 5;
const AFTER = 4;

/** Seconds that jobs have after a load: what a killed worker had in hand is hidden for 15 of them. */
const SETTLE = 60;

/** How many requests a drill needs at least, for its load to outlast it. */
export function requestsNeeded({ targets, lastsSeconds = 0 }: Drill, perSecond: number): number {
  return Math.ceil(perSecond * (BEFORE + lastsSeconds + (targets.recoverySeconds ?? RECOVERY) + AFTER));
}

/** Runs a drill: load, harm in its middle, and the comparison of what clients were told with what is there. */
export async function runDrill(drill: Drill, cluster: Cluster, plan: LoadPlan): Promise<Report> {
  await drill.prepare?.(cluster);
  const timeBefore = processorTime();
  const load = new Load(plan);
  await load.begun();
  await sleep(BEFORE * 1000);
  const injury = Date.now();
  const harmed = drill.harm({ cluster, caption: plan.caption }).then(
    (problems) => problems ?? [],
    (error: unknown) => [`the drill itself failed: ${error instanceof Error ? error.message : String(error)}`],
  );
  const outcomes = await load.finish();
  const stolen = stolenShare(timeBefore, processorTime());
  const harmProblems = await harmed;
  const ended = Date.now();
  const stored = await settledPhotos(cluster, plan.caption, SETTLE);
  const settledSeconds = Math.round((Date.now() - ended) / 1000);
  await drill.restore?.(cluster);
  const unrest = await whole(cluster);
  const acknowledged = outcomes.flatMap(({ write }) => write ?? []);
  const seen = experienceOf(outcomes, injury);
  const comparison = compareLedger(acknowledged, stored);
  const late = tooMuch(drill.targets, seen);
  const wrong = [...wronged(drill.targets, seen, comparison), ...harmProblems, ...unrest];
  const mayBeTheMachine = late.length > 0 && wrong.length === 0;
  const { caption } = plan;
  return {
    drill,
    caption,
    seen,
    comparison,
    acknowledged,
    stored,
    settledSeconds,
    problems: [...late, ...wrong],
    stolen,
    mayBeTheMachine,
  };
}

/** Waits until every part runs, and every replica follows; says what does not after so many seconds. */
async function whole(cluster: Cluster, seconds = 60): Promise<string[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const { parts, databases } = await cluster.status();
    const ill = [
      ...parts.filter(({ state, serving }) => state !== 'running' || serving === false).map(({ name }) => name),
      ...databases
        .filter(({ role, lagSeconds = 0 }) => role === 'unreachable' || lagSeconds > 2)
        .map(({ name }) => name),
    ];
    if (ill.length === 0) return [];
    if (Date.now() > end) return [`${ill.join(', ')} did not come back within ${seconds} seconds`];
    await sleep(250);
  }
}

/** Databases that do not take writes. */
export function replicasOf(cluster: Pick<Cluster, 'writer'>): DatabaseName[] {
  return DATABASE_NAMES.filter((name) => name !== cluster.writer());
}
