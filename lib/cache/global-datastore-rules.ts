import type { CacheReplicaProps } from './cache-replica';
import type { GlobalDatastoreOptions } from './global-datastore';
import type { NodeCache, NodeCacheOptions } from './node-cache';
import { nodeType } from './node-cache-rules';
import { matches, refuse, wholeNumber, type Rule } from '../private/validate';

/** Families and sizes of global datastores, without r6gd, whose data tiering is not offered (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html). */
const NODE_TYPE = /^(m5|m6g|m7g|r5|r6g|r7g|c7gn)\.(\d*x)?large$/;

/** Regions that a datastore has beside the one that is written, by the same page. */
export const MAX_REPLICA_REGIONS = 2;

/** What is refused of a cache that is there, and is to be replicated to other regions. */
export function sourceRules({ replicationGroup, node }: NodeCache): Rule[] {
  const type = replicationGroup.cacheNodeType?.replace(/^cache\./, '') ?? '';
  return [nodeTypeRule('source', type), fixedReplicasRule('source', node.tryFindChild('Replicas') !== undefined)];
}

/** What is refused of options of such a cache. */
export function sourceOptionRules(source: NodeCacheOptions): Rule[] {
  return [
    nodeTypeRule('nodeType', nodeType(source)),
    fixedReplicasRule('maxReplicasPerShard', source.maxReplicasPerShard !== undefined),
  ];
}

/** What is refused of what a datastore grows to. */
export function grownRules(grown: GlobalDatastoreOptions, shards: number): Rule[] {
  return [
    grown.nodeType && nodeTypeRule('nodeType', nodeType(grown)),
    wholeNumber('shards', grown.shards, shards, 90, 'shards that are there are not taken away by a deployment'),
  ];
}

/** Shards that a cache was made with. */
export function shardsOf({ replicationGroup }: NodeCache): number {
  return replicationGroup.numNodeGroups ?? 1;
}

function fixedReplicasRule(property: string, scales: boolean): Rule {
  return refuse(
    scales,
    `${property} must leave the number of replicas fixed, got one that scales; ElastiCache does not scale members of a global datastore, set replicasPerShard alone`,
  );
}

function nodeTypeRule(property: string, type: string): Rule {
  return refuse(
    !NODE_TYPE.test(type),
    `${property} must have nodes that ElastiCache replicates to other regions, got ${type}; use large or larger of m5, m6g, m7g, r5, r6g, r7g or c7gn`,
  );
}

/** What a copy refuses beside what every cache does. */
export function replicaRules(props: CacheReplicaProps): Rule[] {
  return [
    matches(
      'globalDatastoreId',
      props.globalDatastoreId,
      /^[a-z0-9-]+$/,
      'be the id of a global datastore',
      'use globalDatastoreId of a GlobalDatastore',
    ),
    wholeNumber('shards', props.shards, 1, 90, 'the replica has as many as the datastore'),
    wholeNumber(
      'replicasPerShard',
      props.replicasPerShard,
      1,
      5,
      'a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
    ),
    refuse(
      props.snapshotTime !== undefined,
      `snapshotTime must be left out of a copy, got ${JSON.stringify(props.snapshotTime)}; snapshots are those of the source, set it there`,
    ),
  ];
}
