import type { Pin, SlotPair } from '../../lib/contract/shard-map';
import { rangesOf, slotsOf } from '../../lib/contract/shard-map';
import type { ReshardRequest } from './request';

/** Key of the item of the control table that says what is being moved. */
export const RESHARD_RECORD = 'reshard';

/** Pauses that are kept: of the last groups. */
const MOST_PAUSES = 200;

/** Slots that are copied together. */
export interface Slice extends SlotPair {
  /** Of all that is made for it in the databases. */
  readonly name: string;
}

/** What was asked for and how far it is. What has moved is known by the databases themselves. */
export interface ReshardRecord {
  readonly request: ReshardRequest;
  /** ISO time. */
  readonly began: string;
  readonly state: 'moving' | 'taken back' | 'done' | 'aborted';
  /** The shards and pins of the map, as they were and as they will be. */
  readonly before: Spread;
  readonly after: Spread;
  readonly slices: readonly Slice[];
  /** Milliseconds for which groups took no writes, in the order in which it was measured. */
  readonly pauses: readonly number[];
  /** Rows that were compared and handed over. */
  readonly rows: number;
  /** Who works on it, and until when nobody else does unless that one lets it go (ISO time). */
  readonly holder: string;
  readonly heldUntil: string;
}

/** Whom slots are spread over. */
export interface Spread {
  readonly shards: readonly number[];
  readonly pins: readonly Pin[];
}

/** Whether there is nothing left to do. */
export function isOver({ state }: ReshardRecord): boolean {
  return state === 'done' || state === 'aborted';
}

/** The record as it is stored: slots as ranges. */
export function renderRecord(record: ReshardRecord): string {
  const slices = record.slices.map((slice) => ({ ...slice, slots: rangesOf(slice.slots) }));
  return JSON.stringify({ ...record, slices, pauses: record.pauses.slice(-MOST_PAUSES) });
}

/** What `renderRecord` wrote. */
export function readRecord(text: string): ReshardRecord {
  const stored = JSON.parse(text) as Omit<ReshardRecord, 'slices'> & {
    slices: (Omit<Slice, 'slots'> & { slots: string })[];
  };
  return { ...stored, slices: stored.slices.map((slice) => ({ ...slice, slots: slotsOf(slice.slots) })) };
}

/** Slices of pairs, named for when the reshard began: the same ones whoever goes on with it. */
export function slicesOf(pairs: readonly SlotPair[], most: number, began: string): Slice[] {
  const cut = pairs.flatMap(({ slots, ...pair }) => parts(slots, most).map((part) => ({ ...pair, slots: part })));
  return cut.map((slice, index) => ({ ...slice, name: `ztm_reshard_${Date.parse(began).toString(36)}_${index}` }));
}

/** Parts of at most so many, one after the other. */
export function parts<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  );
}
