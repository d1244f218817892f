import * as fc from 'fast-check';
import { against, between, input, literal, literals, values, whole } from '../choice';
import type { Inputs } from '../generator';
import { deploymentName, instanceTypes } from './types';

const timeOfDay = literals(['03:30', '00:00', '23:59'], ['', '3:30', '24:00', '03:60', '03:30-04:30', '03.30']);

export const CACHES: Inputs = {
  CacheProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    snapshotTime: timeOfDay,
  },
  NodeCacheOptions: {
    nodeType: values(
      instanceTypes('t4g.small', 'r7g.large', 'm7g.xlarge', 'r6g.2xlarge'),
      instanceTypes('r6gd.xlarge', 'c5.large', 'nonsense', 'cache.t4g.small'),
    ),
    shards: whole(1, 90, 5),
    replicasPerShard: whole(1, 5, 3),
    maxReplicasPerShard: whole(1, 5),
    targetReplicaCpuPercent: between(35, 70),
    engineVersion: literals(['8.2', '7.2', '8.0', '8.1'], ['', '8', '6.2', '8.2.1', '10.0', 'valkey8']),
    // The docstring says what compliance packs ask for.
    snapshotRetentionDays: input(
      fc.oneof(
        fc.integer({ min: 15, max: 35 }).map(literal),
        fc
          .integer({ min: 0, max: 14 })
          .map((count) => against(['ElastiCacheRedisClusterAutomaticBackup'], literal(count))),
      ),
      fc.constantFrom(-1, 36, 1.5, NaN).map(literal),
    ),
  },
  GlobalDatastoreOptions: {
    nodeType: values(
      instanceTypes('r7g.large', 'm7g.xlarge', 'r6g.2xlarge'),
      instanceTypes('t4g.small', 'r6gd.xlarge', 'm4.large', 'nonsense'),
    ),
    shards: whole(1, 90, 5),
  },
  CacheReplicaProps: {
    globalDatastoreId: literals(['ldgnf-around-nodes-g1'], ['', 'Around', 'around nodes']),
    shards: whole(1, 90, 5),
    replicasPerShard: whole(1, 5, 3),
  },
  ServerlessCacheOptions: {
    maxDataGigabytes: whole(1, 5000),
    maxProcessingUnitsPerSecond: whole(1000, 15_000_000),
    majorEngineVersion: literals(['8', '7'], ['', '8.2', '6', '10']),
    snapshotRetentionDays: whole(0, 35),
  },
};
