import { App, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  CacheReplica,
  GlobalDatastore,
  NodeCache,
  type CacheReplicaProps,
  type GlobalDatastoreProps,
  type NodeCacheProps,
} from '../../lib/cache';
import { Monitoring } from '../../lib/monitoring';
import { TestService } from '../support/test-service';
import { Stacks } from './harness';

const GROUP = 'AWS::ElastiCache::ReplicationGroup';
const DATASTORE = 'AWS::ElastiCache::GlobalReplicationGroup';
const type = (name: string) => new ec2.InstanceType(name);

/** The stack of home, with the datastore or without it. */
function home(cache: Partial<NodeCacheProps> = {}, props?: Partial<GlobalDatastoreProps>): Stack {
  const { data, vpc } = new Stacks();
  const source = new NodeCache(data, 'Cache', { name: 'shop', vpc, nodeType: type('r7g.large'), ...cache });
  if (props) new GlobalDatastore(data, 'Datastore', { source, ...props });
  return data;
}

function template(cache?: Partial<NodeCacheProps>, props: Partial<GlobalDatastoreProps> = {}): Template {
  return Template.fromStack(home(cache, props));
}

function replica(props: Partial<CacheReplicaProps> = {}): Stacks & { readonly cache: CacheReplica } {
  const stacks = new Stacks();
  const cache = new CacheReplica(stacks.data, 'Replica', {
    name: 'shop',
    vpc: stacks.vpc,
    globalDatastoreId: 'ldgnf-shop-nodes-g1',
    ...props,
  });
  return Object.assign(stacks, { cache });
}

describe('GlobalDatastore', () => {
  test('is made from the cache that is there, as its only member', () => {
    template().hasResource(DATASTORE, {
      Properties: {
        GlobalReplicationGroupIdSuffix: 'shop-nodes-g1',
        Members: [{ ReplicationGroupId: 'shop-nodes-g1', ReplicationGroupRegion: 'eu-west-1', Role: 'PRIMARY' }],
        CacheNodeType: Match.absent(),
        GlobalNodeGroupCount: Match.absent(),
      },
      DependsOn: [Match.stringLikeRegexp('^Cache')],
      DeletionPolicy: 'Retain',
    });
  });

  test('changes nothing of that cache, nor of anything else', () => {
    const [without, withIt] = [home(), home({}, {})].map((stack) => Template.fromStack(stack).toJSON());
    const resources = Object.entries(withIt.Resources as Record<string, { Type: string }>);
    expect(Object.fromEntries(resources.filter(([, resource]) => resource.Type !== DATASTORE))).toEqual(
      without.Resources,
    );
  });

  test('grows for every region at once, while the member stays as it was made', () => {
    const grown = template({}, { nodeType: type('r7g.xlarge'), shards: 3 });
    grown.hasResourceProperties(DATASTORE, { CacheNodeType: 'cache.r7g.xlarge', GlobalNodeGroupCount: 3 });
    grown.hasResourceProperties(GROUP, { CacheNodeType: 'cache.r7g.large', NumNodeGroups: 1 });
  });

  test('goes with its stack where it is disposable', () => {
    template({}, { disposable: true }).hasResource(DATASTORE, { DeletionPolicy: 'Delete' });
  });

  test('is read weakly from the other region, where it is deployed', () => {
    const app = new App();
    const data = new Stack(app, 'Home', { env: { region: 'eu-west-1', account: '111111111111' } });
    const other = new Stack(app, 'Other', { env: { region: 'us-east-1', account: '111111111111' } });
    CrossStackReferences.of(other).consume(ReferenceStrength.STRONG);
    const vpcOf = (stack: Stack) =>
      ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a', 'b'],
        isolatedSubnetIds: ['subnet-1', 'subnet-2'],
        isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
      });
    const nodeType = type('r7g.large');
    const source = new NodeCache(data, 'Cache', { name: 'shop', vpc: vpcOf(data), nodeType });
    const { globalDatastoreId } = new GlobalDatastore(data, 'Datastore', { source });
    new CacheReplica(other, 'Replica', { name: 'shop', vpc: vpcOf(other), globalDatastoreId });
    Template.fromStack(other).hasResourceProperties(GROUP, {
      GlobalReplicationGroupId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Home', Region: 'eu-west-1' }) },
    });
  });

  test('refuses a cache that cannot be replicated, and what it cannot grow to, with all that is wrong', () => {
    expect(() =>
      template(
        { nodeType: type('r7g.large'), shards: 2, maxReplicasPerShard: 3 },
        { nodeType: type('t4g.small'), shards: 1, disposable: 'no' as unknown as boolean },
      ),
    ).toThrow(
      [
        'Data/Datastore:',
        '  - source must leave the number of replicas fixed, got one that scales; ElastiCache does not scale members of a global datastore, set replicasPerShard alone',
        '  - nodeType must have nodes that ElastiCache replicates to other regions, got t4g.small; use large or larger of m5, m6g, m7g, r5, r6g, r7g or c7gn',
        '  - shards must be a whole number between 2 and 90, got 1; shards that are there are not taken away by a deployment',
        '  - disposable must be true or false, got "no"; write true or false, without quotes',
      ].join('\n'),
    );
    expect(() => template({ nodeType: type('t4g.small') })).toThrow(
      'Data/Datastore: source must have nodes that ElastiCache replicates to other regions, got t4g.small; use large or larger of m5, m6g, m7g, r5, r6g, r7g or c7gn',
    );
  });
});

