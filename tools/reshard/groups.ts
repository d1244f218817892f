import { calm } from './calm';
import { handOver, type Group } from './hand-over';
import { durationText, pausesText } from './pauses';
import type { Slice } from './record';
import { ReshardError } from './reshard-error';
import { CopyLostError, type Run } from './run';
import { randomUUID } from 'node:crypto';

/** Attempts, one after the other, that may fail for want of time. */
const MOST_LATE = 20;

/** Milliseconds until writers are kept waiting again, and between two looks at a copy that lags. */
const BREATH_MILLISECONDS = 250;

/** Milliseconds in which a mark has to arrive before a group is fenced. */
const LAG_MILLISECONDS = 200;

/** How far all is, to tell of. */
export interface Tally {
  /** Slots of the whole reshard, and those that had moved before this run. */
  readonly total: number;
  readonly before: number;
  readonly began: number;
  moved: number;
}

/** Hands slots over group by group: fewer at a time where there was not time enough, more again where there was. */
export async function handOverAll(run: Run, whole: Group, tally: Tally): Promise<void> {
  const { ground, journal } = run;
  const { slice, slots, token } = whole;
  let size = ground.limits.groupSlots;
  let late = 0;
  for (let rest = slots; rest.length > 0;) {
    const group = { slice, token, slots: rest.slice(0, size) };
    await calm(run, slice);
    await caughtUp(run, slice);
    // Fails where somebody else has taken over.
    await journal.write();
    const result = await handOver(run, group);
    if ('late' in result) {
      late += 1;
      if (late > MOST_LATE) throw tooLate(group, result.late);
      ground.say(`not yet: ${result.late}; again with fewer slots`);
      size = Math.max(1, Math.floor(group.slots.length / 2));
      await ground.clock.sleep(BREATH_MILLISECONDS);
      continue;
    }
    late = 0;
    size = Math.min(size * 2, ground.limits.groupSlots);
    rest = rest.slice(group.slots.length);
    tally.moved += group.slots.length;
    const { pauses, rows } = journal.record;
    await journal.write({ pauses: [...pauses, result.pause], rows: rows + result.rows });
    ground.say(progressLine(run, tally));
  }
}

function progressLine({ ground, journal }: Run, { total, before, moved, began }: Tally): string {
  const elapsed = ground.clock.now() - began;
  const rest = total - before - moved;
  const left = rest === 0 ? '' : `, about ${durationText((elapsed / moved) * rest)} left`;
  const { rows, pauses } = journal.record;
  return `${before + moved} of ${total} slots, ${rows} rows, ${pausesText(pauses)}${left}`;
}

/** Waits until what is written at the source is at the target almost at once. */
async function caughtUp({ ground, levers }: Run, slice: Slice): Promise<void> {
  const { clock } = ground;
  for (let attempt = 1; ; attempt++) {
    const token = randomUUID();
    const began = clock.now();
    await levers.mark(slice, token);
    while (!(await levers.hasMark(slice, token))) {
      await clock.sleep(10);
      // A copy that does not go on never catches up.
      if (clock.now() - began > 10_000 && !(await levers.isCopying(slice))) throw new CopyLostError(slice);
    }
    if (clock.now() - began <= LAG_MILLISECONDS) return;
    if (attempt % 40 === 0) ground.say(`waiting: the copy on shard ${slice.to} lags`);
    await clock.sleep(BREATH_MILLISECONDS);
  }
}

function tooLate({ slice, slots }: Group, why: string): ReshardError {
  return new ReshardError(
    `Slots of shard ${slice.from}, such as ${slots[0]}, cannot be handed over in the time that writes may wait: ${why}. They stay where they are. Resume when there is less to do, or abort.`,
  );
}
