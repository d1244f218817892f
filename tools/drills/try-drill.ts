import type { Drill } from './drills';
import type { Ground } from './ground';
import { compareLedger, type Comparison } from './ledger';
import { Load } from './load/load';
import type { Person, Write } from './load/plan';
import { experienceOf, type Experience } from './recovery';

/** What came of a drill. */
export interface DrillResult {
  readonly drill: Drill;
  readonly experience: Experience;
  readonly comparison: Comparison;
  /** What was still not as it was before, long after. */
  readonly unrest?: string;
}

export interface DrillOptions {
  readonly people: readonly Person[];
  readonly requests: number;
  readonly perSecond: number;
  readonly seed: number;
  /** Writes that were acknowledged, in all drills so far; those of this one are added. */
  readonly ledger: Write[];
}

/** Seconds of load before anything is done. */
const STEADY_SECONDS = 4;

/** Does a drill under load, and compares what clients were told with what is there. */
export async function tryDrill(ground: Ground, drill: Drill, options: DrillOptions): Promise<DrillResult> {
  const { people, requests, perSecond, seed, ledger } = options;
  const undo = await drill.prepare?.(ground);
  const load = new Load({ url: ground.cluster.url, people, requests, perSecond, seed });
  await load.started;
  await new Promise((resolve) => setTimeout(resolve, STEADY_SECONDS * 1000));
  const injury = Date.now();
  const inflicting = drill.inflict(ground);
  const outcomes = await load.finish();
  const heal = await inflicting;
  await heal?.();
  const unrest = await ground.rest();
  await undo?.();
  ledger.push(...outcomes.flatMap(({ write }) => (write ? [write] : [])));
  const comparison = compareLedger(ledger, await ground.photos());
  return { drill, experience: experienceOf(outcomes, injury), comparison, unrest };
}

/** What a drill has not kept to. */
export function problemsOf({ drill, experience, comparison, unrest }: DrillResult): string[] {
  const { target, mayLose } = drill;
  const { errors, requests, recoverySeconds, stale } = experience;
  const counts: [string, readonly string[]][] = [
    ...(mayLose ? [] : [['acknowledged writes lost', comparison.lostWrites] as [string, readonly string[]]]),
    ['writes doubled', comparison.doubledWrites],
    ['jobs lost', comparison.lostJobs],
    ['jobs done twice', comparison.doubledEffects],
  ];
  const share = errors / requests;
  const most = target.errorShare;
  return [
    ...counts
      .filter(([, ids]) => ids.length > 0)
      .map(([what, ids]) => `${ids.length} ${what}: ${ids.slice(0, 3).join(', ')}`),
    ...(stale > 0 && !mayLose ? [`${stale} reads did not show what their reader had written`] : []),
    ...(unrest === undefined ? [] : [`it did not come to rest: ${unrest}`]),
    ...(target.recoverySeconds !== undefined && recoverySeconds > target.recoverySeconds
      ? [`error rate and p99 must be back within ${target.recoverySeconds} s, got ${recoverySeconds} s`]
      : []),
    ...(most !== undefined && (most === 0 ? errors > 0 : share >= most)
      ? [
          `${most === 0 ? 'no request' : `less than ${100 * most} % of requests`} may fail, got ${errors} of ${requests}: ${reasons(experience)}`,
        ]
      : []),
  ];
}

/** Reasons of errors, the most frequent first. */
export function reasons({ reasons: found }: Experience): string {
  const sorted = Object.entries(found).sort(([, one], [, other]) => other - one);
  return sorted.map(([reason, number]) => `${number} ${reason}`).join(', ');
}
