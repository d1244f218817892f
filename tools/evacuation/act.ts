import type { CapacityStep, RecordStep, Step } from '../../lib/contract/region-plan/steps';
import type { Tasks } from '../../lib/contract/region-control';
import { caughtUp } from './caught-up';
import type { Journal, MoveUnderWay } from './journal';
import { leastTasks } from './load';
import { promote } from './promote';
import { waitUntil, watchFor } from './wait';

/** Seconds that capacity is waited for: several times what it takes. */
const CAPACITY_SECONDS = 600;
/** Of a lost region, viewers wait as well: they come where there is less than wanted, which is more than nothing. */
const LOST_CAPACITY_SECONDS = 120;
/** Does a step, and says why the next one must not follow. */
export async function act(ground: MoveUnderWay, step: Step): Promise<readonly string[]> {
  const { levers, journal } = ground;
  const { survey } = journal.move;
  switch (step.kind) {
    case 'check-capacity':
      return levers.shortOf(step.floors, survey);
    case 'raise-floor':
      await levers.raiseFloors(step.floors, survey);
      return [];
    case 'wait-capacity':
      return waitUntil(ground, journal.move.request.isLost ? LOST_CAPACITY_SECONDS : CAPACITY_SECONDS, () =>
        levers.missing(step.regions),
      );
    case 'reset-floor':
      await levers.setFloors(floorsAfter(ground, step));
      return [];
    case 'check-replication':
      return caughtUp(ground, { ...step, shards: ground.shards });
    case 'shift':
      await levers.shift(step.weights);
      return [];
    case 'watch':
      return watchFor(ground, step.seconds, () => levers.complaints(step.regions));
    case 'promote':
      return promote(ground, step);
    case 'record':
      await record(journal, step);
      return [];
  }
}

/** The least tasks as they were before anybody raised them, or what is needed while other regions are still away. */
function floorsAfter({ plan, journal }: MoveUnderWay, step: CapacityStep): Tasks {
  const { control, move } = journal;
  const before = Object.fromEntries(
    step.regions.flatMap((region) => {
      const known = control.minimums[region] ?? move.survey.minimums[region];
      return known ? [[region, known] as const] : [];
    }),
  );
  if (move.away.length === 0) return before;
  return leastTasks(plan, pick(step.floors, Object.keys(before)), { ...move.survey, minimums: before });
}

/** In one write with the step being done: a move that is recorded cannot be taken back. */
function record(journal: Journal, { away, writer }: RecordStep): Promise<void> {
  const { control, move } = journal;
  const { kind, region, to, isLost } = move.request;
  const lost = control.lost.filter((other) => other !== region);
  const takers = Object.fromEntries(Object.entries(control.takers).filter(([other]) => other !== region));
  const isLeft = kind === 'evacuate';
  return journal.write(
    { done: move.done + 1 },
    {
      away,
      writer,
      lost: isLeft && isLost ? [...lost, region] : lost,
      takers: isLeft && to !== undefined ? { ...takers, [region]: to } : takers,
      minimums: away.length === 0 ? {} : control.minimums,
    },
  );
}

function pick<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.flatMap((key) => (key in from ? [[key, from[key]] as const] : [])));
}
