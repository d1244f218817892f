import { MAX_SNAPSHOT_RETENTION_DAYS } from './cache-core';
import type { NodeCacheOptions } from './node-cache';
import { matches, numberBetween, refuse, wholeNumber, type Rule } from '../private/validate';

/** Families and sizes that run Valkey (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html). */
const NODE_TYPE = /^((t3|t4g)\.(micro|small|medium)|(m[4-7]|r[4-7]|c7)\w*\.(\d*x)?large)$/;

/** Families and sizes that ElastiCache scales (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoScaling.html). */
const SCALABLE_NODE_TYPE = /^(r7g|r6g|r5|m7g|m6g|m5|c7gn)\.(large|xlarge|2xlarge)$/;

/** What is refused of what can be chosen, wherever the cache is. */
export function nodeCacheOptionRules(props: NodeCacheOptions): Rule[] {
  const replicas = props.replicasPerShard ?? 1;
  const nodes = (props.shards ?? 1) * (1 + (props.maxReplicasPerShard ?? replicas));
  return [
    refuse(
      nodeType(props).startsWith('r6gd.'),
      `nodeType must not be an r6gd, got ${nodeType(props)}; its data tiering is create-only and not offered, use r7g`,
    ),
    refuse(
      !NODE_TYPE.test(nodeType(props)),
      `nodeType must be one that ElastiCache offers, got ${nodeType(props)}; use one such as t4g.small, m7g.large or r7g.large`,
    ),
    wholeNumber('shards', props.shards, 1, 90, 'spread more data over several caches'),
    wholeNumber(
      'replicasPerShard',
      props.replicasPerShard,
      1,
      5,
      'a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
    ),
    wholeNumber('maxReplicasPerShard', props.maxReplicasPerShard, 1, 5, 'ElastiCache allows no more than 5'),
    refuse(
      props.maxReplicasPerShard !== undefined && props.maxReplicasPerShard < replicas,
      `maxReplicasPerShard must be at least replicasPerShard, got ${props.maxReplicasPerShard} with ${replicas}; raise it`,
    ),
    refuse(
      props.maxReplicasPerShard !== undefined && !SCALABLE_NODE_TYPE.test(nodeType(props)),
      `nodeType must be one that ElastiCache scales when maxReplicasPerShard is set, got ${nodeType(props)}; use large, xlarge or 2xlarge of m5, m6g, m7g, r5, r6g, r7g or c7gn, or leave maxReplicasPerShard out`,
    ),
    refuse(
      props.targetReplicaCpuPercent !== undefined && props.maxReplicasPerShard === undefined,
      `targetReplicaCpuPercent must come with maxReplicasPerShard, got ${props.targetReplicaCpuPercent} alone; set both or neither`,
    ),
    numberBetween(
      'targetReplicaCpuPercent',
      props.targetReplicaCpuPercent,
      35,
      70,
      'below, scaling never settles, and above, it comes too late',
    ),
    refuse(
      nodes > 500,
      `shards must not need more than 500 nodes, got ${nodes}; lower shards or the replicas of each, or use several caches`,
    ),
    matches(
      'engineVersion',
      props.engineVersion,
      /^(7\.2|[89]\.\d)$/,
      'be a version of Valkey from 7.2',
      'use one such as 8.2',
    ),
    wholeNumber(
      'snapshotRetentionDays',
      props.snapshotRetentionDays,
      0,
      MAX_SNAPSHOT_RETENTION_DAYS,
      'ElastiCache keeps none for longer; export a snapshot to S3 to keep it',
    ),
  ];
}

/** Type of every node, the default included. */
export function nodeType(props: NodeCacheOptions): string {
  return props.nodeType?.toString() ?? 't4g.small';
}
