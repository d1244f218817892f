import { EDGE_ROUTING_KEY, readRouting, renderRouting } from '../../lib/contract/edge-routing';
import type { RoutingStore } from './move';
import { isConflict, StoredValue, type StoreClient } from './stored-value';

/** The KeyValueStore that holds the value of the edge. */
export function routingStore(client: StoreClient, KvsARN: string): RoutingStore {
  const value = new StoredValue(client, { KvsARN, Key: EDGE_ROUTING_KEY });
  return {
    async read() {
      const version = await value.version();
      const text = await value.read();
      const routing = readRouting(JSON.parse(text ?? 'null'));
      if (!routing) throw new Error(`the routing value must be of a known version, got ${String(text)}; write it anew`);
      return { routing, version };
    },

    async write(routing, version) {
      try {
        await value.write(renderRouting(routing), version);
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },
  };
}
