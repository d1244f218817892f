import { EDGE_ROUTING_KEY, readRouting, renderRouting, type EdgeRouting } from '../../lib/contract/edge-routing';
import type { RoutingStore } from './move';
import { isConflict, StoredValue, type StoreClient } from './stored-value';

/**
 * The KeyValueStore that holds the value of the edge.
 *
 * @param atRest The value where nobody has ever written one.
 */
export function routingStore(client: StoreClient, KvsARN: string, atRest: EdgeRouting): RoutingStore {
  const value = new StoredValue(client, { KvsARN, Key: EDGE_ROUTING_KEY });
  return {
    async read() {
      const version = await value.version();
      const text = await value.read().catch(absent);
      if (text === undefined) return { routing: atRest, version };
      const routing = readRouting(JSON.parse(text));
      if (!routing) throw new Error(`the routing value must be of a known version, got ${text}; write it anew`);
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

function absent(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
  throw error;
}
