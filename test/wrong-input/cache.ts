import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { importedNetwork, publicNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import { NodeCache, ServerlessCache, type NodeCacheProps, type ServerlessCacheProps } from '../../lib';
import { testStack } from '../support/test-app';
import { TestService } from '../support/test-service';

function nodes(props: Unchecked<NodeCacheProps>): () => unknown {
  return () => {
    const stack = testStack();
    const vpc = importedNetwork(stack);
    return new NodeCache(stack, 'Cache', { name: 'shop', vpc, ...props } as NodeCacheProps);
  };
}

function serverless(props: Unchecked<ServerlessCacheProps>): () => unknown {
  return () => {
    const stack = testStack();
    const vpc = importedNetwork(stack);
    return new ServerlessCache(stack, 'Cache', { name: 'shop', vpc, ...props } as ServerlessCacheProps);
  };
}

const type = (name: string) => new ec2.InstanceType(name);

export const CACHE: readonly WrongInput[] = [
  {
    wrong: 'everything of a serverless cache at once',
    make: serverless({
      name: 'shop-',
      generation: 0,
      snapshotTime: '24:00',
      disposable: 0,
      maxDataGigabytes: 0,
      maxProcessingUnitsPerSecond: 999,
      majorEngineVersion: '6',
      snapshotRetentionDays: 36,
    }),
    error: [
      'Test/Cache:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "shop-"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      '  - snapshotTime must be a time of day as hh:mm in UTC, got "24:00"; use one such as 03:30',
      '  - disposable must be true or false, got 0; write true or false, without quotes',
      '  - maxDataGigabytes must be a whole number between 1 and 5000, got 0; ElastiCache offers no less and no more; spread more data over several caches',
      '  - maxProcessingUnitsPerSecond must be a whole number between 1000 and 15000000, got 999; ElastiCache offers no less and no more; spread more load over several caches',
      '  - majorEngineVersion must be a major version of Valkey: 7, 8 or 9, got "6"; leave it out for 8',
      '  - snapshotRetentionDays must be a whole number between 0 and 35, got 36; ElastiCache keeps none for longer; export a snapshot to S3 to keep it',
    ],
  },
  {
    wrong: 'more data than a serverless cache holds',
    make: serverless({ maxDataGigabytes: 5001 }),
    error:
      'Test/Cache: maxDataGigabytes must be a whole number between 1 and 5000, got 5001; ElastiCache offers no less and no more; spread more data over several caches',
  },
  {
    wrong: 'a fraction of a gigabyte',
    make: serverless({ maxDataGigabytes: 1.5 }),
    error:
      'Test/Cache: maxDataGigabytes must be a whole number between 1 and 5000, got 1.5; ElastiCache offers no less and no more; spread more data over several caches',
  },
  {
    wrong: 'more requests than there can be',
    make: serverless({ maxProcessingUnitsPerSecond: 15_000_001 }),
    error:
      'Test/Cache: maxProcessingUnitsPerSecond must be a whole number between 1000 and 15000000, got 15000001; ElastiCache offers no less and no more; spread more load over several caches',
  },
  {
    wrong: 'a version that is a number',
    make: serverless({ majorEngineVersion: 8 }),
    error: 'Test/Cache: majorEngineVersion must be a major version of Valkey: 7, 8 or 9, got 8; leave it out for 8',
  },
  {
    wrong: 'snapshots of days before',
    make: serverless({ snapshotRetentionDays: -1 }),
    error:
      'Test/Cache: snapshotRetentionDays must be a whole number between 0 and 35, got -1; ElastiCache keeps none for longer; export a snapshot to S3 to keep it',
  },
  {
    wrong: 'subnets in a single zone',
    make: () => {
      const stack = testStack();
      const vpc = importedNetwork(stack);
      new ServerlessCache(stack, 'Cache', {
        name: 'shop',
        vpc,
        vpcSubnets: { subnets: vpc.isolatedSubnets.slice(0, 1) },
      });
    },
    error: 'Test/Cache: vpcSubnets must select subnets in at least 2 zones, got 1; a cache in one zone is lost with it',
  },
  {
    wrong: 'a network without isolated subnets',
    make: () => {
      const stack = testStack();
      new NodeCache(stack, 'Cache', { name: 'shop', vpc: publicNetwork(stack) });
    },
    error: 'Test/Cache: vpcSubnets must select subnets in at least 2 zones, got 0; a cache in one zone is lost with it',
  },
  {
    wrong: 'another cache for the same service',
    make: () => {
      const stack = testStack();
      const vpc = importedNetwork(stack);
      const service = new TestService(stack, vpc);
      new ServerlessCache(stack, 'Cache', { name: 'shop', vpc }).bindToService(service);
      new ServerlessCache(stack, 'Other', { name: 'shop', vpc, generation: 2 }).bindToService(service);
    },
    error:
      'Test/Web: cache must be bound only once to a service, got shop-cache-g2 as another; bind one cache to each service',
  },
  {
    wrong: 'data tiering',
    make: nodes({ nodeType: type('r6gd.xlarge') }),
    error:
      'Test/Cache: nodeType must not be an r6gd, got r6gd.xlarge; its data tiering is create-only and not offered, use r7g',
  },
  {
    wrong: 'nodes of a type that ElastiCache does not have',
    make: nodes({ nodeType: type('t4g.nano') }),
    error:
      'Test/Cache: nodeType must be one that ElastiCache offers, got t4g.nano; use one such as t4g.small, m7g.large or r7g.large',
  },
  {
    wrong: 'no shard',
    make: nodes({ shards: 0 }),
    error: 'Test/Cache: shards must be a whole number between 1 and 90, got 0; spread more data over several caches',
  },
  {
    wrong: 'too many shards',
    make: nodes({ shards: 91 }),
    error: 'Test/Cache: shards must be a whole number between 1 and 90, got 91; spread more data over several caches',
  },
  {
    wrong: 'failover without replicas',
    make: nodes({ replicasPerShard: 0 }),
    error:
      'Test/Cache: replicasPerShard must be a whole number between 1 and 5, got 0; a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
  },
  {
    wrong: 'too many replicas',
    make: nodes({ replicasPerShard: 6 }),
    error:
      'Test/Cache: replicasPerShard must be a whole number between 1 and 5, got 6; a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
  },
  {
    wrong: 'too many scaled replicas',
    make: nodes({ nodeType: type('m7g.large'), maxReplicasPerShard: 6 }),
    error:
      'Test/Cache: maxReplicasPerShard must be a whole number between 1 and 5, got 6; ElastiCache allows no more than 5',
  },
  {
    wrong: 'fewer scaled replicas than there are',
    make: nodes({ nodeType: type('m7g.large'), replicasPerShard: 3, maxReplicasPerShard: 2 }),
    error: 'Test/Cache: maxReplicasPerShard must be at least replicasPerShard, got 2 with 3; raise it',
  },
  {
    wrong: 'scaling of small nodes',
    make: nodes({ maxReplicasPerShard: 2 }),
    error:
      'Test/Cache: nodeType must be one that ElastiCache scales when maxReplicasPerShard is set, got t4g.small; use large, xlarge or 2xlarge of m5, m6g, m7g, r5, r6g, r7g or c7gn, or leave maxReplicasPerShard out',
  },
  {
    wrong: 'scaling of large nodes',
    make: nodes({ nodeType: type('r7g.4xlarge'), maxReplicasPerShard: 2 }),
    error:
      'Test/Cache: nodeType must be one that ElastiCache scales when maxReplicasPerShard is set, got r7g.4xlarge; use large, xlarge or 2xlarge of m5, m6g, m7g, r5, r6g, r7g or c7gn, or leave maxReplicasPerShard out',
  },
  {
    wrong: 'the target of no scaling',
    make: nodes({ targetReplicaCpuPercent: 50 }),
    error: 'Test/Cache: targetReplicaCpuPercent must come with maxReplicasPerShard, got 50 alone; set both or neither',
  },
  {
    wrong: 'a target below what scaling can keep',
    make: nodes({ nodeType: type('m7g.large'), maxReplicasPerShard: 2, targetReplicaCpuPercent: 34 }),
    error:
      'Test/Cache: targetReplicaCpuPercent must be between 35 and 70, got 34; below, scaling never settles, and above, it comes too late',
  },
  {
    wrong: 'a target above what scaling can keep',
    make: nodes({ nodeType: type('m7g.large'), maxReplicasPerShard: 2, targetReplicaCpuPercent: 71 }),
    error:
      'Test/Cache: targetReplicaCpuPercent must be between 35 and 70, got 71; below, scaling never settles, and above, it comes too late',
  },
  {
    wrong: 'more nodes than a cache can have',
    make: nodes({ shards: 90, replicasPerShard: 5 }),
    error:
      'Test/Cache: shards must not need more than 500 nodes, got 540; lower shards or the replicas of each, or use several caches',
  },
  {
    wrong: 'a version before Valkey',
    make: nodes({ engineVersion: '6.2' }),
    error: 'Test/Cache: engineVersion must be a version of Valkey from 7.2, got "6.2"; use one such as 8.2',
  },
  {
    wrong: 'snapshots for longer than they are kept',
    make: nodes({ snapshotRetentionDays: 36 }),
    error:
      'Test/Cache: snapshotRetentionDays must be a whole number between 0 and 35, got 36; ElastiCache keeps none for longer; export a snapshot to S3 to keep it',
  },
  {
    wrong: 'a time of day that is none',
    make: nodes({ snapshotTime: '3:30' }),
    error: 'Test/Cache: snapshotTime must be a time of day as hh:mm in UTC, got "3:30"; use one such as 03:30',
  },
];
