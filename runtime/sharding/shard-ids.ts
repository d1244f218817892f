import { SLOT_COUNT } from '../../lib/contract/shard-map';

/** 2025-01-01: 41 bits of milliseconds reach to the year 2094. */
const EPOCH = Date.UTC(2025, 0, 1);

const SLOT_BITS = 12n;
const SEQUENCE_BITS = 10n;
const SEQUENCES = 1 << Number(SEQUENCE_BITS);

/** Above it are numbers that PostgreSQL has no `bigint` for. */
const LARGEST = (1n << 63n) - 1n;

/** What the ids of a process depend on. */
export interface ShardIdsOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** A number from 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Makes ids that carry their slot, so that whoever has an id knows where its row is: 41 bits of milliseconds since 2025, 12 bits of
 * slot, 10 bits of sequence. They are positive `bigint`s, as decimal text since JSON has no such numbers.
 *
 * Those of a process never come twice, grow from one to the next within a slot, and are in the order of time across slots, to the
 * millisecond, even where its clock is set back. Of two processes that make an id for the same slot in the same millisecond, one in
 * 1,024 pairs is the same: `id` must be in a unique index (`PRIMARY KEY (slot, id)`), and a write that is refused by it (23505) is done
 * again with another id.
 *
 * @example
 * const ids = new ShardIds();
 * const id = ids.next(slotOf(user));
 * await shards.read({ id }, (client) => client.query('SELECT * FROM posts WHERE slot = $1 AND id = $2', [slotOfId(id), id]));
 */
export class ShardIds {
  private readonly now: () => number;
  private readonly random: () => number;
  private millisecond = 0;
  private readonly sequences = new Map<number, number>();

  constructor({ now = Date.now, random = Math.random }: ShardIdsOptions = {}) {
    this.now = now;
    this.random = random;
  }

  /**
   * The next id of a slot.
   *
   * @param slot 0 to 4095: `slotOf` of the key that the row belongs to.
   */
  public next(slot: number): string {
    if (!Number.isInteger(slot) || slot < 0 || slot >= SLOT_COUNT) {
      throw new RangeError(`slot must be a whole number from 0 to ${SLOT_COUNT - 1}, got ${slot}; use slotOf(key)`);
    }
    this.moveTo(Math.floor(this.now()) - EPOCH);
    const former = this.sequences.get(slot);
    // What comes after the last one of a millisecond is of the next, which has not come yet.
    if (former === SEQUENCES - 1) this.moveTo(this.millisecond + 1);
    const sequence = (this.sequences.get(slot) ?? Math.floor(this.random() * SEQUENCES) - 1) + 1;
    this.sequences.set(slot, sequence);
    const place = (BigInt(slot) << SEQUENCE_BITS) | BigInt(sequence);
    return ((BigInt(this.millisecond) << (SLOT_BITS + SEQUENCE_BITS)) | place).toString();
  }

  private moveTo(millisecond: number): void {
    if (millisecond <= this.millisecond) return;
    this.millisecond = millisecond;
    this.sequences.clear();
  }
}

/** The slot that an id carries. */
export function slotOfId(id: string): number {
  return Number((bitsOf(id) >> SEQUENCE_BITS) % BigInt(SLOT_COUNT));
}

/** When an id was made, to the millisecond, by the clock of the process that made it. */
export function timeOfId(id: string): Date {
  return new Date(EPOCH + Number(bitsOf(id) >> (SLOT_BITS + SEQUENCE_BITS)));
}

function bitsOf(id: string): bigint {
  const bits = /^[1-9]\d{0,18}$/.test(id) ? BigInt(id) : 0n;
  if (bits > 0n && bits <= LARGEST) return bits;
  throw new RangeError(`id must be one of ShardIds, a number from 1 to ${LARGEST} as text, got ${JSON.stringify(id)}`);
}
