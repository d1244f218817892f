import type { MoveRequest } from '../../lib/contract/region-control';
import type { Step } from '../../lib/contract/region-plan/steps';
import { act } from './act';
import { begin, takeOver } from './begin';
import type { Journal, MoveUnderWay } from './journal';
import type { MoveGround } from './levers';
import { MoveError } from './move-error';
import { stepsOf } from './plan-move';
import { stepText } from './step-text';

/** How a move ended. */
export interface Outcome {
  readonly kind: 'done' | 'nothing to do' | 'taken back';
  /** Why it was taken back, or what was seen and could not be heeded. */
  readonly problems: readonly string[];
}

/**
 * Leaves or fills a region, step by step. What is done is written down before and after each step: who is interrupted says the same again. A
 * reading that gets worse takes the move back. Throws a `MoveError` for what a person has to decide, and whatever fails on the way.
 */
export async function move(ground: MoveGround, request: MoveRequest): Promise<Outcome> {
  const journal = await begin(ground, request);
  return journal ? underWay({ ...ground, journal }) : { kind: 'nothing to do', problems: [] };
}

/** Ends the move that is in progress with things as they were before it. */
export async function takeMoveBack(ground: MoveGround, request: MoveRequest): Promise<Outcome> {
  const journal = await takeOver(ground, request);
  if (!journal) return { kind: 'nothing to do', problems: [] };
  return held({ ...ground, journal }, () => {
    refuseWhilePromoted(journal, stepsOf(ground.plan, journal.move));
    return takeBack({ ...ground, journal }, ['somebody asked for it']);
  });
}

function underWay(ground: MoveUnderWay): Promise<Outcome> {
  const { takenBack } = ground.journal.move;
  return held(ground, () => (takenBack ? takeBack(ground, takenBack) : goOn(ground)));
}

/** Who fails lets go, so that nobody has to wait to resume. */
async function held(ground: MoveUnderWay, steps: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await steps();
  } catch (error) {
    // Not when somebody else holds it by now, or nobody can be told.
    await ground.journal.release().catch(() => {});
    throw error;
  }
}

async function goOn(ground: MoveUnderWay): Promise<Outcome> {
  const { journal, plan, shards, say } = ground;
  const steps = stepsOf(plan, journal.move);
  const seen: string[] = [];
  while (journal.move.done < steps.length) {
    const { done } = journal.move;
    const step = steps[done];
    await journal.write();
    say(`${done + 1}/${steps.length} ${stepText(step, shards)}`);
    const problems = await act(ground, step);
    // A lost region is no place to go back to.
    if (problems.length > 0 && !journal.move.request.isLost) return takeBack(ground, problems);
    problems.forEach((problem) => say(`  went on although ${problem}`));
    seen.push(...problems);
    await journal.write({ done: done + 1 });
  }
  await journal.finish('done');
  return { kind: 'done', problems: seen };
}

/** Weights go the way back that they came; then the least tasks are what they were. Who writes is not changed again. */
async function takeBack(ground: MoveUnderWay, problems: readonly string[]): Promise<Outcome> {
  const { journal, plan, levers, say } = ground;
  const steps = stepsOf(plan, journal.move);
  refuseToTakeBack(journal, steps);
  await journal.write({ takenBack: problems });
  problems.forEach((problem) => say(`taking it back: ${problem}`));
  for (let index = journal.move.done; index >= 0; index--) {
    if (steps[index].kind !== 'shift') continue;
    await journal.write({ done: index });
    say(`back to ${percentBefore(steps, index)} % of the way`);
    await levers.shift(weightsBefore(ground, steps, index));
  }
  await levers.setFloors(journal.move.survey.minimums);
  await journal.write({ done: 0 }, journal.control.away.length === 0 ? { minimums: {} } : {});
  await journal.finish('taken back');
  return { kind: 'taken back', problems };
}

function refuseToTakeBack({ move: { request, done } }: Journal, steps: readonly Step[]): void {
  if (request.isLost) {
    throw new MoveError(`${request.region} is lost, and cannot be gone back to; say the same without --take-back`);
  }
  if (done >= steps.length) {
    throw new MoveError('All steps are done, and only the history is not written; say the same without --take-back');
  }
}

/** Who writes is in doubt from the moment at which a promotion begins. Where it failed by itself, the edge has been told already. */
function refuseWhilePromoted({ move: { done, takenBack } }: Journal, steps: readonly Step[]): void {
  if (takenBack || !steps.slice(0, done + 1).some(({ kind }) => kind === 'promote')) return;
  throw new MoveError('A promotion has begun, and who writes is not taken back; say the same without --take-back');
}

function shiftsBefore(steps: readonly Step[], index: number) {
  return steps.slice(0, index).filter((step) => step.kind === 'shift');
}

function percentBefore(steps: readonly Step[], index: number): number {
  return shiftsBefore(steps, index).at(-1)?.percent ?? 0;
}

function weightsBefore({ journal }: MoveUnderWay, steps: readonly Step[], index: number) {
  return shiftsBefore(steps, index).at(-1)?.weights ?? journal.move.survey.weights;
}
