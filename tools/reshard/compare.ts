import type { SlotSum } from './levers';

/** What differs between two sides of a copy, in words; nothing where they are the same. */
export function differences(source: readonly SlotSum[], target: readonly SlotSum[]): string[] {
  const [ours, theirs] = [byPlace(source), byPlace(target)];
  const places = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return places.flatMap((place) => {
    const [one, other] = [ours.get(place), theirs.get(place)];
    const [rows, copies] = [one?.rows ?? 0, other?.rows ?? 0];
    if (rows !== copies) return [`${place} has ${rows} rows at the source and ${copies} at the target`];
    return one?.sum === other?.sum ? [] : [`${place} has ${rows} rows on both sides, and other contents`];
  });
}

export function rowsOf(sums: readonly SlotSum[]): number {
  return sums.reduce((total, { rows }) => total + rows, 0);
}

function byPlace(sums: readonly SlotSum[]): Map<string, SlotSum> {
  return new Map(sums.map((sum) => [`${sum.table} slot ${sum.slot}`, sum]));
}