describe('CacheReplica', () => {
  test('joins the datastore, and says nothing of what the datastore says for all', () => {
    Template.fromStack(replica({ replicasPerShard: 2 }).data).hasResourceProperties(GROUP, {
      ReplicationGroupId: 'shop-nodes-replica-g1',
      GlobalReplicationGroupId: 'ldgnf-shop-nodes-g1',
      ReplicasPerNodeGroup: 2,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      UserGroupIds: ['shop-nodes-replica-g1'],
      KmsKeyId: Match.anyValue(),
      ...Object.fromEntries(
        [
          'Engine',
          'EngineVersion',
          'CacheNodeType',
          'CacheParameterGroupName',
          'NumNodeGroups',
          'AtRestEncryptionEnabled',
          'TransitEncryptionEnabled',
        ].map((property) => [property, Match.absent()]),
      ),
    });
  });

  test('is kept with all that it uses, and goes where it is disposable', () => {
    const policies = (disposable: boolean) =>
      Object.values(Template.fromStack(replica({ disposable }).data).findResources(GROUP)).map(
        ({ DeletionPolicy }) => DeletionPolicy as string,
      );
    expect([policies(false), policies(true)]).toEqual([['Retain'], ['Delete']]);
  });

  test('lets a service connect to it alone, as to any cache', () => {
    const { cache, svc, vpc } = replica();
    cache.bindToService(new TestService(svc, vpc));
    const policies = JSON.stringify(Template.fromStack(svc).findResources('AWS::IAM::ManagedPolicy'));
    expect(policies.match(/:(replicationgroup|user):[\w-]+/g)).toEqual([
      ':replicationgroup:shop-nodes-replica-g1',
      ':user:shop-nodes-replica-g1',
    ]);
  });

  test('has the alarms of every node, and one for how far it is behind the other region', () => {
    const { cache, data } = replica({ shards: 2 });
    cache.monitor(new Monitoring(data, 'Monitoring', { name: 'shop' }));
    const alarms = Object.values(Template.fromStack(data).findResources('AWS::CloudWatch::Alarm'));
    const watched = JSON.stringify(alarms);
    for (const node of ['0001-001', '0001-002', '0002-001', '0002-002']) {
      expect(watched).toContain(`shop-nodes-replica-g1-${node}`);
    }
    expect(watched).toContain('GlobalDatastoreReplicationLag');
  });

  test('refuses what is wrong, all at once', () => {
    expect(() =>
      replica({ globalDatastoreId: 'Shop!', shards: 0, replicasPerShard: 6, snapshotTime: '03:00' }),
    ).toThrow(
      [
        'Data/Replica:',
        '  - globalDatastoreId must be the id of a global datastore, got "Shop!"; use globalDatastoreId of a GlobalDatastore',
        '  - shards must be a whole number between 1 and 90, got 0; the replica has as many as the datastore',
        '  - replicasPerShard must be a whole number between 1 and 5, got 6; a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
        '  - snapshotTime must be left out of a copy, got "03:00"; snapshots are those of the source, set it there',
      ].join('\n'),
    );
  });
});
