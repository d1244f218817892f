import { randomUUID } from 'node:crypto';
import { calm } from './calm';
import type { CopyProgress } from './levers';
import type { Slice } from './record';
import { ReshardError } from './reshard-error';
import { CopyLostError, reach, type Run } from './run';

/** Rows that are removed from each table in one transaction. */
export const BATCH_ROWS = 5000;

const LOOK_MILLISECONDS = 200;
const WORD_MILLISECONDS = 5000;

/** Errors of a subscription after which it is not waited for any longer: it tries again by itself every few seconds. */
const MOST_FAILURES = 5;

/** Copies slots to where they are going, and follows them there. Gives the token by which the target will take them. */
export async function copySlice(run: Run, slice: Slice, slots: readonly number[]): Promise<string> {
  const { levers } = run;
  const { from, to } = slice;
  const token = randomUUID();
  await calm(run, slice);
  const held = await levers.slots(to);
  const isReceiving = slots.every((slot) => held.get(slot)?.state === 'receiving' && held.get(slot)?.peer === from);
  if (isReceiving && (await levers.isCopying(slice))) {
    // With another token, so that whoever began the copy can remove nothing of it any more.
    await levers.receive(to, slots, from, token);
  } else {
    await levers.endCopy(slice);
    await levers.receive(to, slots, from, token);
    await reach(run, 'receiving', slice, slots);
    await removeReceived(run, slice, slots, token);
    await levers.copy(slice, slots, token);
  }
  await reach(run, 'copying', slice, slots);
  await copied(run, slice);
  await reach(run, 'caught-up', slice, slots);
  return token;
}

/** Removes what a copy has left behind. */
export async function removeReceived(run: Run, { to }: Slice, slots: readonly number[], token: string): Promise<void> {
  while ((await run.levers.remove(to, slots, { state: 'receiving', token }, BATCH_ROWS)) > 0) await run.journal.write();
}

async function copied({ ground, levers }: Run, slice: Slice): Promise<void> {
  const { clock, say } = ground;
  const began = clock.now();
  let told = began;
  for (let failures: number | undefined; ;) {
    const progress: CopyProgress = await levers.progress(slice);
    if (progress.tables > 0 && progress.tablesDone === progress.tables) return;
    failures ??= progress.failures;
    if (progress.failures - failures >= MOST_FAILURES) {
      throw new ReshardError(
        `Copying from shard ${slice.from} to shard ${slice.to} fails again and again: the log of shard ${slice.to} says why. Mend it, then resume, or abort.`,
      );
    }
    if (clock.now() - told > WORD_MILLISECONDS) {
      told = clock.now();
      if (!(await levers.isCopying(slice))) throw new CopyLostError(slice);
      const rate = Math.round(progress.rows / Math.max(1, (told - began) / 1000));
      say(
        `copying: ${progress.tablesDone} of ${progress.tables} tables, ${progress.rows} rows under way (${rate} a second)`,
      );
    }
    await clock.sleep(LOOK_MILLISECONDS);
  }
}
