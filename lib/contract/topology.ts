/**
 * Where a region's endpoints are published in Parameter Store: one parameter per entry, written by the stack that owns
 * the resource, so that adding or removing one never touches another.
 */
export function topologyPath(name: string, region: string): string {
  return `/${name}/${region}`;
}

/** Entries below the topology path. */
export const TopologyEntry = {
  DATABASE_WRITER: 'database/writer',
  DATABASE_READER: 'database/reader',
  CACHE_ENDPOINT: 'cache/endpoint',
} as const;
