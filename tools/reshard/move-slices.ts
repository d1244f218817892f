import { SHARD_MAP_LEASE_SECONDS } from '../../lib/contract/shard-map';
import { BATCH_ROWS, copySlice } from './copy-slice';
import { handOverAll, type Tally } from './groups';
import { onTheirWay, spreadOver } from './map-steps';
import type { Slice } from './record';
import { persistently, reach, type Run } from './run';
import { settle } from './settle';

/** Milliseconds until everybody who routes by the map knows that slots are on their way, with one second in reserve. */
const TOLD_MILLISECONDS = (SHARD_MAP_LEASE_SECONDS + 1) * 1000;

/** Moves all slices of a reshard to their end, whatever has been done of them before. */
export async function moveSlices(run: Run): Promise<void> {
  const { ground, journal, maps } = run;
  const { slices, after } = journal.record;
  const map = await maps.change((known) => spreadOver(slices.reduce(onTheirWay, known), after));
  for (const slice of slices) await reach(run, 'published', slice, slice.slots);
  await ground.clock.sleep(TOLD_MILLISECONDS);
  const total = slices.reduce((sum, { slots }) => sum + slots.length, 0);
  const before = slices.flatMap(({ slots, to }) => slots.filter((slot) => map.owners[slot] === to)).length;
  const tally: Tally = { total, before, began: ground.clock.now(), moved: 0 };
  for (const slice of slices) await persistently(run, () => moveSlice(run, slice, tally));
}

async function moveSlice(run: Run, slice: Slice, tally: Tally): Promise<void> {
  const rest = await settle(run, slice);
  if (rest.length > 0) {
    const token = await copySlice(run, slice, rest);
    await handOverAll(run, { slice, slots: rest, token }, tally);
  }
  await cleanUp(run, slice);
  await reach(run, 'cleaned', slice, slice.slots);
}

/** Ends the copy before anything is removed at its source: what is removed there would be removed at the target as well. */
export async function cleanUp({ levers, journal }: Run, slice: Slice): Promise<void> {
  await levers.endCopy(slice);
  while ((await levers.remove(slice.from, slice.slots, { state: 'moved' }, BATCH_ROWS)) > 0) await journal.write();
}
