import { row, type Change, type Properties, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { always, and, decreased, downgraded, exchanged, increased, switchedOff, truth, when } from './when';

const GROUP = 'AWS::ElastiCache::ReplicationGroup';
const SERVERLESS = 'AWS::ElastiCache::ServerlessCache';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

const SECOND_CACHE =
  'add a second cache beside it, let it fill or restore a snapshot into it, switch the services over, then remove the old one';

/** "UseOnlineResharding: to modify a replication group's shards by adding or removing shards, rather than replacing the entire resource". */
function resharding({ resource }: Change): boolean {
  const policy = resource.after.source.UpdatePolicy;
  return isObject(policy) && truth(policy.UseOnlineResharding);
}

/** Whether it was a member of a global datastore of its stack before. */
function isMember({ resource, stack }: Change): boolean {
  const { ReplicationGroupId: name } = resource.before.properties;
  return stack.before.some(
    ({ type, properties }) =>
      type === 'AWS::ElastiCache::GlobalReplicationGroup' &&
      (properties.Members as readonly Properties[]).some(({ ReplicationGroupId }) => ReplicationGroupId === name),
  );
}

/** What all members have in common. */
const OF_MEMBERS = ['CacheNodeType', 'NumNodeGroups', 'EngineVersion'].map((property) =>
  row(
    GROUP,
    property,
    and(always, 'of a member of a global datastore', isMember),
    REJECTED,
    'a member is changed by its datastore alone, in every region at once',
    SOURCES.cacheMember,
    {
      remedy:
        'leave the member as it was made, and change the datastore: GlobalDatastore, or CacheKind.globalDatastore()',
    },
  ),
);

/** Cluster mode goes one way, one step at a time. */
function oneStep({ before, after }: Change): boolean {
  const steps = [undefined, 'disabled', 'compatible', 'enabled'];
  const [from, to] = [steps.indexOf((before ?? 'disabled') as string), steps.indexOf(after as string)];
  return to - from === 1;
}

/** Rules about caches. What they hold can be computed again, but not at once: losing it is an outage of the database. */
export const CACHE_RULES: readonly Rule[] = [
  ...OF_MEMBERS,
  row(
    GROUP,
    'NumNodeGroups',
    and(increased, 'with UpdatePolicy UseOnlineResharding', resharding),
    UPDATED,
    'shards are added while the cache serves',
    SOURCES.updatePolicy,
  ),
  row(
    GROUP,
    'NumNodeGroups',
    and(decreased, 'with UpdatePolicy UseOnlineResharding', resharding),
    UPDATED,
    'entries move to the shards that stay; it is refused when they do not fit',
    SOURCES.updatePolicy,
  ),
  row(
    GROUP,
    'NumNodeGroups',
    always,
    REPLACED,
    'without UpdatePolicy UseOnlineResharding the whole group is made anew',
    SOURCES.updatePolicy,
    { remedy: 'set cfnOptions.updatePolicy = { useOnlineResharding: true } on the replication group' },
  ),
  row(
    GROUP,
    'ReplicasPerNodeGroup',
    and(
      always,
      'together with NodeGroupConfiguration',
      ({ resource }) => resource.after.properties.NodeGroupConfiguration !== undefined,
    ),
    REJECTED,
    'replicas cannot be counted in two places',
    SOURCES.cacheReplicas,
    { remedy: 'leave NodeGroupConfiguration out' },
  ),
  row(
    GROUP,
    'ReplicasPerNodeGroup',
    always,
    UPDATED,
    'replicas come and go in place since July 2026; the specification still says that the group is replaced',
    SOURCES.cacheReplicas,
  ),
  row(
    GROUP,
    'NodeGroupConfiguration',
    always,
    REPLACED,
    'shards that are described one by one are fixed',
    SOURCES.specification,
    { remedy: 'describe shards with NumNodeGroups and ReplicasPerNodeGroup' },
  ),
  row(
    GROUP,
    'CacheNodeType',
    always,
    INTERRUPTED,
    'nodes are exchanged one by one while the cache serves; connections to the old ones are cut',
    SOURCES.cacheScaling,
    { interruption: INTERRUPTIONS.cacheResize },
  ),
  row(
    GROUP,
    'Engine',
    always,
    REPLACED,
    'CloudFormation makes a new group for another engine, although the service could change it',
    SOURCES.specification,
    { remedy: SECOND_CACHE },
  ),
  row(
    GROUP,
    'EngineVersion',
    downgraded,
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.cacheVersion,
    { remedy: SECOND_CACHE },
  ),
  row(
    GROUP,
    'EngineVersion',
    exchanged,
    INTERRUPTED,
    'nodes are upgraded one by one; connections to each are cut',
    SOURCES.cacheVersion,
    { interruption: INTERRUPTIONS.cacheUpgrade },
  ),
  row(
    GROUP,
    'CacheParameterGroupName',
    always,
    UPDATED,
    'dynamic parameters apply at once; static ones when the nodes are exchanged',
    SOURCES.cacheVersion,
  ),
  row(
    GROUP,
    'AuthToken',
    and(exchanged, 'before and afterwards', () => true),
    UPDATED,
    'the token is rotated in place',
    SOURCES.cacheToken,
  ),
  row(
    GROUP,
    'AuthToken',
    always,
    REPLACED,
    'going from a token to users, or back, makes a new group',
    SOURCES.cacheToken,
    { remedy: SECOND_CACHE },
  ),
  row(
    GROUP,
    'ClusterMode',
    when('disabled to compatible, or compatible to enabled', oneStep),
    UPDATED,
    'cluster mode is switched on in two steps',
    SOURCES.cacheMode,
  ),
  row(
    GROUP,
    'ClusterMode',
    always,
    REJECTED,
    'cluster mode is switched on in two steps, and never off',
    SOURCES.cacheMode,
    { remedy: 'go from disabled to compatible, deploy, then to enabled' },
  ),
  row(
    GROUP,
    'AutomaticFailoverEnabled',
    switchedOff,
    UPDATED,
    'nobody takes over any more when the primary node fails',
    SOURCES.cacheFailover,
  ),
  row(
    GROUP,
    'AutomaticFailoverEnabled',
    and(
      always,
      'without a replica',
      ({ resource }) => Number(resource.after.properties.ReplicasPerNodeGroup ?? 1) === 0,
    ),
    REJECTED,
    'failover needs a replica',
    SOURCES.cacheFailover,
    { remedy: 'add a replica in the deployment before' },
  ),
  row(
    GROUP,
    'TransitEncryptionEnabled',
    switchedOff,
    REJECTED,
    'encryption in transit goes by way of TransitEncryptionMode preferred',
    SOURCES.cacheMode,
    { remedy: 'set TransitEncryptionMode to preferred, deploy, move the clients, then switch it off' },
  ),
  row(
    GROUP,
    'GlobalReplicationGroupId',
    always,
    REPLACED,
    'a group joins a global datastore only when it is made',
    SOURCES.specification,
    {
      remedy:
        'make the global datastore from this group: AWS::ElastiCache::GlobalReplicationGroup with it as the primary member',
    },
  ),
  row(
    [GROUP, SERVERLESS],
    'SnapshotRetentionLimit',
    decreased,
    UPDATED,
    'older snapshots are deleted',
    SOURCES.specification,
  ),
];
