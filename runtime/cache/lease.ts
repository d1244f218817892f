import { randomUUID } from 'node:crypto';
import type { CacheClient } from './cache-client';
import type { CircuitBreaker } from './circuit-breaker';
import { READ_ONLY, readOnlyAnswer } from './read-only';

/** Keys of an entry. Braces keep both in one slot, so that a script of a cluster may touch both. */
export interface EntryKeys {
  readonly value: string;
  readonly lease: string;
}

export function entryKeys(key: string): EntryKeys {
  const tag = `{${key.replace(/[%{}]/g, encodeURIComponent)}}`;
  return { value: `value:${tag}`, lease: `lease:${tag}` };
}

/** Stores a value only for who holds the lease: it is gone when the entry was invalidated, or when loading took too long. */
const STORE = `
if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[2])
redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

const RELEASE = `
if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
return redis.call('del', KEYS[2])`;

/** The right of one process to load an entry and to store it. */
export class Lease {
  private readonly token = randomUUID();

  private constructor(
    private readonly client: CacheClient,
    private readonly breaker: CircuitBreaker,
    private readonly keys: EntryKeys,
  ) {}

  /**
   * A lease, `taken` where another process has it, or `read-only` where the cache takes no writes. Where the cache does not answer in time
   * nobody knows whether it has given the lease: to use it does no harm, but to forget it would keep everybody waiting until it ends.
   */
  public static async acquire(
    client: CacheClient,
    breaker: CircuitBreaker,
    keys: EntryKeys,
    milliseconds: number,
  ): Promise<Lease | 'taken' | 'read-only'> {
    const lease = new Lease(client, breaker, keys);
    const answer = await breaker.attempt(() =>
      client
        .set(keys.lease, lease.token, { condition: 'NX', expiration: { type: 'PX', value: milliseconds } })
        .catch(readOnlyAnswer),
    );
    if (answer?.value === READ_ONLY) return 'read-only';
    return answer?.value === null ? 'taken' : lease;
  }

  public async store(text: string, milliseconds: number): Promise<void> {
    await this.run(STORE, [text, String(Math.max(1, Math.round(milliseconds)))]);
  }

  public async release(): Promise<void> {
    await this.run(RELEASE, []);
  }

  private async run(script: string, values: string[]): Promise<void> {
    const { value, lease } = this.keys;
    await this.breaker.attempt(() =>
      this.client.eval(script, { keys: [value, lease], arguments: [this.token, ...values] }).catch(readOnlyAnswer),
    );
  }
}
