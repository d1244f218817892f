import { evacuationPlan, returnPlan, type MoveOptions } from '../../lib/contract/region-plan/evacuation';
import type { Step } from '../../lib/contract/region-plan/steps';
import { until } from '../cluster/process/until';
import type { TimedStep } from './judge/measured';
import type { LocalLevers } from './local-levers';
import { PLAN } from './regions';

/** What is watched of a step is shorter than on AWS, where metrics come each minute. */
const WATCH_SECONDS = 1;

/** Seconds that a copy has to catch up before its region is returned to. */
const CATCH_UP = 30;

/** Leaves a region, step after step, and says how long each took. */
export function evacuate(levers: LocalLevers, region: string, options: MoveOptions): Promise<TimedStep[]> {
  return done(levers, evacuationPlan(PLAN, region, { watchSeconds: WATCH_SECONDS, ...options }));
}

/** Fills a region again. */
export function giveBack(levers: LocalLevers, region: string, options: MoveOptions): Promise<TimedStep[]> {
  return done(levers, returnPlan(PLAN, region, { watchSeconds: WATCH_SECONDS, ...options }));
}

async function done(levers: LocalLevers, steps: readonly Step[]): Promise<TimedStep[]> {
  const timed: TimedStep[] = [];
  for (const step of steps) {
    const began = Date.now();
    const problems = await act(levers, step);
    if (problems.length > 0) throw new Error(`${step.kind}: ${problems.join('; ')}`);
    timed.push({ kind: step.kind, began, ended: Date.now() });
  }
  return timed;
}

/** Does a step, and says why the next one must not follow. */
async function act(levers: LocalLevers, step: Step): Promise<readonly string[]> {
  switch (step.kind) {
    case 'check-capacity':
      return levers.shortOf(step.floors);
    case 'raise-floor':
      levers.raiseFloors(step.floors);
      return [];
    case 'wait-capacity':
      await levers.waitForFloors(step.floors);
      return [];
    case 'reset-floor':
      levers.resetFloors();
      return [];
    case 'check-replication':
      await caughtUp(levers, step.regions, step.seconds);
      return [];
    case 'shift':
      levers.shift(step);
      return [];
    case 'watch':
      return levers.watch(step.regions, step.seconds);
    case 'promote':
      await levers.promote(step.regions[0], step.promotion);
      return [];
    case 'record':
      levers.record(step);
      return [];
  }
}

function caughtUp(levers: LocalLevers, regions: readonly string[], seconds: number): Promise<void> {
  return until(`a copy in ${regions.join(', ')} at most ${seconds} seconds behind`, CATCH_UP, async () => {
    const lags = await Promise.all(regions.map((region) => levers.lagOf(region)));
    return lags.every((lag) => lag !== undefined && lag <= seconds);
  });
}
