import { planAdd, planDrain, planPin, type ReshardPlan, type ShardMap } from '../../lib/contract/shard-map';
import { obstacles } from './checks';
import type { ShardSurvey } from './levers';
import type { ReshardRequest } from './request';
import { ReshardError } from './reshard-error';
import type { Run } from './run';

/** What a request comes to, and what is known of the shards that it is about. */
export interface PlannedReshard {
  readonly map: ShardMap;
  readonly plan: ReshardPlan;
  readonly surveys: readonly ShardSurvey[];
}

/** Plans what was asked for. Refuses it with everything that keeps slots from being moved. */
export async function planReshard(
  run: Pick<Run, 'ground' | 'levers' | 'maps'>,
  request: ReshardRequest,
): Promise<PlannedReshard> {
  const { ground, levers, maps } = run;
  const map = await maps.read();
  const plan = planOf(map, request, await ground.connections.deployed());
  const shards = [...new Set(plan.pairs.flatMap(({ from, to }) => [from, to]))].sort((one, other) => one - other);
  const surveys: ShardSurvey[] = [];
  const held = new Map<number, Awaited<ReturnType<typeof levers.slots>>>();
  for (const shard of shards) {
    const survey = await levers.survey(shard);
    surveys.push(survey);
    if (survey.begunAs !== undefined) held.set(shard, await levers.slots(shard));
  }
  const unreachable: { from: number; to: number; why: string }[] = [];
  for (const { from, to } of plan.pairs) {
    const why = await levers.unreachable(to, from);
    if (why !== undefined) unreachable.push({ from, to, why });
  }
  const found = obstacles({ map, pairs: plan.pairs, surveys, held, unreachable });
  if (found.length > 0)
    throw new ReshardError(`Slots cannot be moved:\n${found.map((one) => `  - ${one}`).join('\n')}`);
  return { map, plan, surveys };
}

function planOf(map: ShardMap, request: ReshardRequest, deployed: readonly number[]): ReshardPlan {
  const used = [...map.shards, ...map.pins.map(({ shard }) => shard)];
  const free = deployed.filter((shard) => !used.includes(shard)).sort((one, other) => one - other);
  const empty = free.filter((shard) => !map.owners.includes(shard));
  try {
    switch (request.kind) {
      case 'add':
        if (request.count > free.length)
          throw tooFew(`--add must be at most ${free.length}, got ${request.count}`, deployed);
        return planAdd(map, free.slice(0, request.count));
      case 'drain':
        return planDrain(map, request.shard);
      case 'pin': {
        const to = request.to ?? empty[0];
        const isOpen = to !== undefined && (empty.includes(to) || map.pins.some(({ shard }) => shard === to));
        if (to === undefined || !isOpen)
          throw tooFew(`--to must be a shard that is deployed and has no slots, got ${to ?? 'none'}`, deployed);
        return planPin(map, request.key, to);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw new ReshardError(error.message);
    throw error;
  }
}

function tooFew(rule: string, deployed: readonly number[]): ReshardError {
  return new ReshardError(
    `${rule}; deployed are ${deployed.join(', ')}: raise shards of the platform, and deploy it first`,
  );
}
