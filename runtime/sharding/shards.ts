import type { DatabaseStatus } from '../database/database';
import { DatabaseUnavailableError } from '../database/failures';
import type { SqlClient } from '../database/sql-client';
import { readAllShards } from './fan-out';
import type { ShardReadAllOptions, ShardResults, ShardSlots } from './shard-results';
import { ShardMapReader } from './shard-map-reader';
import { ShardPools } from './shard-pools';
import type { ShardKey, ShardReadOptions, ShardsOptions, ShardsSettings, ShardWritten } from './shards-options';
import { SlotRouter } from './slot-router';
import { readSlot, writeSlot } from './slot-work';
import { slotOfKey } from './slots';

/** How the shards look from here. */
export interface ShardsStatus {
  /** Whether nobody looks at the map, because there is no work. */
  readonly asleep: boolean;
  /** Version of the map that is known; none before there was work. */
  readonly mapVersion?: number;
  readonly mapAgeSeconds: number;
  /** Those that are known, by number. */
  readonly shards: ReadonlyMap<number, DatabaseStatus>;
}

/** Databases that rows are spread over by their key. It is made by `connectShards`. */
export class Shards {
  private readonly map: ShardMapReader;
  private readonly pools: ShardPools;
  private readonly router: SlotRouter;
  private closed = false;

  /** @internal */
  constructor(private readonly settings: ShardsSettings) {
    const { control, idleSeconds, onError } = settings;
    this.map = new ShardMapReader({ ...control, idleSeconds, onError });
    this.pools = new ShardPools(settings);
    this.router = new SlotRouter(this.map, this.pools, settings);
  }

  /**
   * Does work in a transaction on the shard of a key. It is done again only where the shard has refused it and has taken it back, since
   * the slot moves: what it does outside of the database may be done several times. Whether a commit whose answer is lost was done is
   * known to nobody here, so give each write an id that the database keeps unique.
   *
   * @param key Whose rows are written. Rows of other slots are on other shards.
   * @param work Does everything through the client that it is given, and leaves the transaction to this method.
   * @returns What the work gives, and the position to hand to reads that have to see it.
   * @throws SlotUnavailableError if the slot takes no writes for longer than the deadline: nothing was done then.
   * @throws DatabaseUnavailableError if there is no connection: nothing was done then.
   */
  public async write<T>(key: ShardKey, work: (client: SqlClient) => Promise<T>): Promise<ShardWritten<T>> {
    const slot = slotOfKey(key);
    return this.during(() => this.router.follow(slot, false, (route) => writeSlot(this.router, route, work)));
  }

  /**
   * Does work that only reads on the shard of a key: on a reader that is well and, where a position is given, has got there within a bounded
   * wait; else on the writer, as after a write to another shard. Where a server fails or the slot has moved, the work is done again. While
   * the slot moves it is in a transaction that only reads; otherwise it is in none.
   *
   * @param key Whose rows are read. A shard may have rows of slots that are not its own: name the key, or `slot`, in each query.
   * @throws SlotUnavailableError if the slot is not found within the deadline.
   * @throws DatabaseUnavailableError if no server of the shard answers.
   */
  public async read<T>(
    key: ShardKey,
    work: (client: SqlClient) => Promise<T>,
    { after }: ShardReadOptions = {},
  ): Promise<T> {
    const slot = slotOfKey(key);
    return this.during(() => this.router.follow(slot, true, (route) => readSlot(this.router, route, work, after)));
  }

  /**
   * Does work that only reads on every shard that has slots, some at a time. The work gets the slots that it is to read, and has to
   * name them in each query (`WHERE slot = ANY ($1)`): a shard also has rows that are being copied to it, and rows that have left and are not deleted yet.
   *
   * Each slot is read by exactly one call whose result is given, on a shard that had it at the moment of its snapshot: whatever moves meanwhile, no
   * row is given twice and none is missed. Calls are of different moments, so what is written meanwhile may show in one slot and not in another.
   * While slots move, the work may be called several times for a shard, each time for others of its slots, and what some calls gave may be
   * thrown away: it must change nothing outside.
   *
   * @throws ShardsReadError if a shard fails, unless failures are allowed.
   */
  public async readAll<T>(
    work: (client: SqlClient, part: ShardSlots) => Promise<T>,
    options: ShardReadAllOptions = {},
  ): Promise<ShardResults<T>> {
    const { map, pools, router, settings } = this;
    return this.during(() => readAllShards({ map, pools, router, onError: settings.onError }, work, options));
  }

  /** Numbers of all shards, also of those that have no slots. */
  public async numbers(): Promise<readonly number[]> {
    return (await this.pools.all()).map(({ shard }) => shard);
  }

  /**
   * Does work in a transaction on the writer of a shard, wherever slots are: for what each shard has of its own, such as its tables. It
   * is not tried again.
   *
   * @param shard Number of the shard.
   */
  public async writeTo<T>(shard: number, work: (client: SqlClient) => Promise<T>): Promise<ShardWritten<T>> {
    this.refuseClosed();
    const { database } = await this.pools.find(shard);
    const { result, position } = await database.write(work);
    return { result, position: { shard, position } };
  }

  /** The shard that a key is on, as far as is known here: for logs and metrics. Rows may be elsewhere a moment later. */
  public async shardOf(key: ShardKey): Promise<number> {
    const slot = slotOfKey(key);
    return this.during(() => Promise.resolve(this.router.shardOf(slot)));
  }

  /** How the shards look from here. It asks nobody. */
  public status(): ShardsStatus {
    const known = Number.isFinite(this.map.ageSeconds);
    return {
      asleep: this.map.asleep,
      mapVersion: known ? this.map.map.version : undefined,
      mapAgeSeconds: this.map.ageSeconds,
      shards: new Map(this.pools.known.map(({ shard, database }) => [shard, database.status()])),
    };
  }

  /** Closes every connection when the work that is under way is done, and accepts none. */
  public async close(): Promise<void> {
    this.closed = true;
    await this.map.stop();
    await this.pools.close();
  }

  private during<T>(work: () => Promise<T>): Promise<T> {
    this.refuseClosed();
    this.pools.renew();
    return this.map.during(work);
  }

  private refuseClosed(): void {
    if (this.closed) throw new DatabaseUnavailableError('the shards are closed');
  }
}

/**
 * Connects to databases that rows are spread over by their key, when there is work: until then, and again after `idleSeconds` without
 * any, there is no connection, and nobody looks at the map or at the servers.
 */
export function connectShards(options: ShardsOptions): Shards {
  return new Shards({
    ...options,
    deadlineMilliseconds: options.deadlineMilliseconds ?? 5000,
    refreshSeconds: options.refreshSeconds ?? 300,
    onError: options.onError ?? (() => undefined),
  });
}
