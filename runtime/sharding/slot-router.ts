import { needsOtherServer } from '../database/failures';
import { asError } from '../support/as-error';
import type { ShardMapReader } from './shard-map-reader';
import { SlotUnavailableError } from './slot-unavailable-error';
import type { ShardPool, ShardPools } from './shard-pools';
import type { ShardsSettings } from './shards-options';
import { SlotHints } from './slot-hints';
import { refusalOf } from './slot-refusal';

/** Where to go with a slot. */
export interface Route {
  readonly slot: number;
  readonly pool: ShardPool;
  /** Whether the shard has to say first that it has the slot, and since when it has it where it need not. */
  readonly asks: boolean;
  readonly since: number;
  /** Whether servers that may be behind are left out. */
  readonly fromWriter: boolean;
}

/** How a route is wanted. */
export interface RouteWish {
  readonly reads: boolean;
  /** What the try before has taught. */
  readonly asks?: boolean;
  readonly fromWriter?: boolean;
}

/** A slot that nobody asked about may have left in the meantime. */
export class UnsureError extends Error {}

/**
 * Milliseconds after a move before which readers may be so far behind that they do not have the slot yet: the lag of those that are used, and
 * the time it takes to find out.
 */
const SETTLING = 10_000;

/** Milliseconds between two tries, at least and at most. */
const SHORTEST_PAUSE = 20;
const LONGEST_PAUSE = 100;

/** Knows which shard has a slot, and follows the slots that move. */
export class SlotRouter {
  public readonly hints = new SlotHints();
  private readonly accepting = new Map<string, Promise<void>>();

  constructor(
    private readonly map: ShardMapReader,
    private readonly pools: ShardPools,
    private readonly settings: ShardsSettings,
  ) {}

  /** The shard that a slot is on, by all that is known here. */
  public shardOf(slot: number): number {
    const { map } = this.map;
    return this.hints.of(slot, map) ?? map.owners[slot] ?? 0;
  }

  /** Whether a shard has to be asked before it is believed to have slots. */
  public asksFor(slots: readonly number[], reads: boolean, { hasReaders }: Pick<ShardPool, 'hasReaders'>): boolean {
    if (!this.map.trusted) return true;
    const { map } = this.map;
    const settled = reads && hasReaders ? performance.now() - SETTLING : Infinity;
    // Since when a slot that moves is where it is, is not a number, which is below none.
    return slots.some((slot) => !(this.map.sinceOf(slot) <= settled) || this.hints.of(slot, map) !== undefined);
  }

  /** Whether slots have been where they were when nobody asked, all the while. */
  public holds(slots: readonly number[], since: readonly number[]): boolean {
    return this.map.trusted && slots.every((slot, index) => this.map.sinceOf(slot) === since[index]);
  }

  /**
   * Has something done where a slot is, and has it done again where it turns out to be elsewhere, or to take no writes at present.
   *
   * @param attempt Has been taken back where it throws what a shard has refused, or an `UnsureError`.
   */
  public async follow<T>(slot: number, reads: boolean, attempt: (route: Route) => Promise<T>): Promise<T> {
    const { deadlineMilliseconds } = this.settings;
    const began = performance.now();
    let wish: RouteWish = { reads };
    for (let tries = 1; ; tries += 1) {
      const shard = this.shardOf(slot);
      const pool = this.pools.get(shard) ?? (await this.pools.find(shard));
      const route = this.routeOf(slot, pool, wish);
      try {
        return await attempt(route);
      } catch (error) {
        const taught = await this.learn(route, wish, error);
        const pause = taught.waits || tries > 2 ? pauseOf() : 0;
        if (performance.now() - began + pause > deadlineMilliseconds) {
          throw new SlotUnavailableError(
            `slot ${slot} moves, and could not be reached within ${deadlineMilliseconds} ms; try again`,
            error,
          );
        }
        if (pause > 0) await sleep(pause);
        wish = taught.wish;
      }
    }
  }

  /** Lets a shard take on slots that have left another one, as that one has said. Where this fails, the shard says that it has not. */
  public async accept(slots: readonly number[], to: number, token: string): Promise<void> {
    const key = `${to} ${token} ${slots.join(' ')}`;
    let accepting = this.accepting.get(key);
    if (!accepting) {
      accepting = this.acceptOnce(slots, to, token).finally(() => this.accepting.delete(key));
      this.accepting.set(key, accepting);
    }
    return accepting;
  }

  /** Looks at the map now. */
  public async refresh(): Promise<void> {
    await this.map.refresh().catch((error: unknown) => this.settings.onError(asError(error)));
  }

  private routeOf(slot: number, pool: ShardPool, { reads, asks, fromWriter }: RouteWish): Route {
    return {
      slot,
      pool,
      asks: asks === true || this.asksFor([slot], reads, pool),
      since: this.map.sinceOf(slot),
      fromWriter: fromWriter === true,
    };
  }

  private async learn(
    { slot, fromWriter }: Route,
    wish: RouteWish,
    error: unknown,
  ): Promise<{ wish: RouteWish; waits: boolean }> {
    const asking = { ...wish, asks: true };
    if (error instanceof UnsureError) return { wish: asking, waits: false };
    const refusal = refusalOf(error, slot);
    if (!refusal) {
      if (needsOtherServer(error)) this.pools.suspect();
      throw error;
    }
    const further = { ...asking, fromWriter: true };
    if (refusal.kind === 'fenced') return { wish: further, waits: true };
    if (refusal.kind === 'moved') {
      this.hints.add(slot, refusal.to, this.map.map);
      await this.accept([slot], refusal.to, refusal.token);
    } else if (fromWriter || !wish.reads) {
      this.hints.remove(slot);
      await this.refresh();
    }
    // A reader that is behind does not have what its writer has: that is asked next.
    return { wish: further, waits: false };
  }

  private async acceptOnce(slots: readonly number[], to: number, token: string): Promise<void> {
    try {
      const pool = this.pools.get(to) ?? (await this.pools.find(to));
      await pool.database.write((client) => client.query('SELECT sharding.accept($1, $2)', [slots, token]));
    } catch (error) {
      this.settings.onError(asError(error));
    }
  }
}

/** A time between two tries. */
export function pauseOf(): number {
  return SHORTEST_PAUSE + Math.random() * (LONGEST_PAUSE - SHORTEST_PAUSE);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
