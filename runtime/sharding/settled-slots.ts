import { SLOT_COUNT, type ShardMap } from '../../lib/contract/shard-map';

/** Never: no moment is the same as this one, not even itself. */
const MOVING = NaN;

/**
 * Since when each slot has been where it is, by what has been seen of the map without a gap in which a slot could have gone and come
 * back.
 */
export class SettledSlots {
  private readonly since = new Float64Array(SLOT_COUNT).fill(MOVING);

  /**
   * Takes note of a map.
   *
   * @param former The map before it, if there was one.
   * @param at When the reading of it began.
   * @param gap Whether a slot can have gone and come back since the former one.
   */
  public note(map: ShardMap, { former, at, gap }: { former?: ShardMap; at: number; gap: boolean }): void {
    // Nothing has ever moved.
    if (!former && map.version === 0) this.since.fill(-Infinity);
    if (map.version === (former?.version ?? 0)) return;
    for (let slot = 0; slot < SLOT_COUNT; slot += 1) {
      const stays = former !== undefined && !gap && former.owners[slot] === map.owners[slot];
      if (!stays || Number.isNaN(this.since[slot])) this.since[slot] = at;
    }
    for (const { slots } of map.moves) for (const slot of slots) this.since[slot] = MOVING;
  }

  /** The moment since which a slot has been where it is; `NaN` while it moves. */
  public sinceOf(slot: number): number {
    return this.since[slot] ?? MOVING;
  }
}
