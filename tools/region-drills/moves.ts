import { setTimeout as sleep } from 'node:timers/promises';
import { evacuationPlan, returnPlan, type MoveOptions } from '../../lib/contract/region-plan/evacuation';
import type { Shares } from '../../lib/contract/region-plan/shares';
import type { PromoteStep, Step } from '../../lib/contract/region-plan/steps';
import { until } from '../cluster/process/until';
import type { Control, Tasks } from './control';
import type { TimedStep } from './judge/measured';
import { tasksFor, type LocalLevers } from './local-levers';
import { PLAN } from './regions';

/** What is watched of a step is shorter than on AWS, where metrics come each minute. */
const WATCH_SECONDS = 1;

/** Milliseconds between two questions for complaints. */
const LOOK = 250;

/** Seconds that capacity has to come, a copy to catch up, and a promotion to be done. */
const PATIENCE = 60;

/** Where a move is made. */
export interface MoveGround {
  readonly levers: LocalLevers;
  readonly control: Control;
}

/** Leaves a region, step after step, and says how long each took. */
export function evacuate(ground: MoveGround, region: string, options: MoveOptions): Promise<TimedStep[]> {
  return done(ground, evacuationPlan(PLAN, region, { watchSeconds: WATCH_SECONDS, ...options }));
}

/** Fills a region again. */
export function giveBack(ground: MoveGround, region: string, options: MoveOptions): Promise<TimedStep[]> {
  return done(ground, returnPlan(PLAN, region, { watchSeconds: WATCH_SECONDS, ...options }));
}

async function done(ground: MoveGround, steps: readonly Step[]): Promise<TimedStep[]> {
  const timed: TimedStep[] = [];
  for (const step of steps) {
    const began = Date.now();
    const problems = (await act(ground, step)) ?? [];
    if (problems.length > 0) throw new Error(`${step.kind}: ${problems.join('; ')}`);
    timed.push({ kind: step.kind, began, ended: Date.now() });
  }
  return timed;
}

/** Does a step, and says why the next one must not follow. */
function act({ levers, control }: MoveGround, step: Step): Promise<readonly string[] | void> | void {
  switch (step.kind) {
    case 'check-capacity':
      return levers.shortOf(step.floors);
    case 'raise-floor':
      return levers.raiseFloors(step.floors);
    case 'wait-capacity':
      return until('capacity', PATIENCE, async () => (await levers.missing(step.regions)).length === 0);
    case 'reset-floor':
      return levers.setFloors(tasksOf(step.floors));
    case 'check-replication':
      return caughtUp(levers, step.regions, step.seconds);
    case 'shift':
      return levers.shift(step.weights);
    case 'watch':
      return watch(levers, step.regions, step.seconds);
    case 'promote':
      return promote(levers, step);
    case 'record':
      return control.write({ away: step.away, writer: step.writer });
  }
}

async function promote(levers: LocalLevers, { regions: [region], promotion }: PromoteStep): Promise<void> {
  await levers.promote(region, promotion);
  await until(`${region} taking writes`, PATIENCE, () => levers.isPromoted(region));
  await levers.sendWrites(region);
}

/** Complaints within so many seconds, as soon as there are some. */
async function watch(levers: LocalLevers, regions: readonly string[], seconds: number): Promise<readonly string[]> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    await sleep(LOOK);
    const complaints = await levers.complaints(regions);
    if (complaints.length > 0) return complaints;
  }
  return [];
}

function caughtUp(levers: LocalLevers, regions: readonly string[], seconds: number): Promise<void> {
  return until(`a copy in ${regions.join(', ')} at most ${seconds} seconds behind`, PATIENCE, async () => {
    const lags = await Promise.all(regions.map((region) => levers.lagOf(region)));
    return lags.every((lag) => lag !== undefined && lag <= seconds);
  });
}

function tasksOf(floors: Shares): Tasks {
  return Object.fromEntries(Object.entries(floors).map(([region, share]) => [region, { web: tasksFor(share) }]));
}
