import type { MoveRequest } from '../../lib/contract/region-control';
import { DEFAULT_STEP_PERCENT, DEFAULT_WATCH_SECONDS } from '../../lib/contract/region-plan/evacuation';

/** What was said on the command line, without the name of the deployment. */
export function commandOf({ kind, region, to, promote, isLost, stepPercent, watchSeconds }: MoveRequest): string {
  return [
    `ztm ${kind} ${region}`,
    ...(to === undefined ? [] : [`--to ${to}`]),
    ...(isLost ? ['--lost'] : []),
    ...(promote ? ['--promote'] : []),
    ...(stepPercent === DEFAULT_STEP_PERCENT ? [] : [`--step-percent ${stepPercent}`]),
    ...(watchSeconds === DEFAULT_WATCH_SECONDS ? [] : [`--watch-seconds ${watchSeconds}`]),
  ].join(' ');
}
