import type { ShardMap } from '../../lib/contract/shard-map';

interface Hint {
  readonly to: number;
  readonly version: number;
}

/** Where slots have gone by what shards say, until the map says it too. */
export class SlotHints {
  private readonly hints = new Map<number, Hint>();

  /** The shard that a slot has gone to, where the map does not know yet. */
  public of(slot: number, map: ShardMap): number | undefined {
    // This is asked for each query, and there is nearly never any.
    if (this.hints.size === 0) return undefined;
    const hint = this.hints.get(slot);
    if (!hint) return undefined;
    if (map.version === hint.version) return hint.to;
    // A newer map that still has the slot on its way there is of something else.
    const onItsWay = map.moves.some(({ slots, to }) => to === hint.to && slots.includes(slot));
    if (onItsWay && map.owners[slot] !== hint.to) return hint.to;
    this.hints.delete(slot);
    return undefined;
  }

  /** Notes what a shard has said while a map was known. */
  public add(slot: number, to: number, { version }: ShardMap): void {
    this.hints.set(slot, { to, version });
  }

  /** Forgets what turned out not to be so. */
  public remove(slot: number): void {
    this.hints.delete(slot);
  }
}
