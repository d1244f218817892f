import { initialShardMap, renderShardMap, type ShardMap } from '../../../lib/contract/shard-map';
import type { ControlTableClient } from '../../../runtime';

/** A control table that there is none of. */
export class FakeControlTable implements ControlTableClient {
  public readonly asked: Parameters<ControlTableClient['getItem']>[0][] = [];
  public state: 'up' | 'failing' | 'frozen' = 'up';
  /** Looks that fail before it is well again. */
  public failures = 0;
  /** Done when it is asked, before it answers. */
  public meanwhile?: () => void;
  private stored?: ShardMap;

  public get map(): ShardMap {
    return this.stored ?? initialShardMap();
  }

  /** Writes the next map. */
  public put(change: (map: ShardMap) => ShardMap): void {
    this.stored = change(this.map);
  }

  public getItem(input: Parameters<ControlTableClient['getItem']>[0]): ReturnType<ControlTableClient['getItem']> {
    this.asked.push(input);
    if (this.state === 'frozen') return new Promise(() => undefined);
    if (this.state === 'failing' || this.failures-- > 0) return Promise.reject(new Error('throttled'));
    const stored = this.stored;
    this.meanwhile?.();
    if (!stored) return Promise.resolve({});
    return Promise.resolve({
      Item: { record: { S: 'shards' }, value: { S: renderShardMap(stored) }, version: { N: String(stored.version) } },
    });
  }
}
