import { randomUUID } from 'node:crypto';
import { FENCE_SECONDS } from '../../lib/contract/shard-map';
import { differences, rowsOf } from './compare';
import type { SlotSum } from './levers';
import { arrived, fencedIn } from './map-steps';
import type { Slice } from './record';
import { ReshardError } from './reshard-error';
import { reach, type Run } from './run';

/** Seconds that writes from before the fence may take to end: writers wait meanwhile. */
const DRAIN_SECONDS = 0.8;

/** Milliseconds in which a group has to be compared while it still takes writes: so it will be while it takes none. */
const MOST_COMPARING_MILLISECONDS = 800;

/** Seconds for which transactions that write to the group may have gone on when it is fenced. */
const LONG_WRITER_SECONDS = 0.5;

const LOOK_MILLISECONDS = 5;

/** States of SQL that mean that time has run out: a statement, a lock, a fence that is over, a deadlock, a snapshot that is too old. */
const LATE = /^(57014|55P03|55000|40P01|40001)$/;

/** Slots that change hands together. */
export interface Group {
  readonly slice: Slice;
  readonly slots: readonly number[];
  /** By which the target takes them. */
  readonly token: string;
}

/** How it went: the rows that have changed hands and the milliseconds without writes, or why there was not time enough. */
export type HandOver = { readonly rows: number; readonly pause: number } | { readonly late: string };

/** Hands a group over to its target. Nothing has changed where there was not time enough. */
export async function handOver(run: Run, group: Group): Promise<HandOver> {
  const { slice, slots } = group;
  const unready = await notReady(run, group);
  if (unready !== undefined) return { late: unready };
  await run.maps.change((map) => fencedIn(map, slots));
  const began = run.ground.clock.now();
  let rows: number;
  try {
    rows = await flip(run, group, began);
  } catch (error) {
    // Where the database is gone, the fence ends by itself.
    await run.levers.unfence(slice.from, slots).catch(() => {});
    const late = latenessOf(error);
    if (late === undefined) throw error;
    return { late };
  }
  await reach(run, 'flipped', slice, slots);
  await run.levers.accept(slice.to, slots, group.token);
  const pause = run.ground.clock.now() - began;
  await reach(run, 'accepted', slice, slots);
  await run.maps.change((map) => arrived(map, { ...slice, slots }));
  await reach(run, 'map-published', slice, slots);
  return { rows, pause };
}

/** Whether it is to be expected that the fence will last: while it is tried out, everybody writes. */
async function notReady({ ground, levers }: Run, { slice, slots }: Group): Promise<string | undefined> {
  const { clock } = ground;
  const oldest = await levers.oldestWriter(slice.from, slots);
  if (oldest > LONG_WRITER_SECONDS)
    return `a transaction that writes to these slots has gone on for ${oldest.toFixed(1)} seconds`;
  const began = clock.now();
  await compared(levers.sums(slice.from, slots, FENCE_SECONDS), levers.sums(slice.to, slots, FENCE_SECONDS)).catch(
    orLate,
  );
  const comparing = clock.now() - began;
  return comparing > MOST_COMPARING_MILLISECONDS ? `comparing takes ${comparing} ms` : undefined;
}

/** A statement that has run out of time has at least taken it. */
function orLate(error: unknown): void {
  if (latenessOf(error) === undefined) throw error;
}

/** Fences a group, waits until all that was written has arrived, compares both sides, and flips. */
async function flip(run: Run, group: Group, began: number): Promise<number> {
  const { levers, ground } = run;
  const { slice, slots, token } = group;
  const fence = randomUUID();
  // The fence begins later than this clock says: it is not over earlier than this.
  const left = () => FENCE_SECONDS - (ground.clock.now() - began) / 1000;
  await levers.fence(slice.from, slots, fence);
  await reach(run, 'fenced', slice, slots);
  if (!(await levers.drain(slice.from, slots, DRAIN_SECONDS))) throw new LateError('writes did not end');
  await levers.mark(slice, fence);
  while (!(await levers.hasMark(slice, fence))) {
    if (left() <= 0) throw new LateError('what was written did not arrive');
    await ground.clock.sleep(LOOK_MILLISECONDS);
  }
  const [source, target] = await compared(levers.sums(slice.from, slots, left()), levers.sums(slice.to, slots, left()));
  // After the fence, both sides may well differ.
  if (left() <= 0) throw new LateError('the fence was over');
  const found = differences(source, target);
  if (found.length > 0) throw await mismatch(run, slice, found);
  await reach(run, 'verified', slice, slots);
  await levers.flip(slice.from, slots, slice.to, { fence, move: token });
  return rowsOf(source);
}

/** Both, also where one fails: nothing else may be asked of a shard before. */
async function compared(...sides: readonly Promise<readonly SlotSum[]>[]): Promise<(readonly SlotSum[])[]> {
  await Promise.allSettled(sides);
  return Promise.all(sides);
}

/** A copy that differs is of no use: whoever resumes begins another one. */
async function mismatch({ levers }: Run, slice: Slice, found: readonly string[]): Promise<ReshardError> {
  await levers.unfence(slice.from, slice.slots);
  await levers.endCopy(slice);
  const some = found.slice(0, 10).map((one) => `\n  ${one}`);
  const more = found.length > some.length ? `\n  and ${found.length - some.length} more` : '';
  return new ReshardError(
    `What was copied from shard ${slice.from} to shard ${slice.to} is not the same:${some.join('')}${more}\nThese slots stay where they are. Resume to copy them again, or abort.`,
  );
}

class LateError extends Error {}

function latenessOf(error: unknown): string | undefined {
  if (error instanceof LateError) return error.message;
  if (!(error instanceof Error) || !('code' in error) || !LATE.test(String(error.code))) return undefined;
  return error.message;
}
