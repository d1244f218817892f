import { GetParameterCommand } from '@aws-sdk/client-ssm';
import {
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
  DescribeUserGroupsCommand,
} from '@aws-sdk/client-elasticache';
import { Environment } from '../../../lib/contract/environment';
import { check, differs, ofEach, unless } from '../check';
import type { DeployedResource, Deployment } from '../deployment';
import { environmentOf, servicesOf } from './services';

const SERVERLESS = 'AWS::ElastiCache::ServerlessCache';
const NODES = 'AWS::ElastiCache::ReplicationGroup';

/** The cache and how it is found. */
export const CACHE_CHECKS = [
  check('services find the cache and its user by name, and its endpoint in Parameter Store', async (deployment) => {
    const cache = cacheOf(deployment);
    const user = deployment.one('AWS::ElastiCache::User');
    const parameter = deployment.resources.find(
      ({ type, properties }) =>
        type === 'AWS::SSM::Parameter' && String(properties.Name).endsWith(`/${cache.physicalId}/endpoint`),
    );
    const { Parameter } = await deployment.home.ssm.send(new GetParameterCommand({ Name: parameter?.physicalId }));
    return [
      ...unless(/^[a-z0-9.-]+:\d+$/.test(Parameter?.Value ?? ''), `the endpoint is "${Parameter?.Value}"`),
      ...(await ofEach(await servicesOf(deployment), ({ resource, task }) => {
        const found = environmentOf(task);
        return [
          ...differs(`${resource.path}: the cache`, found.get(Environment.CACHE_NAME), cache.physicalId),
          ...differs(`${resource.path}: the user`, found.get(Environment.CACHE_USER), user.physicalId),
        ];
      })),
    ];
  }),

  check('only the user of the cache may enter it, over TLS', async (deployment) => {
    const cache = cacheOf(deployment);
    const group = deployment.one('AWS::ElastiCache::UserGroup');
    const { elasticache } = deployment.home;
    // What the emulator does not create is in the expected list, which says so; here its template speaks.
    const userGroups = deployment.isCreated(cache)
      ? await userGroupsOf(deployment, cache)
      : [cache.properties.UserGroupId ?? cache.properties.UserGroupIds].flat();
    const members = deployment.isCreated(group)
      ? (await elasticache.send(new DescribeUserGroupsCommand({ UserGroupId: group.physicalId }))).UserGroups?.[0]
          ?.UserIds
      : group.properties.UserIds;
    return [
      ...differs('the user groups', userGroups, [group.physicalId]),
      ...differs('the users', members, [deployment.one('AWS::ElastiCache::User').physicalId]),
    ];
  }),
];

function cacheOf(deployment: Deployment): DeployedResource {
  return deployment.all(SERVERLESS)[0] ?? deployment.one(NODES);
}

async function userGroupsOf({ home: { elasticache } }: Deployment, { type, physicalId }: DeployedResource) {
  if (type === SERVERLESS) {
    const { ServerlessCaches: [cache] = [] } = await elasticache.send(
      new DescribeServerlessCachesCommand({ ServerlessCacheName: physicalId }),
    );
    return [cache?.UserGroupId];
  }
  const { ReplicationGroups: [group] = [] } = await elasticache.send(
    new DescribeReplicationGroupsCommand({ ReplicationGroupId: physicalId }),
  );
  if (!group?.TransitEncryptionEnabled) throw new Error(`${physicalId} speaks without TLS`);
  return group.UserGroupIds;
}
