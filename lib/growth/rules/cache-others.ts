import { row, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { added, always, and, decreased, downgraded, increased, removed, upgradedMajor, upgradedMinor } from './when';

const GROUP = 'AWS::ElastiCache::ReplicationGroup';
const SERVERLESS = 'AWS::ElastiCache::ServerlessCache';
const MEMORY_DB = 'AWS::MemoryDB::Cluster';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

const SECOND_CACHE =
  'add a second cache beside it, let it fill or restore a snapshot into it, switch the services over, then remove the old one';

/** Rules about caches that are not replication groups, and about their users. */
export const OTHER_CACHE_RULES: readonly Rule[] = [
  row(SERVERLESS, 'Engine', always, UPDATED, 'redis becomes valkey in place', SOURCES.cacheVersion),
  row(
    SERVERLESS,
    'MajorEngineVersion',
    downgraded,
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.cacheVersion,
    { remedy: SECOND_CACHE },
  ),
  row(
    SERVERLESS,
    'MajorEngineVersion',
    upgradedMajor,
    INTERRUPTED,
    'connections are cut when the upgraded cache takes over',
    SOURCES.cacheVersion,
    { interruption: INTERRUPTIONS.connections },
  ),
  row(
    SERVERLESS,
    'MajorEngineVersion',
    upgradedMinor,
    INTERRUPTED,
    'connections are cut when the upgraded cache takes over',
    SOURCES.cacheVersion,
    { interruption: INTERRUPTIONS.connections },
  ),
  row(
    SERVERLESS,
    'CacheUsageLimits',
    always,
    UPDATED,
    'limits change while the cache serves; entries go when they no longer fit',
    SOURCES.cacheScaling,
  ),

  row(
    'AWS::ElastiCache::CacheCluster',
    'NumCacheNodes',
    decreased,
    Verdict.UNKNOWN,
    'the nodes that go take their entries with them',
    SOURCES.specification,
    { remedy: 'name the nodes that go with the service itself' },
  ),
  row(
    'AWS::ElastiCache::CacheCluster',
    'NumCacheNodes',
    increased,
    UPDATED,
    'nodes are added in place',
    SOURCES.specification,
  ),
  row(
    'AWS::ElastiCache::CacheCluster',
    'CacheNodeType',
    always,
    REPLACED,
    'nodes of another type are new and empty',
    SOURCES.cacheScaling,
    { remedy: SECOND_CACHE },
  ),
  row(
    'AWS::ElastiCache::CacheCluster',
    'AZMode',
    always,
    UPDATED,
    'new nodes are spread over zones',
    SOURCES.specification,
  ),

  row(
    MEMORY_DB,
    'NodeType',
    always,
    INTERRUPTED,
    'nodes are exchanged one by one while the cluster serves',
    SOURCES.cacheScaling,
    { interruption: INTERRUPTIONS.cacheResize },
  ),
  row(MEMORY_DB, 'NumShards', always, UPDATED, 'shards come and go while the cluster serves', SOURCES.cacheScaling),
  row(
    MEMORY_DB,
    'EngineVersion',
    downgraded,
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.cacheVersion,
  ),
  row(
    ['AWS::ElastiCache::User', 'AWS::ElastiCache::UserGroup'],
    'Engine',
    and(always, 'redis to valkey', ({ after }) => after === 'valkey'),
    UPDATED,
    'the engine of users follows the cache in place',
    SOURCES.cacheVersion,
  ),
  row(
    GROUP,
    'KmsKeyId',
    and(added, 'or removed', () => true),
    REPLACED,
    'a cache is encrypted only when it is made',
    SOURCES.specification,
    { remedy: SECOND_CACHE },
  ),
  row(
    GROUP,
    'UserGroupIds',
    and(removed, 'leaving it open', () => true),
    UPDATED,
    'nobody has to show a password any more',
    SOURCES.cacheToken,
    { blocks: true, remedy: 'keep a user group' },
  ),
];
