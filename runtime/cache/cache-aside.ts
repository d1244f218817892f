import type { CacheClient } from './cache-client';
import { CircuitBreaker } from './circuit-breaker';
import { entryKeys, Lease } from './lease';
import { READ_ONLY, readOnlyAnswer } from './read-only';

/** Options of a `CacheAside`. */
export interface CacheAsideOptions {
  /**
   * Client of the cache. It should fail at once while it is not connected (`disableOfflineQueue` of `@redis/client`).
   *
   * @default - there is no cache: everything is loaded
   */
  readonly client?: CacheClient;

  /**
   * Milliseconds that the cache has for an answer. Loading is the answer after that.
   *
   * @default 100
   */
  readonly timeoutMilliseconds?: number;

  /**
   * Failures in a row after which the cache is not asked any more.
   *
   * @default 5
   */
  readonly failures?: number;

  /**
   * Seconds until one call tries whether the cache is back.
   *
   * @default 1
   */
  readonly openSeconds?: number;

  /**
   * Milliseconds that loading may take until another process may load the same. What takes longer is not stored.
   *
   * @default 2000
   */
  readonly leaseMilliseconds?: number;

  /**
   * Milliseconds that a process waits for what another one loads, before it loads itself.
   *
   * @default 200
   */
  readonly waitMilliseconds?: number;

  /**
   * Share of the time to live that is taken off by chance, 0 to 1: what was stored together does not expire together.
   *
   * @default 0.2
   */
  readonly jitter?: number;

  /** Told about each failure of the cache, not about the calls that are not made. */
  readonly onError?: (error: unknown) => void;
}

/** How an entry is read. */
export interface CacheReadOptions<T> {
  /** Seconds that a stored value lives, less what chance takes off. */
  readonly ttlSeconds: number;
  /** Gives the value where the cache has none. */
  readonly load: () => Promise<T>;
}

/** Milliseconds until it is first looked for what another process loads; twice as many each time, up to the longest. */
const FIRST_LOOK = 20;
const LONGEST_LOOK = 80;

/**
 * Reads through a cache that may be missing: without it everything is loaded, and is slower. Values are stored as JSON.
 *
 * Of those who miss the same entry at the same time, one loads it: others of the same process share what it gives, those of other
 * processes wait for a moment. While an entry is invalidated, what was loaded before is not stored after it. A copy that is only read, as that
 * of another region, is read, and what it lacks is loaded and not stored; from the moment that it takes writes it is filled.
 *
 * @example
 * const cache = new CacheAside({ client });
 * const feed = await cache.read(`feed:${user}`, { ttlSeconds: 30, load: () => feedOf(user) });
 * await cache.invalidate(`feed:${user}`);
 */
export class CacheAside {
  private readonly reading = new Map<string, Promise<unknown>>();
  private readonly breaker: CircuitBreaker;

  constructor(private readonly options: CacheAsideOptions = {}) {
    this.breaker = new CircuitBreaker({
      name: 'the cache',
      failures: options.failures ?? 5,
      openMilliseconds: (options.openSeconds ?? 1) * 1000,
      timeoutMilliseconds: options.timeoutMilliseconds ?? 100,
      onError: options.onError,
    });
  }

  /** Whether the cache is asked: not where there is none, and not for a while after it has failed. */
  public get available(): boolean {
    return this.options.client !== undefined && !this.breaker.open;
  }

  /**
   * The value of an entry: from the cache, or loaded. Concurrent callers share one value: it must not be changed. What `load`
   * throws is thrown, and not kept; a value of `undefined` is not stored.
   *
   * @param key Key of the entry, as the application names it.
   * @param options How long it lives, and how it is loaded.
   */
  public read<T>(key: string, options: CacheReadOptions<T>): Promise<T> {
    if (!(options.ttlSeconds > 0)) {
      return Promise.reject(
        new Error(`ttlSeconds must be more than 0, got ${options.ttlSeconds}; name a time to live`),
      );
    }
    const shared = this.reading.get(key);
    if (shared) return shared as Promise<T>;
    const value = this.readOnce(key, options).finally(() => {
      // An invalidation may have put another one in its place.
      if (this.reading.get(key) === value) this.reading.delete(key);
    });
    this.reading.set(key, value);
    return value;
  }

  /**
   * Forgets an entry, after what it shows was changed. Call it after the commit, or others load what was before.
   *
   * @param key Key of the entry.
   * @returns Whether the cache has forgotten it. Where it does not answer, or is a copy that is only read, an old value may live until its
   * time ends.
   */
  public async invalidate(key: string): Promise<boolean> {
    this.reading.delete(key);
    const { client } = this.options;
    if (!client) return true;
    const { value, lease } = entryKeys(key);
    const answer = await this.breaker.attempt(() => client.del([value, lease]).catch(readOnlyAnswer));
    return answer !== undefined && answer.value !== READ_ONLY;
  }

  private async readOnce<T>(key: string, options: CacheReadOptions<T>): Promise<T> {
    const { client, leaseMilliseconds = 2000 } = this.options;
    if (!client) return options.load();
    const keys = entryKeys(key);
    const end = Date.now() + (this.options.waitMilliseconds ?? 200);
    for (let pause = FIRST_LOOK; ; pause = Math.min(2 * pause, LONGEST_LOOK)) {
      const answer = await this.breaker.attempt(() => client.get(keys.value));
      if (!answer) return options.load();
      const stored = parse<T>(answer.value);
      if (stored) return stored.value;
      // Again after each look: who had the lease may have lost it to an invalidation, and will store nothing.
      const lease = await Lease.acquire(client, this.breaker, keys, leaseMilliseconds);
      if (lease === 'read-only') return options.load();
      if (lease !== 'taken') return this.loadFor(lease, options);
      if (Date.now() >= end) return options.load();
      await sleep(Math.min(pause, end - Date.now()));
    }
  }

  private async loadFor<T>(lease: Lease, { load, ttlSeconds }: CacheReadOptions<T>): Promise<T> {
    try {
      const value = await load();
      const text = JSON.stringify(value) as string | undefined;
      const jitter = 1 - (this.options.jitter ?? 0.2) * Math.random();
      await (text === undefined ? lease.release() : lease.store(text, ttlSeconds * 1000 * jitter));
      return value;
    } catch (error) {
      await lease.release();
      throw error;
    }
  }
}

/** What is stored, or nothing: also where somebody else stored something that is not JSON. */
function parse<T>(text: unknown): { value: T } | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return { value: JSON.parse(text) as T };
  } catch {
    return undefined;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
