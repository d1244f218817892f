import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CacheKind, GrowthStage, Platform } from '../../lib';
import { resourcesOf, templatesOf } from '../support/templates';
import { testApp } from '../support/test-app';
import { SERVICE } from './harness';

const GROUP = 'AWS::ElastiCache::ReplicationGroup';
const DATASTORE = 'AWS::ElastiCache::GlobalReplicationGroup';
const R7G_LARGE = { nodeType: new ec2.InstanceType('r7g.large') };

function build(cache: CacheKind, regions: string[], stage = GrowthStage.GLOBAL): Map<string, Template> {
  const app = testApp();
  const platform = new Platform(app, 'Shop', { name: 'shop', regions, stage, cache });
  platform.addWebService('Web', SERVICE);
  return templatesOf(app);
}

function dataOf(templates: Map<string, Template>, region: string): Template {
  const found = templates.get(`shop-data-${region}`);
  if (!found) throw new Error(`no data in ${region}`);
  return found;
}

/** The caches of a region, by their logical ids. */
function cachesOf(template: Template): Record<string, unknown> {
  return template.findResources(GROUP);
}

describe('a platform whose caches follow that of home', () => {
  const regions = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];
  const templates = build(CacheKind.globalDatastore(), regions);

  test('has one datastore, at home, and a copy in each other region', () => {
    dataOf(templates, 'eu-west-1').resourceCountIs(DATASTORE, 1);
    for (const region of regions.slice(1)) {
      const data = dataOf(templates, region);
      data.resourceCountIs(DATASTORE, 0);
      data.hasResourceProperties(GROUP, {
        ReplicationGroupId: 'shop-nodes-replica-g1',
        GlobalReplicationGroupId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'shop-data-eu-west-1' }) },
      });
    }
  });

  test('tells services of each region the cache that is there', () => {
    const names = regions.map((region) =>
      JSON.stringify(templates.get(`shop-svc-${region}`)?.toJSON())
        .match(/shop-nodes[\w-]*-g1(?=")/)
        ?.at(0),
    );
    expect(names).toEqual(['shop-nodes-g1', 'shop-nodes-replica-g1', 'shop-nodes-replica-g1']);
  });

  test('grows at home alone, for all', () => {
    const grown = build(CacheKind.globalDatastore({}, { nodeType: new ec2.InstanceType('r7g.xlarge') }), regions);
    for (const region of regions) {
      expect(cachesOf(dataOf(grown, region))).toEqual(cachesOf(dataOf(templates, region)));
    }
    dataOf(grown, 'eu-west-1').hasResourceProperties(DATASTORE, { CacheNodeType: 'cache.r7g.xlarge' });
  });
});

test('a cache on nodes becomes one that is replicated without a change of it, in one region or several', () => {
  const [home] = ['eu-west-1'];
  const nodes = build(CacheKind.nodes({ ...R7G_LARGE, maxReplicasPerShard: undefined }), [home], GrowthStage.GROWTH);
  const alone = build(CacheKind.globalDatastore(R7G_LARGE), [home], GrowthStage.GROWTH);
  expect(resourcesOf(dataOf(alone, home))).toEqual(resourcesOf(dataOf(nodes, home)));
  const replicated = build(CacheKind.globalDatastore(R7G_LARGE), [home, 'us-east-1']);
  expect(cachesOf(dataOf(replicated, home))).toEqual(cachesOf(dataOf(nodes, home)));
});

test('a region that has had a cache of its own gets another one beside it, which it can join with', () => {
  const regions = ['eu-west-1', 'us-east-1'];
  const [before, after] = [CacheKind.nodes(R7G_LARGE), CacheKind.globalDatastore(R7G_LARGE)].map((kind) =>
    Object.keys(cachesOf(dataOf(build(kind, regions), 'us-east-1'))),
  );
  expect(before).toHaveLength(1);
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
});
