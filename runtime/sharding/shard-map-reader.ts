import { CONTROL_KEY, CONTROL_VALUE, CONTROL_VERSION } from '../../lib/contract/region-control';
import {
  initialShardMap,
  readShardMap,
  SHARD_MAP_LEASE_SECONDS,
  SHARD_MAP_POLL_SECONDS,
  SHARDS_RECORD,
  type ShardMap,
} from '../../lib/contract/shard-map';
import { DatabaseUnavailableError } from '../database/failures';
import { Pulse } from '../database/pulse';
import { asError } from '../support/as-error';
import { within } from '../support/within';
import type { ControlTableOptions } from './control-table-client';
import { millisecondsSince, moment, type Moment } from './monotonic-clock';
import { SettledSlots } from './settled-slots';

/** Options of a `ShardMapReader`. */
export interface ShardMapReaderOptions extends ControlTableOptions {
  /**
   * Seconds without work after which nobody looks at the map any more, until there is work again.
   *
   * @default 60
   */
  readonly idleSeconds?: number;

  /** Told about each look that failed, and about a map that is older than the one that is known. */
  readonly onError?: (error: Error) => void;
}

/** Milliseconds that a look may take: two of them and the pause before are within the lease. */
const READ_TIMEOUT = 1000;

/**
 * Looks at the map of the shards while there is work, keeps the last good one, and knows how old it is. An older version than the one
 * that is known is refused, whoever wrote it.
 */
export class ShardMapReader {
  private readonly pulse: Pulse;
  private readonly settled = new SettledSlots();
  private known?: { readonly map: ShardMap; readonly readAt: Moment };
  private reading?: Promise<void>;

  constructor(private readonly options: ShardMapReaderOptions) {
    this.pulse = new Pulse({
      everyMilliseconds: SHARD_MAP_POLL_SECONDS * 1000,
      idleMilliseconds: (options.idleSeconds ?? 60) * 1000,
      beat: () => this.look(),
      sleep: () => Promise.resolve(),
      onError: (error) => this.report(error),
    });
  }

  /** The last good map. */
  public get map(): ShardMap {
    if (!this.known) throw new DatabaseUnavailableError('the map of the shards is not known');
    return this.known.map;
  }

  /** Whether nobody looks, because there is no work. */
  public get asleep(): boolean {
    return this.pulse.asleep;
  }

  /** Seconds since the last good look was begun. */
  public get ageSeconds(): number {
    return this.known ? millisecondsSince(this.known.readAt) / 1000 : Infinity;
  }

  /** Whether the map may be trusted where it says that a slot is stable: whoever moves slots waits for longer than that. */
  public get trusted(): boolean {
    return (this.options.consistentRead ?? true) && this.ageSeconds <= SHARD_MAP_LEASE_SECONDS;
  }

  /**
   * Since when a slot has been on its shard, in milliseconds of `performance.now()`; `NaN` while it moves. Where it is the same as before, and the
   * map is trusted, the slot has not been elsewhere in between.
   */
  public sinceOf(slot: number): number {
    return this.settled.sinceOf(slot);
  }

  /**
   * Does work while the map is looked at.
   *
   * @throws DatabaseUnavailableError if no map has ever been read, and none can be.
   */
  public during<T>(work: () => Promise<T>): Promise<T> {
    return this.pulse.during(work);
  }

  /** Looks now, or has what is being looked at already. */
  public refresh(): Promise<void> {
    return (this.reading ??= this.read().finally(() => (this.reading = undefined)));
  }

  /** Stops looking when the work that is under way is done. */
  public stop(): Promise<void> {
    return this.pulse.stop();
  }

  private async look(): Promise<void> {
    try {
      await this.refresh().catch(() => this.refresh());
    } catch (error) {
      if (!this.known) throw new DatabaseUnavailableError('the map of the shards cannot be read', error);
      this.report(asError(error));
    }
  }

  private async read(): Promise<void> {
    const { client, table, consistentRead = true } = this.options;
    const readAt = moment();
    const asking = client.getItem({
      TableName: table,
      Key: { [CONTROL_KEY]: { S: SHARDS_RECORD } },
      ConsistentRead: consistentRead,
    });
    const { Item } = await within(READ_TIMEOUT, 'a look at the map of the shards', asking);
    const version = Number(Item?.[CONTROL_VERSION]?.N ?? 0);
    const former = this.known?.map;
    if (former && version < former.version) return this.refuse(version, former.version);
    const map = former?.version === version ? former : mapOf(Item?.[CONTROL_VALUE]?.S, version);
    const gap = this.ageSeconds > SHARD_MAP_LEASE_SECONDS;
    this.settled.note(map, { former, at: readAt.monotonic, gap });
    this.known = { map, readAt };
  }

  /** A copy in another region may be behind. */
  private refuse(version: number, known: number): void {
    if (!(this.options.consistentRead ?? true)) return;
    throw new Error(
      `the version of the map of the shards must not fall below ${known}, got ${version}; look at who restored or wrote ${this.options.table}`,
    );
  }

  private report(error: Error): void {
    this.options.onError?.(error);
  }
}

function mapOf(text: string | undefined, version: number): ShardMap {
  const map = text === undefined ? initialShardMap() : readShardMap(text);
  if (map.version === version) return map;
  throw new Error(`the map of the shards must be of the version of its item, ${version}, got ${map.version}`);
}
