import type { CapacityStep, PromoteStep, RecordStep, Step } from '../../lib/contract/region-plan/steps';
import type { Tasks } from '../../lib/contract/region-control';
import { DEFAULT_WATCH_SECONDS } from '../../lib/contract/region-plan/evacuation';
import type { Journal } from './journal';
import type { MoveGround } from './levers';
import { leastTasks } from './load';
import { waitUntil, watchFor } from './wait';

/** Seconds that capacity is waited for: several times what it takes. */
const CAPACITY_SECONDS = 600;
/** Of a lost region, viewers wait as well: they come where there is less than wanted, which is more than nothing. */
const LOST_CAPACITY_SECONDS = 120;
/** Seconds that a copy of the database and a promotion are waited for. RDS takes several minutes, and gives no bound. */
const COPY_SECONDS = 120;
const PROMOTION_SECONDS = 1800;

/** Seconds that a copy may be behind once nobody writes any more. */
const CAUGHT_UP = 1;

/** A move on its way. */
export interface MoveUnderWay extends MoveGround {
  readonly journal: Journal;
}

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
      return caughtUp(ground, step.regions, step.seconds);
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

async function caughtUp(ground: MoveUnderWay, regions: readonly string[], seconds: number): Promise<readonly string[]> {
  const { writer } = ground.journal.control;
  return waitUntil(ground, COPY_SECONDS, async () => {
    const lags = await Promise.all(regions.map((region) => ground.levers.lagOf(region, writer)));
    return regions.flatMap((region, index) => {
      const lag = lags[index];
      if (lag === undefined) return [`the copy in ${region} follows nobody, as far as its metrics tell`];
      return lag <= seconds ? [] : [`the copy in ${region} is ${lag} seconds behind, at most ${seconds} are allowed`];
    });
  });
}

async function promote(
  ground: MoveUnderWay,
  { regions: [region], promotion }: PromoteStep,
): Promise<readonly string[]> {
  const { levers, journal } = ground;
  const { writer, request } = journal.move;
  // A replica that is promoted keeps what it has: nothing may be written to the other one any more, and all that was has to be there.
  if (promotion === 'replica' && !request.isLost && !(await levers.isPromoted(region, promotion))) {
    const problems = await writesStopped(ground, region);
    if (problems.length > 0) {
      await levers.sendWrites(writer);
      return problems;
    }
  }
  await levers.promote(region, promotion, writer);
  const problems = await waitUntil(ground, PROMOTION_SECONDS, async () =>
    (await levers.isPromoted(region, promotion)) ? [] : [`${region} does not write yet`],
  );
  // It may still be on its way: nothing is taken back, and who resumes goes on to wait.
  if (problems.length > 0) throw new Error(problems.join('; '));
  await levers.sendWrites(region);
  await journal.write({}, { writer: region });
  return [];
}

/** The edge sends writes to where they are refused until the promotion, and every place of it has had time to know. */
async function writesStopped(ground: MoveUnderWay, region: string): Promise<readonly string[]> {
  await ground.levers.sendWrites(region);
  await watchFor(ground, DEFAULT_WATCH_SECONDS, () => Promise.resolve([]));
  return caughtUp(ground, [region], CAUGHT_UP);
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
