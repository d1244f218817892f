import { SlotError, type MovedDetail } from '../../lib/contract/shard-map';

/** Why a shard did not do what it was asked for. The transaction of it was taken back. */
export type SlotRefusal =
  { readonly kind: 'fenced' } | { readonly kind: 'not-owned' } | ({ readonly kind: 'moved' } & MovedDetail);

/**
 * Reads what a shard has refused, or nothing where an error is something else.
 *
 * @param slot The slot that the work is for.
 * @throws Error if the work has written to another slot: there is no other shard to do all of it.
 */
export function refusalOf(error: unknown, slot: number): SlotRefusal | undefined {
  const refused = refusedBy(error);
  if (!refused) return undefined;
  const { code, detail } = refused;
  const details = detailsOf(detail);
  if (details.slot !== undefined && details.slot !== slot) {
    throw new Error(
      `work must write rows of slot ${slot} alone, got slot ${details.slot}; do work for each key that is of another slot by itself`,
      { cause: error },
    );
  }
  if (code === SlotError.FENCED) return { kind: 'fenced' };
  const { to, token } = details;
  // Without knowing where, the map has to say it.
  if (code === SlotError.NOT_OWNED || to === undefined || token === undefined) return { kind: 'not-owned' };
  return { kind: 'moved', to, token };
}

interface Refused {
  readonly code: string;
  readonly detail?: unknown;
}

const CODES: readonly unknown[] = Object.values(SlotError);

/** What a shard said may be what something else, such as a mapper of objects, says that it failed of. */
function refusedBy(error: unknown, depth = 0): Refused | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return CODES.includes(code) ? (error as Refused) : refusedBy(cause, depth + 1);
}

function detailsOf(detail: unknown): Partial<MovedDetail> & { readonly slot?: number } {
  if (typeof detail !== 'string') return {};
  try {
    return JSON.parse(detail) as Partial<MovedDetail>;
  } catch {
    return {};
  }
}
