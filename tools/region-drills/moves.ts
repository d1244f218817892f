import { setTimeout as sleep } from 'node:timers/promises';
import type { MoveRequest } from '../../lib/contract/region-control';
import { DEFAULT_STEP_PERCENT } from '../../lib/contract/region-plan/evacuation';
import { move } from '../evacuation/execute';
import type { Clock, Levers } from '../evacuation/levers';
import { beginningOf, stepsOf } from '../evacuation/plan-move';
import type { Control } from './control';
import type { TimedStep } from './judge/measured';
import { PLAN } from './regions';

/** What is watched of a step is shorter than on AWS, where metrics come each minute. */
const WATCH_SECONDS = 1;

/** Looks are as far apart as they may be here: nothing that is asked costs anything. */
const LOOK_SECONDS = 0.25;

const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (seconds) => sleep(1000 * Math.min(seconds, LOOK_SECONDS)),
};

/** Where a move is made. */
export interface MoveGround {
  readonly levers: Levers;
  readonly control: Control;
}

/** How a region is left or returned to, where it is not as usual. */
export type How = Partial<Pick<MoveRequest, 'promote' | 'isLost' | 'stepPercent'>>;

/** Leaves a region as `ztm evacuate` does, and says how long each step took. */
export function evacuate(ground: MoveGround, region: string, how: How): Promise<TimedStep[]> {
  return moved(ground, { ...usual(region), ...how, kind: 'evacuate' });
}

/** Fills a region again as `ztm return` does. */
export function giveBack(ground: MoveGround, region: string, how: How): Promise<TimedStep[]> {
  return moved(ground, { ...usual(region), ...how, kind: 'return' });
}

function usual(region: string) {
  return {
    region,
    promote: false,
    isLost: false,
    stepPercent: DEFAULT_STEP_PERCENT,
    watchSeconds: WATCH_SECONDS,
  };
}

async function moved({ levers, control }: MoveGround, request: MoveRequest): Promise<TimedStep[]> {
  const steps = stepsOf(PLAN, beginningOf(request, control.record));
  const begun: number[] = [];
  // Each step is said as it begins, with its number.
  const say = (text: string) => void (/^\d+\/\d+ /.test(text) && begun.push(Date.now()));
  const { kind, problems } = await move(
    { plan: PLAN, levers, shards: [0], store: control, clock: CLOCK, holder: 'drill', say },
    request,
  );
  if (kind === 'taken back')
    throw new Error(`${request.kind} ${request.region} was taken back: ${problems.join('; ')}`);
  begun.push(Date.now());
  return begun.slice(0, -1).map((began, index) => ({ kind: steps[index].kind, began, ended: begun[index + 1] }));
}
