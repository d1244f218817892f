import type { HeldSlot } from './levers';
import { arrived } from './map-steps';
import type { Slice } from './record';
import { ReshardError } from './reshard-error';
import type { Run } from './run';

/**
 * Takes to its end what has been flipped, and gives the slots that have not. No fence outlasts it: whoever has put one up and comes back does
 * nothing with it.
 */
export async function settle({ levers, maps }: Run, slice: Slice): Promise<number[]> {
  const { from, to, slots } = slice;
  await levers.unfence(from, slots);
  const [source, target] = [await levers.slots(from), await levers.slots(to)];
  const flipped = slots.filter((slot) => hasMoved(source.get(slot), to));
  for (const [token, own] of byToken(source, flipped)) {
    const open = own.filter((slot) => target.get(slot)?.state === 'receiving');
    if (open.length === 0) continue;
    // The source has told this token, whatever the target knows.
    await levers.receive(to, open, from, token);
    await levers.accept(to, open, token);
  }
  if (flipped.length > 0) await maps.change((map) => arrived(map, { ...slice, slots: flipped }));
  const rest = slots.filter((slot) => !flipped.includes(slot));
  const foreign = rest.filter((slot) => source.get(slot)?.state !== 'owned' && source.get(slot)?.state !== 'fenced');
  if (foreign.length === 0) return rest;
  throw new ReshardError(
    `shard ${from} must own slots that leave it, got ${foreign.length} that it does not, such as ${foreign[0]}; look at sharding.slots of all shards`,
  );
}

function hasMoved(slot: HeldSlot | undefined, to: number): boolean {
  return slot?.state === 'moved' && slot.peer === to;
}

function byToken(held: ReadonlyMap<number, HeldSlot>, slots: readonly number[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const slot of slots) {
    const token = held.get(slot)?.token ?? '';
    groups.set(token, [...(groups.get(token) ?? []), slot]);
  }
  return groups;
}
