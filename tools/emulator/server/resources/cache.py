"""ElastiCache. moto has users, subnet groups and replication groups; of the rest the requests are checked."""

from typing import Any

from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work, renamed

CACHE = 'elasticache'


def _user(work: Work, properties: Properties) -> Properties:
    mode = properties.get('AuthenticationMode')
    return {**properties, **({'AuthenticationMode': mode} if mode else {})}


def _refuse_failover(work: Work, properties: Properties) -> Properties:
    if str(properties.get('AutomaticFailoverEnabled', False)).lower() == 'true':
        replicas = int(properties.get('ReplicasPerNodeGroup', int(properties.get('NumCacheClusters', 1)) - 1))
        if replicas < 1 and int(properties.get('NumNodeGroups', 1)) < 2:
            raise ResourceError('Automatic failover is not supported without a replica: ReplicasPerNodeGroup must be at least 1')
    return {name: value for name, value in properties.items() if name != 'ReplicationGroupMode'}


def _endpoint(work: Work, suffix: str) -> str:
    return f'{work.id}.{suffix}.{work.region}.cache.amazonaws.com'


def _at(member: str, part: str) -> Any:
    """Where the group is reached; which of the endpoints there are depends on the cluster mode."""
    return lambda _, group: str((group.get(member) or group['NodeGroups'][0].get(member) or {}).get(part, ''))


def _shards(work: Work, old: Properties | None) -> None:
    if old is not None and work.properties.get('NumNodeGroups', 1) != old.get('NumNodeGroups', 1):
        request = {'ReplicationGroupId': work.id, 'NodeGroupCount': work.properties['NumNodeGroups'], 'ApplyImmediately': True}
        work.aws.call(CACHE, 'ModifyReplicationGroupShardConfiguration', request)


def _port(work: Work, _: Any) -> str:
    return str(work.properties.get('Port', 6379))


TYPES: dict[str, Handler] = {
    'AWS::ElastiCache::User': ApiResource(
        CACHE, 'CreateUser', 'UserId', {'UserId': '{id}'}, prepare=_user, delete_op='DeleteUser',
        attributes={'Arn': lambda work, _: work.arn('elasticache', f'user:{work.id}'), 'Status': lambda *_: 'active'},
    ),
    'AWS::ElastiCache::UserGroup': ApiResource(
        CACHE, 'CreateUserGroup', 'UserGroupId', {'UserGroupId': '{id}'}, update_op='ModifyUserGroup', delete_op='DeleteUserGroup',
        implemented=False, attributes={'Arn': lambda work, _: work.arn('elasticache', f'usergroup:{work.id}')},
    ),
    'AWS::ElastiCache::SubnetGroup': ApiResource(
        CACHE, 'CreateCacheSubnetGroup', 'CacheSubnetGroupName', {'CacheSubnetGroupName': '{id}'}, name=('CacheSubnetGroupName', 255),
        lower=True, prepare=renamed(Description='CacheSubnetGroupDescription'), delete_op='DeleteCacheSubnetGroup',
    ),
    'AWS::ElastiCache::ParameterGroup': ApiResource(
        CACHE, 'CreateCacheParameterGroup', 'CacheParameterGroupName', {'CacheParameterGroupName': '{id}'},
        name=('CacheParameterGroupName', 255), lower=True, by_after=('Properties',), delete_op='DeleteCacheParameterGroup', implemented=False,
    ),
    'AWS::ElastiCache::ReplicationGroup': ApiResource(
        CACHE,
        'CreateReplicationGroup',
        'ReplicationGroupId',
        {'ReplicationGroupId': '{id}'},
        name=('ReplicationGroupId', 40),
        lower=True,
        prepare=_refuse_failover,
        after=_shards,
        update_op='ModifyReplicationGroup',
        by_update=('NumNodeGroups',),
        delete_op='DeleteReplicationGroup',
        describe_op='DescribeReplicationGroups',
        describe='ReplicationGroups.0',
        attributes={
            'ConfigurationEndPoint.Address': _at('ConfigurationEndpoint', 'Address'),
            'ConfigurationEndPoint.Port': _at('ConfigurationEndpoint', 'Port'),
            'PrimaryEndPoint.Address': _at('PrimaryEndpoint', 'Address'),
            'PrimaryEndPoint.Port': _at('PrimaryEndpoint', 'Port'),
            'ReaderEndPoint.Address': _at('ReaderEndpoint', 'Address'),
            'ReaderEndPoint.Port': _at('ReaderEndpoint', 'Port'),
        },
    ),
    'AWS::ElastiCache::ServerlessCache': ApiResource(
        CACHE,
        'CreateServerlessCache',
        'ServerlessCacheName',
        {'ServerlessCacheName': '{id}'},
        update_op='ModifyServerlessCache',
        delete_op='DeleteServerlessCache',
        implemented=False,
        attributes={
            'ARN': lambda work, _: work.arn('elasticache', f'serverlesscache:{work.id}'),
            'Endpoint.Address': lambda work, _: _endpoint(work, 'emulated.serverless'),
            'Endpoint.Port': _port,
            'ReaderEndpoint.Address': lambda work, _: _endpoint(work, 'emulated.serverless'),
            'ReaderEndpoint.Port': lambda *_: '6380',
        },
    ),
}
