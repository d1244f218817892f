import type { MoveRequest, RegionControl } from '../../lib/contract/region-control';
import {
  brokenMoveRules,
  evacuationPlan,
  returnPlan,
  type MoveOptions,
} from '../../lib/contract/region-plan/evacuation';
import type { RegionPlan } from '../../lib/contract/region-plan/plan';
import type { Step } from '../../lib/contract/region-plan/steps';

/** How a move begins: what was asked for, and how things are. */
export interface Beginning {
  readonly request: MoveRequest;
  /** Other regions that are away. */
  readonly away: readonly string[];
  readonly writer: string;
}

/** How a move begins now. The region that had taken over is remembered, and no viewer is moved back who has moved already. */
export function beginningOf(request: MoveRequest, control: RegionControl): Beginning {
  const { region, kind } = request;
  const isMoved = control.away.includes(region) === (kind === 'evacuate');
  const to = request.to ?? control.takers[region];
  return {
    request: { ...request, to, stepPercent: isMoved ? 100 : request.stepPercent },
    away: control.away.filter((other) => other !== region),
    writer: control.writer,
  };
}

/** Whether things are as asked for. */
export function isThere({ kind, region, promote, isLost }: MoveRequest, control: RegionControl): boolean {
  const isAway = control.away.includes(region);
  if (kind === 'return') return !isAway && (!promote || control.writer === region);
  const isKnownAsLost = !isLost || control.lost.includes(region);
  return isAway && isKnownAsLost && (control.writer !== region || !(promote || isLost));
}

/** Every rule that a move breaks. */
export function brokenRules(plan: RegionPlan, { request, away, writer }: Beginning): string[] {
  const { region, watchSeconds } = request;
  return [
    ...brokenMoveRules(plan, region, optionsOf({ request, away, writer })),
    ...(Number.isInteger(watchSeconds) && watchSeconds >= 1 && watchSeconds <= 3600
      ? []
      : [
          `watchSeconds must be a whole number between 1 and 3600, got ${watchSeconds}; metrics come each minute, so 75 sees one`,
        ]),
  ];
}

/** The steps of a move: the same ones whenever it is asked for. */
export function stepsOf(plan: RegionPlan, beginning: Beginning): Step[] {
  const steps = beginning.request.kind === 'evacuate' ? evacuationPlan : returnPlan;
  return steps(plan, beginning.request.region, optionsOf(beginning));
}

function optionsOf({ request, away, writer }: Beginning): MoveOptions {
  const { to, promote, isLost, stepPercent, watchSeconds } = request;
  return { away, to, writer, promote: promote || isLost, isLost, stepPercent, watchSeconds };
}
