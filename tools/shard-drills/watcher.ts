import { setTimeout as sleep } from 'node:timers/promises';
import type { ShardMap } from '../../lib/contract/shard-map';
import { until } from '../cluster/process/until';
import { ownedTwice, type Holding } from './judge/ownership';

/** Milliseconds between two looks at all shards. */
const PERIOD = 300;

/** What was seen since somebody asked last. */
export interface Seen {
  /** Slots that two shards owned at one time. */
  readonly ownedTwice: readonly number[];
  /** Shards that slots were to move from and to, by slot. */
  readonly moving: ReadonlyMap<number, ReadonlySet<number>>;
  /** Looks at all shards that came to their end. */
  readonly looks: number;
}

/** Asks every shard what it owns, and the map what moves, all the time: what must never be is seen when it happens. */
export class Watcher {
  private twice = new Set<number>();
  private moving = new Map<number, Set<number>>();
  private looks = 0;
  private isOpen = true;
  private readonly loop: Promise<void>;

  public constructor(
    private readonly holdings: () => Promise<readonly Holding[]>,
    private readonly map: () => Promise<ShardMap>,
  ) {
    this.loop = this.watch();
  }

  /** What was seen since this was asked before. */
  public take(): Seen {
    const seen: Seen = { ownedTwice: [...this.twice], moving: this.moving, looks: this.looks };
    this.twice = new Set();
    this.moving = new Map();
    this.looks = 0;
    return seen;
  }

  /** Waits for so many more looks. */
  public async looked(times: number): Promise<void> {
    const enough = this.looks + times;
    await until(`${times} looks at all shards`, 30, () => Promise.resolve(this.looks >= enough));
  }

  public async stop(): Promise<void> {
    this.isOpen = false;
    await this.loop;
  }

  private async watch(): Promise<void> {
    let before: readonly Holding[] | undefined;
    while (this.isOpen) {
      // A shard that was killed says nothing for a while.
      const now = await this.holdings().catch(() => undefined);
      if (before && now) ownedTwice(before, now).forEach((slot) => this.twice.add(slot));
      if (now) this.looks++;
      before = now;
      await this.map().then(
        (map) => this.noteMoves(map),
        () => {},
      );
      await sleep(PERIOD);
    }
  }

  private noteMoves({ moves }: ShardMap): void {
    for (const { slots, from, to } of moves) {
      for (const slot of slots) {
        const shards = this.moving.get(slot) ?? new Set();
        this.moving.set(slot, shards.add(from).add(to));
      }
    }
  }
}
