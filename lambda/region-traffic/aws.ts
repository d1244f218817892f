// KeyValueStore takes no other signature than that for several regions, which the client looks for in this module.
import '@aws-sdk/signature-v4a';
import {
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
  type CloudFrontKeyValueStoreClient,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { EDGE_ROUTING_KEY, readRouting, renderRouting } from '../../lib/contract/edge-routing';
import type { RoutingStore } from './move';

/** What is used of a client of the store. */
type Send = Pick<CloudFrontKeyValueStoreClient, 'send'>;

/** The KeyValueStore that holds the value of the edge. */
export function routingStore(client: Send, arn: string): RoutingStore {
  const store = { KvsARN: arn };
  return {
    async read() {
      const { ETag: version = '' } = await client.send(new DescribeKeyValueStoreCommand(store));
      const { Value: text } = await client.send(new GetKeyCommand({ ...store, Key: EDGE_ROUTING_KEY }));
      const routing = readRouting(JSON.parse(text ?? 'null'));
      if (!routing) throw new Error(`the routing value must be of a known version, got ${String(text)}; write it anew`);
      return { routing, version };
    },

    async write(routing, version) {
      const value = { Key: EDGE_ROUTING_KEY, Value: renderRouting(routing) };
      try {
        await client.send(new PutKeyCommand({ ...store, ...value, IfMatch: version }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConflictException') return false;
        throw error;
      }
    },
  };
}
