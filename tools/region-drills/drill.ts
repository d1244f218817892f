import { setTimeout as sleep } from 'node:timers/promises';
import type { RecoveryPart } from '../../lib/contract/region-plan/budget';
import { compareLedger, type Comparison } from '../drills/ledger';
import { Load } from '../drills/load/load';
import type { Outcome, Write } from '../drills/load/plan';
import { processorTime, stolenShare } from '../drills/processor-time';
import { storedPhotos } from '../drills/stored';
import { arrange, type Situation } from './arrange';
import type { Autopilot } from './autopilot';
import type { Ground } from './ground';
import { experienceOf, type Experience } from './judge/experience';
import { lagBefore, lossOf, type Loss } from './judge/loss';
import { doubleWriters, refusedTrials } from './judge/trials';
import { tooMuch, wronged, type Targets } from './targets';

/** What is done to the regions while the load goes on, and what came of it. */
export interface Harm {
  /** What went wrong with the drill itself, or beside it. */
  readonly problems?: readonly string[];
  /** Milliseconds since 1970 from which recovery counts. @default - from the beginning of the harm */
  readonly from?: number;
  /** Seconds that a move took. */
  readonly moveSeconds?: number;
  /** Seconds of each part of a recovery. */
  readonly parts?: Readonly<Record<RecoveryPart, number>>;
}

export interface RegionDrill {
  readonly name: string;
  readonly situation: Situation;
  readonly targets: Targets;
  /** Who takes writes, one after another. */
  readonly writers: readonly string[];
  readonly prepare?: (ground: Ground) => Promise<void>;
  readonly harm: (ground: Ground, autopilot: Autopilot) => Promise<Harm>;
}

/** What a drill came to. */
export interface RegionReport {
  readonly drill: Pick<RegionDrill, 'name' | 'targets' | 'writers'>;
  readonly caption: string;
  readonly seen: Experience;
  readonly comparison: Comparison;
  readonly acknowledged: readonly Write[];
  readonly loss: Loss;
  /** Seconds that the other region was behind shortly before; nothing where nobody knows. */
  readonly lagSeconds?: number;
  /** Reads that did not show what their reader had written. */
  readonly stale: number;
  /** How often somebody tried in vain to write past the writer, after another one had begun. */
  readonly refused: number;
  readonly harm: Harm;
  readonly problems: readonly string[];
  readonly mayBeTheMachine: boolean;
  readonly stolen: number;
}

/** How much is asked, of both places together. */
export interface Rate {
  readonly perSecond: number;
  /** How many requests at least: a drill that is over sooner waits for them. */
  readonly requests: number;
  readonly seed: number;
  readonly caption: string;
}

/** Seconds of load before the harm, and after it. */
export const BEFORE = 2;
const AFTER = 5;

/** Seconds after which a load ends by itself. */
const MOST_SECONDS = 180;

/** Runs a drill: load from both places, harm in its middle, and the comparison of what clients were told with what is there. */
export async function runDrill(
  ground: Ground,
  autopilot: Autopilot,
  drill: RegionDrill,
  rate: Rate,
): Promise<RegionReport> {
  await autopilot.held(() => arrange(ground, drill.situation));
  await drill.prepare?.(ground);
  const { watchers } = ground;
  const timeBefore = processorTime();
  const began = Date.now();
  const loads = await startLoads(ground, rate);
  await sleep(BEFORE * 1000);
  const injury = Date.now();
  const harm = await drill.harm(ground, autopilot).catch(failed);
  const remaining = (1000 * rate.requests) / rate.perSecond - (Date.now() - injury);
  await sleep(Math.max(AFTER * 1000, remaining));
  loads.forEach((load) => load.end());
  const outcomes = (await Promise.all(loads.map((load) => load.finish()))).flat().map(gone);
  const ended = Date.now();
  const trials = watchers.trials.filter((trial) => trial.began >= began && trial.ended <= ended);
  const stolen = stolenShare(timeBefore, processorTime());
  const acknowledged = outcomes.flatMap(({ write }) => write ?? []);
  const comparison = compareLedger(acknowledged, await storedPhotos(ground.writer.cluster, rate.caption));
  const seen = experienceOf(outcomes, injury, harm.from);
  const loss = lossOf(outcomes, comparison.lostWrites, injury);
  const lagSeconds = lagBefore(watchers.lags, injury);
  const late = tooMuch(drill.targets, seen, harm.moveSeconds);
  const wrong = [
    ...wronged(drill.targets, comparison, loss, lagSeconds),
    ...doubleWriters(trials, drill.writers),
    ...(harm.problems ?? []),
    ...autopilot.problems.splice(0),
  ];
  return {
    drill,
    caption: rate.caption,
    seen,
    comparison,
    acknowledged,
    loss,
    lagSeconds,
    stale: outcomes.filter(({ stale }) => stale === true).length,
    refused: refusedTrials(trials, drill.writers),
    harm,
    problems: [...late, ...wrong],
    mayBeTheMachine: late.length > 0 && wrong.length === 0,
    stolen,
  };
}

async function startLoads({ edge, people }: Ground, { perSecond, seed, caption }: Rate): Promise<Load[]> {
  const each = perSecond / people.size;
  const loads = [...people].map(([place, own], index) => {
    const url = edge.urls.get(place) ?? '';
    const plan = { url, people: own, perSecond: each, seed: seed * people.size + index, caption };
    return new Load({ ...plan, requests: Math.ceil(each * MOST_SECONDS) });
  });
  await Promise.all(loads.map((load) => load.begun()));
  return loads;
}

/** A photo that is not there, or not there yet, was not shown to who had posted it: that is no failure of the service. */
export function gone(outcome: Outcome): Outcome {
  if (outcome.kind !== 'photo' || !outcome.error?.startsWith('status 404')) return outcome;
  const { at, milliseconds, kind } = outcome;
  return { at, milliseconds, kind, stale: true };
}

function failed(error: unknown): Harm {
  return { problems: [`the drill itself failed: ${error instanceof Error ? error.message : String(error)}`] };
}
