import { memoryOf } from '../database/instance-size';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Servers of a fixed size that a database grows through, smallest first. All are changed into each other in place. */
const DATABASE_SERVERS = [
  't4g.micro',
  't4g.small',
  't4g.medium',
  'r7g.large',
  'r7g.xlarge',
  'r7g.2xlarge',
  'r7g.4xlarge',
  'r7g.8xlarge',
  'r7g.12xlarge',
  'r7g.16xlarge',
];

/**
 * Nodes that a cache grows through before it is divided, with the memory that Valkey may use, in GiB
 * (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html). Larger ones cannot be scaled.
 */
const CACHE_NODES: readonly (readonly [type: string, gibibytes: number])[] = [
  ['t4g.micro', 0.5],
  ['t4g.small', 1.37],
  ['t4g.medium', 3.09],
  ['r7g.large', 13.07],
  ['r7g.xlarge', 26.32],
  ['r7g.2xlarge', 52.82],
];

/** A quarter is kept for replication and snapshots (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-memory-management.html). */
const FREE_FOR_DATA = 0.75;

/** 500 nodes are the most of a cache, with five replicas in each shard (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html). */
const MOST_SHARDS = 83;

/** The smallest database server of so many capacity units of 2 GiB; the largest where there is none. */
export function databaseServer(units: number): ec2.InstanceType {
  const types = DATABASE_SERVERS.map((name) => new ec2.InstanceType(name));
  return types.find((type) => capacityUnitsOf(type) >= units) ?? types[types.length - 1];
}

/** A server in capacity units of 2 GiB; nothing where its name does not tell. */
export function capacityUnitsOf(type: ec2.InstanceType): number {
  return (memoryOf(type) ?? Infinity) / 2;
}

/** The fewest and smallest nodes that hold so much. */
export function cacheNodes(gigabytes: number): { readonly nodeType: ec2.InstanceType; readonly shards: number } {
  const gibibytes = (gigabytes * 1e9) / 1024 ** 3 / FREE_FOR_DATA;
  const [largest, most] = CACHE_NODES[CACHE_NODES.length - 1];
  const [name] = CACHE_NODES.find(([, memory]) => memory >= gibibytes) ?? [largest];
  const shards = Math.min(MOST_SHARDS, Math.max(1, Math.ceil(gibibytes / most)));
  return { nodeType: new ec2.InstanceType(name), shards };
}

/** Memory of a node in GiB; nothing is smaller than one that is not known. */
export function cacheMemoryOf(type: ec2.InstanceType): number {
  return CACHE_NODES.find(([name]) => name === type.toString())?.[1] ?? Infinity;
}
