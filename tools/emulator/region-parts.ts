import type { AssemblyStack } from './assembly';
import type { Deployment } from './deployment';
import { OTHER_REGION } from './stages';

/** Tiers that every region has. */
const REGIONAL = /-(net|data|svc|ops)-/;

/** Home, with what there is once for all regions. */
export function homeOf(deployment: Deployment): Deployment {
  return deployment.partOf((stack) => !isOther(stack));
}

/** The other region; nothing where there is none. */
export function otherOf(deployment: Deployment): Deployment | undefined {
  return deployment.stacks.some(isOther) ? deployment.partOf(isOther) : undefined;
}

/** CloudFront's own region may be one of the platform's: its stack of the edge is there once. */
function isOther({ name, region }: AssemblyStack): boolean {
  return region === OTHER_REGION && REGIONAL.test(name);
}
