import { removeReceived } from './copy-slice';
import type { HeldSlot } from './levers';
import { spreadOver, stayed } from './map-steps';
import { cleanUp } from './move-slices';
import type { Slice } from './record';
import { persistently, type Run } from './run';
import { settle } from './settle';

/** Gives up what has not changed hands yet. What has stays where it is. */
export async function giveUp(run: Run): Promise<void> {
  const { journal, maps } = run;
  const { slices, before } = journal.record;
  for (const slice of slices) await persistently(run, () => giveUpSlice(run, slice));
  // What has moved to a shard that was to be added is given back, or completed, by the next plan.
  await maps.change((map) => spreadOver(map, { shards: before.shards, pins: map.pins }));
}

async function giveUpSlice(run: Run, slice: Slice): Promise<void> {
  const { levers, maps } = run;
  const rest = await settle(run, slice);
  await cleanUp(run, slice);
  if (rest.length === 0) return;
  for (const [token, slots] of receivedFrom(await levers.slots(slice.to), slice.from, rest)) {
    await removeReceived(run, slice, slots, token);
    await levers.decline(slice.to, slots, token);
  }
  await maps.change((map) => stayed(map, rest));
}

function receivedFrom(
  held: ReadonlyMap<number, HeldSlot>,
  from: number,
  slots: readonly number[],
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const slot of slots) {
    const { state, peer, token = '' } = held.get(slot) ?? {};
    if (state === 'receiving' && peer === from) groups.set(token, [...(groups.get(token) ?? []), slot]);
  }
  return groups;
}
