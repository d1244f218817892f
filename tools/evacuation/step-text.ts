import type { Step } from '../../lib/contract/region-plan/steps';
import type { Shares } from '../../lib/contract/region-plan/shares';
import { shardText } from './shard-text';

/** What a step does, for people. Of several shards each is named. */
export function stepText(step: Step, shards: readonly number[]): string {
  const regions = step.regions.join(', ');
  switch (step.kind) {
    case 'check-capacity':
      return `check that capacity may be had: ${floorsText(step.floors)}`;
    case 'raise-floor':
      return `raise the least tasks: ${floorsText(step.floors)}`;
    case 'wait-capacity':
      return `wait until they run in ${regions}`;
    case 'reset-floor':
      return `give back the least tasks in ${regions}`;
    case 'check-replication':
      return shards.length === 1
        ? `check that the copy in ${regions} is at most ${step.seconds} seconds behind`
        : `check that the copies of ${shardText(shards)} in ${regions} are at most ${step.seconds} seconds behind`;
    case 'shift':
      return `shift ${step.percent} %: ${weightsText(step.weights)}`;
    case 'watch':
      return `watch ${regions} for ${step.seconds} seconds`;
    case 'promote':
      return shards.length === 1
        ? `let ${regions} write (${step.promotion})`
        : `let ${regions} write to ${shardText(shards)}, all at once (${step.promotion})`;
    case 'record':
      return `write down: away ${step.away.join(', ') || 'none'}, writer ${step.writer}`;
  }
}

function floorsText(floors: Shares): string {
  return Object.entries(floors)
    .map(([region, share]) => `${region} for ${Math.round(share * 100)} % of the load`)
    .join(', ');
}

function weightsText(weights: Shares): string {
  return Object.entries(weights)
    .map(([region, weight]) => `${region} ${weight}`)
    .join(', ');
}
