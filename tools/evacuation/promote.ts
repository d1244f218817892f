import type { Promotions } from '../../lib/contract/region-control';
import { DEFAULT_WATCH_SECONDS } from '../../lib/contract/region-plan/evacuation';
import { promotionRounds } from '../../lib/contract/region-plan/promotion-rounds';
import type { PromoteStep } from '../../lib/contract/region-plan/steps';
import { caughtUp } from './caught-up';
import type { MoveUnderWay } from './journal';
import { MoveError } from './move-error';
import { problemOf, shardText } from './shard-text';
import { waitUntil, watchFor } from './wait';
import { asError } from '../../runtime/support/as-error';
import { awsAnswer } from '../support/aws-answer';

/** Seconds that promotions are waited for. RDS takes several minutes, and gives no bound. */
const PROMOTION_SECONDS = 1800;

/** Seconds that a copy may be behind once nobody writes any more. */
const CAUGHT_UP = 1;

/**
 * Promotes every shard at once, and has writes sent to the region when all of them accept writes; of plain RDS that is not lost before the first,
 * where they are refused until then. How far each is, is written down. One that fails ends it, and holds up no other: whoever says the same
 * again promotes those that are left.
 */
export async function promote(
  ground: MoveUnderWay,
  { regions: [region], promotion }: PromoteStep,
): Promise<readonly string[]> {
  const { levers, journal } = ground;
  const { request, promotions } = journal.move;
  // A replica that is promoted keeps what it has: nothing may be written to the other one any more, and all that was has to be there. What has
  // begun has been waited for, and is not taken back.
  if (promotion === 'replica' && !request.isLost && promotions === undefined) {
    const problems = await readyToPromote(ground, region);
    if (problems.length > 0) return problems;
  }
  await begin(ground, { kind: 'promote', regions: [region], promotion });
  const problems = await waitUntil(ground, PROMOTION_SECONDS, () => notYet(ground, region, promotion));
  // They may still be on their way: nothing is taken back, and who resumes goes on to wait.
  if (problems.length > 0) throw new Error(problems.join('; '));
  await levers.sendWrites(region);
  await journal.write({}, { writer: region });
  return [];
}

/** Why no replica may be promoted yet. The edge sends writes back then, unless one of them writes already. */
async function readyToPromote(ground: MoveUnderWay, region: string): Promise<readonly string[]> {
  const { levers, journal, shards } = ground;
  const promoted = await Promise.all(shards.map((shard) => levers.isPromoted(region, 'replica', shard)));
  const left = shards.filter((_shard, index) => !promoted[index]);
  if (left.length === 0) return [];
  const problems = await writesStopped(ground, region, left);
  if (problems.length === 0) return [];
  if (left.length < shards.length) throw new MoveError(problems.join('\n'));
  await levers.sendWrites(journal.move.writer);
  return problems;
}

/** The edge sends writes to where they are refused until the promotion, and every place of it has had time to know. */
async function writesStopped(
  ground: MoveUnderWay,
  region: string,
  shards: readonly number[],
): Promise<readonly string[]> {
  await ground.levers.sendWrites(region);
  await watchFor(ground, DEFAULT_WATCH_SECONDS, () => Promise.resolve([]));
  return caughtUp(ground, { regions: [region], shards, seconds: CAUGHT_UP });
}

/** Begins the promotions that are not done, as many at a time as AWS is asked for at once: each goes on by itself when it has begun. */
async function begin(ground: MoveUnderWay, { regions: [region], promotion }: PromoteStep): Promise<void> {
  const { levers, journal, shards } = ground;
  const left = shardsLeft(ground);
  const { writer } = journal.move;
  await journal.write({ promotions: changed(journal.move.promotions, left, 'begun') });
  const failed: { readonly shard: number; readonly reason: unknown }[] = [];
  for (const round of promotionRounds(left)) {
    const ended = await Promise.allSettled(round.map((shard) => levers.promote(region, promotion, writer, shard)));
    ended.forEach((end, index) => {
      if (end.status === 'rejected') failed.push({ shard: round[index], reason: end.reason });
    });
    await journal.write();
  }
  if (failed.length === 0) return;
  const [{ reason }] = failed;
  if (shards.length === 1) throw reason;
  const others = left.filter((shard) => !failed.some((one) => one.shard === shard));
  const causes = failed.map((one) => `  ${shardText([one.shard])}: ${textOf(one.reason)}`).join('\n');
  throw new MoveError(
    `Not every shard could be promoted, and ${region} is not the one that writes before all are:\n${causes}\n${others.length === 0 ? '' : `${shardText(others)} go on by themselves. `}Say the same again when it is mended: what is promoted is not promoted twice.`,
  );
}

/** Looks at the shards that are not known to be promoted, and writes down which have become so. */
async function notYet(
  ground: MoveUnderWay,
  region: string,
  promotion: PromoteStep['promotion'],
): Promise<readonly string[]> {
  const { levers, journal, shards } = ground;
  const left = shardsLeft(ground);
  const looks = await Promise.all(
    left.map(async (shard) => ({ shard, isDone: await levers.isPromoted(region, promotion, shard) })),
  );
  const done = looks.filter(({ isDone }) => isDone).map(({ shard }) => shard);
  if (done.length > 0) await journal.write({ promotions: changed(journal.move.promotions, done, 'done') });
  return shardsLeft(ground).map((shard) => problemOf(shard, `${region} does not write yet`, shards));
}

function shardsLeft({ journal, shards }: MoveUnderWay): readonly number[] {
  const { promotions = {} } = journal.move;
  return shards.filter((shard) => promotions[shard] !== 'done');
}

function changed(before: Promotions = {}, shards: readonly number[], state: Promotions[number]): Promotions {
  return { ...before, ...Object.fromEntries(shards.map((shard) => [shard, state])) };
}

function textOf(reason: unknown): string {
  return awsAnswer(reason) ?? asError(reason).message;
}
