import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { GrowthStage } from '../../lib';
import type { RegionStep } from './regions';
import { plainShape, type Shape } from './shape';
import type { LosingMove } from './sideways';

const nodeType = new ec2.InstanceType('r7g.large');
const alone = replicated(plainShape(GrowthStage.SCALE));
const both = replicated(plainShape(GrowthStage.GLOBAL));

/** The way of a cache that those of other regions follow: from one region to three, and what grows in all of them. */
export function datastoreSteps(): RegionStep[] {
  const step = (name: string, to: Partial<Shape>, from: Shape = both): RegionStep => ({
    name: `${name}, with a cache that other regions follow`,
    from,
    to: { ...from, ...to },
  });
  return [
    step('one region of nodes', { cacheKind: 'globalDatastore' }, { ...alone, cacheKind: 'nodes' }),
    step('a second region', both, alone),
    step('a third region', { regions: [...both.regions, 'ap-northeast-1'] }),
    step('larger nodes in every region', { datastore: { nodeType: new ec2.InstanceType('r7g.2xlarge') } }),
    step('one more shard in every region', { datastore: { shards: 2 } }),
    step('one more replica of each shard', { cache: { ...both.cache, replicasPerShard: 2 } }),
    step('longer snapshots at home', { cache: { ...both.cache, snapshotRetentionDays: 35 } }),
  ];
}

/** What grows by the datastore alone: a member that says it itself is refused by AWS. */
export const DATASTORE_LOSSES: readonly LosingMove[] = [
  {
    name: 'larger nodes of the members of a global datastore, past the datastore',
    from: both,
    to: { ...both, cache: { nodeType: new ec2.InstanceType('r7g.2xlarge') } },
    blocked: /NodeCache/,
  },
];

function replicated(shape: Shape): Shape {
  return { ...shape, cacheKind: 'globalDatastore', cache: { nodeType } };
}
