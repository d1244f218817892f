import { connectDatabase, type Database } from '../database/database';
import { DatabaseUnavailableError } from '../database/failures';
import { asError } from '../support/as-error';
import { within } from '../support/within';
import { endpointText } from '../topology/topology';
import type { ShardPlace } from './shards-source';
import type { ShardsSettings } from './shards-options';

/** A shard that is known, and its connections. */
export interface ShardPool {
  readonly shard: number;
  readonly database: Database;
  /** Whether reads may be answered by a server that is behind. */
  readonly hasReaders: boolean;
}

/** Milliseconds that a reading of where the shards are may take: one of 64 shards has 26 pages. */
const READ_TIMEOUT = 5000;

/** Milliseconds between two readings at least, however many ask for a shard that is not there. */
const SOONEST = 10_000;

/** The shards that there are at present. Connections to a shard are opened when it is first worked with, and closed when it leaves. */
export class ShardPools {
  private readonly pools = new Map<number, ShardPool & { readonly place: ShardPlace }>();
  private places: ReadonlyMap<number, ShardPlace> = new Map();
  private readAt = -Infinity;
  private reading?: Promise<void>;
  private closed = false;
  private readonly closing = new Set<Promise<void>>();

  constructor(private readonly settings: ShardsSettings) {}

  /** A shard, if it is known. */
  public get(shard: number): ShardPool | undefined {
    return this.pools.get(shard);
  }

  /** A shard, which is looked for where it is not known. */
  public async find(shard: number): Promise<ShardPool> {
    const known = this.pools.get(shard);
    if (known) return known;
    await this.readWhenOlderThan(SOONEST);
    const found = this.pools.get(shard);
    if (!found)
      throw new DatabaseUnavailableError(`shard ${shard} is not known; deploy it, or wait until it is published`);
    return found;
  }

  /** Every shard, also those that have no slots. */
  public async all(): Promise<readonly ShardPool[]> {
    await this.readWhenOlderThan(this.settings.refreshSeconds * 1000);
    return [...this.pools.values()].sort((one, other) => one.shard - other.shard);
  }

  /** Shards that are known. It asks nobody. */
  public get known(): readonly ShardPool[] {
    return [...this.pools.values()].sort((one, other) => one.shard - other.shard);
  }

  /** Looks again where the last look is old, in the background. */
  public renew(milliseconds = this.settings.refreshSeconds * 1000): void {
    // This is asked for each query, and there is nearly never anything to do.
    if (performance.now() - this.readAt < milliseconds) return;
    this.readWhenOlderThan(milliseconds).catch((error: unknown) => this.settings.onError(asError(error)));
  }

  /** A server could not be reached: it may be elsewhere by now. */
  public suspect(): void {
    this.renew(SOONEST);
  }

  /** Closes every connection when the work that is under way is done. */
  public async close(): Promise<void> {
    this.closed = true;
    await this.reading?.catch(() => undefined);
    [...this.pools.keys()].forEach((shard) => this.remove(shard));
    await Promise.all(this.closing);
  }

  private readWhenOlderThan(milliseconds: number): Promise<void> {
    if (this.reading) return this.reading;
    if (this.closed || performance.now() - this.readAt < milliseconds) return Promise.resolve();
    return (this.reading = this.read().finally(() => (this.reading = undefined)));
  }

  private async read(): Promise<void> {
    const former = this.readAt;
    this.readAt = performance.now();
    try {
      const places = await within(READ_TIMEOUT, 'where the shards are', this.settings.shards.read());
      if (!this.closed) this.apply(places);
    } catch (error) {
      // While nothing is known, the next work tries again.
      if (this.pools.size === 0) this.readAt = former;
      throw new DatabaseUnavailableError('where the shards are cannot be read', error);
    }
  }

  private apply(places: ReadonlyMap<number, ShardPlace>): void {
    this.places = places;
    for (const { shard, place } of [...this.pools.values()]) {
      const present = places.get(shard);
      // With other credentials or another database, it is another pool. Other servers are found by the one that is there.
      if (present?.database !== place.database || present?.secret !== place.secret) this.remove(shard);
    }
    for (const [shard, place] of places) {
      const database = this.pools.get(shard)?.database ?? this.connect(shard, place);
      this.pools.set(shard, { shard, database, place, hasReaders: hasReaders(place) });
    }
    for (const shard of [...this.pools.keys()]) if (!places.has(shard)) this.remove(shard);
  }

  private connect(shard: number, { database, secret }: ShardPlace): Database {
    const { connect, ...settings } = this.settings;
    return connectDatabase({
      ...settings,
      // Others share what has been read: this asks nobody.
      refreshSeconds: undefined,
      topology: { read: () => this.placeOf(shard) },
      connect: (endpoint, role) => connect(endpoint, role, { shard, database, secret }),
    });
  }

  private placeOf(shard: number): Promise<ShardPlace> {
    const place = this.places.get(shard);
    return place ? Promise.resolve(place) : Promise.reject(new Error(`shard ${shard} is not there any longer`));
  }

  private remove(shard: number): void {
    const database = this.pools.get(shard)?.database;
    this.pools.delete(shard);
    if (!database) return;
    const closing = database.close().finally(() => this.closing.delete(closing));
    this.closing.add(closing);
  }
}

function hasReaders({ writer, readers }: ShardPlace): boolean {
  return readers.some((reader) => endpointText(reader) !== endpointText(writer));
}
