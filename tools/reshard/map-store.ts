import {
  initialShardMap,
  readShardMap,
  renderShardMap,
  SHARDS_RECORD,
  type ShardMap,
} from '../../lib/contract/shard-map';
import type { RecordStore } from './ground';
import { ReshardError } from './reshard-error';

/** The map of the control table. Its version is that of the item. */
export class MapStore {
  public constructor(private readonly store: RecordStore) {}

  public async read(): Promise<ShardMap> {
    const { value } = await this.store.read(SHARDS_RECORD);
    return value === undefined ? initialShardMap() : readShardMap(value);
  }

  /** Writes what a step makes of the map; nothing where that is the map itself. */
  public async change(step: (map: ShardMap) => ShardMap): Promise<ShardMap> {
    const map = await this.read();
    const changed = step(map);
    if (changed === map) return map;
    // Several steps in one write are one version.
    const next = { ...changed, version: map.version + 1 };
    if (await this.store.write(SHARDS_RECORD, renderShardMap(next), map.version)) return next;
    throw new ReshardError(
      'Somebody else has written the map of the shards, so nothing more is done here. See who does, then resume.',
    );
  }
}
