/**
 * Where a region's endpoints are published in Parameter Store: one parameter per entry, written by the stack that owns
 * the resource, so that adding or removing one never touches another.
 */
export function topologyPath(name: string, region: string): string {
  return `/${name}/${region}`;
}

/** Entries below the topology path. Each carries a physical name, so that a successor can be published beside its predecessor. */
export const TopologyEntry = {
  databaseWriter: (identifier: string) => `database/${identifier}/writer`,
  databaseReader: (identifier: string) => `database/${identifier}/reader`,
  /** One of several readers, by its own name. Whoever finds such entries needs no name for all of them. */
  databaseReplica: (identifier: string, replica: string) => `database/${identifier}/readers/${replica}`,
  cacheEndpoint: (cacheName: string) => `cache/${cacheName}/endpoint`,
  /** ARN of the KeyValueStore that holds the routing value (`edge-routing.ts`), in us-east-1 like all of the edge. */
  edgeRouting: 'edge/routing',
  /** Which regions the distribution has, home first, and the ids of their origins: what `initialRouting` makes a value of, as JSON. */
  edgeRegions: 'edge/regions',
  /** `host:port` of the writer of a shard, by number, past a proxy: logical replication does not go through one. */
  shardWriter: (shard: number) => `shards/${shard}/writer`,
  /** `host:port` of the readers of a shard, past a proxy. */
  shardReader: (shard: number) => `shards/${shard}/reader`,
  /** Physical name of the database that a shard is. */
  shardDatabase: (shard: number) => `shards/${shard}/database`,
  /** Name of the secret of the services of a shard. */
  shardSecret: (shard: number) => `shards/${shard}/secret`,
  /** Name of the secret of the administrator of a shard: what moves slots connects with it. */
  shardAdmin: (shard: number) => `shards/${shard}/admin`,
  /** Name of the table of run-time state: who writes, which regions are away. */
  controlTable: 'control/table',
  /** The regions and what is wanted of them: what `readRegionPlan` reads. */
  controlPlan: 'control/plan',
} as const;
