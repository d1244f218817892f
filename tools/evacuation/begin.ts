import {
  controlAtRest,
  isSameRequest,
  type MoveRequest,
  type RegionControl,
  type RegionMove,
  type Survey,
} from '../../lib/contract/region-control';
import type { Step } from '../../lib/contract/region-plan/steps';
import { commandOf } from './command-of';
import { Journal } from './journal';
import type { MoveGround, Stored } from './levers';
import { MoveError } from './move-error';
import { beginningOf, brokenRules, isThere, stepsOf, type Beginning } from './plan-move';

/** Begins a move, or goes on with the same one; nothing where everything is as asked for. */
export async function begin(ground: MoveGround, asked: MoveRequest): Promise<Journal | undefined> {
  const { plan, store } = ground;
  const stored = await store.read();
  const control = stored.control ?? controlAtRest(plan);
  const { move } = control;
  if (move) refuseHeld(ground, move);
  if (move && isSameRequest(move.asked, asked)) return resume(ground, control, stored);
  // Whoever leaves a region with care may lose it on the way.
  if (move && !(asked.isLost && asked.region === move.request.region)) {
    throw new MoveError(
      `Another move is in progress since ${move.began}. End it first, with one of:\n  ${commandOf(move.asked)}\n  ${commandOf(move.asked)} --take-back`,
    );
  }
  const beginning = beginningOf(asked, control);
  const broken = brokenRules(plan, beginning);
  if (broken.length > 0) throw new MoveError(broken.join('\n'));
  if (!move && isThere(asked, control)) return undefined;
  return start(ground, { asked, beginning, control, stored });
}

/** Takes over what is in progress, to take it back. */
export async function takeOver(ground: MoveGround, asked: MoveRequest): Promise<Journal | undefined> {
  const stored = await ground.store.read();
  const { control } = stored;
  if (!control?.move) return undefined;
  refuseHeld(ground, control.move);
  const { region, kind } = control.move.request;
  if (region !== asked.region || kind !== asked.kind) {
    throw new MoveError(
      `Another move is in progress. To take it back:\n  ${commandOf(control.move.asked)} --take-back`,
    );
  }
  return resume(ground, control, stored);
}

function refuseHeld({ clock, holder }: MoveGround, move: RegionMove): void {
  const rest = Math.ceil((Date.parse(move.heldUntil) - clock.now()) / 1000);
  if (rest <= 0 || move.holder === holder) return;
  throw new MoveError(
    `Somebody else is at work on "${commandOf(move.asked)}". If they are not, it can be resumed in ${rest} seconds.`,
  );
}

async function resume(ground: MoveGround, control: RegionControl, { version }: Stored): Promise<Journal> {
  const journal = new Journal(ground, control, version);
  await journal.write();
  ground.say(`resumed: begun ${journal.move.began}, ${journal.move.done} steps done`);
  return journal;
}

interface Start {
  readonly asked: MoveRequest;
  readonly beginning: Beginning;
  readonly control: RegionControl;
  readonly stored: Stored;
}

async function start(ground: MoveGround, { asked, beginning, control, stored }: Start): Promise<Journal> {
  const { plan, levers, clock, holder } = ground;
  const { region, isLost } = beginning.request;
  const steps = stepsOf(plan, beginning);
  if (!isLost) await refuseUnwell(ground, steps);
  const gone = [...control.lost.filter((other) => other !== region), ...(isLost ? [region] : [])];
  const survey = await levers.survey(plan.regions.filter((other) => !gone.includes(other)));
  const now = new Date(clock.now()).toISOString();
  const move: RegionMove = { ...beginning, asked, began: now, survey, done: 0, holder, heldUntil: now };
  const journal = new Journal(ground, { ...control, minimums: firstMinimums(control, survey), move }, stored.version);
  await journal.write();
  if (control.move) await ground.store.keep(control.move, 'replaced', now);
  return journal;
}

/** Of regions whose floors were raised already, what they were before that. */
function firstMinimums({ minimums }: RegionControl, survey: Survey): RegionControl['minimums'] {
  return { ...survey.minimums, ...minimums };
}

/** Nobody is sent where users suffer already; so what is seen later is worse than before. */
async function refuseUnwell({ levers, plan }: MoveGround, steps: readonly Step[]): Promise<void> {
  const watched = new Set(steps.flatMap((step) => (step.kind === 'watch' ? step.regions : [])));
  const complaints =
    watched.size === 0 ? [] : await levers.complaints(plan.regions.filter((region) => watched.has(region)));
  if (complaints.length === 0) return;
  throw new MoveError(`Regions that would get more are not well:\n  ${complaints.join('\n  ')}`);
}
