"""RDS and DynamoDB."""

from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work, renamed
from .tables import GlobalTable, Table

RDS = 'rds'


class ParameterGroup(ApiResource):
    """A group of engine parameters; CloudFormation has them as a map, the API as a list that is sent after the group is there."""

    def __init__(self, kind: str) -> None:
        name = f'{kind}Name'
        super().__init__(
            RDS, f'Create{kind}', name, {name: '{id}'}, name=(name, 255), lower=True,
            prepare=renamed(Family='DBParameterGroupFamily'), after=self._parameters, by_after=('Parameters',), delete_op=f'Delete{kind}',
        )
        self.kind = kind

    def _parameters(self, work: Work, old: Properties | None) -> None:
        values = [
            {'ParameterName': name, 'ParameterValue': str(value), 'ApplyMethod': 'pending-reboot'}
            for name, value in work.properties.get('Parameters', {}).items()
        ]
        if values:
            work.aws.call(RDS, f'Modify{self.kind}', {f'{self.kind}Name': work.id, 'Parameters': values})


def _cluster(work: Work, properties: Properties) -> Properties:
    names = {'EnableIAMDatabaseAuthentication': 'EnableIAMDatabaseAuthentication'}
    ignored = {'DeleteAutomatedBackups'}  # a parameter of the deletion
    return {names.get(name, name): value for name, value in properties.items() if name not in ignored}


def _instance(work: Work, properties: Properties) -> Properties:
    names = {'VPCSecurityGroups': 'VpcSecurityGroupIds', 'PerformanceInsightsKMSKeyId': 'PerformanceInsightsKMSKeyId'}
    ignored = {'DeleteAutomatedBackups'}
    prepared = {names.get(name, name): value for name, value in properties.items() if name not in ignored}
    if 'SourceDBInstanceIdentifier' in properties:
        _refuse_replica(work, properties)
    elif 'DBClusterIdentifier' in properties:
        for name in ('AllocatedStorage', 'MasterUsername', 'MasterUserPassword', 'BackupRetentionPeriod'):
            if name in properties:
                raise ResourceError(f'The requested DB Instance will be a member of a DB Cluster; {name} is set on the cluster')
    elif 'DBSnapshotIdentifier' not in properties and 'AllocatedStorage' not in properties:
        raise ResourceError('Property AllocatedStorage cannot be empty')
    return prepared


def _refuse_replica(work: Work, properties: Properties) -> None:
    source = properties['SourceDBInstanceIdentifier'].rsplit(':', 1)[-1]
    found = work.aws.call(RDS, 'DescribeDBInstances', {'DBInstanceIdentifier': source})['DBInstances'][0]
    if not found.get('BackupRetentionPeriod'):
        raise ResourceError(f'Automated backups are not enabled for this database instance: {source}. A replica needs them')
    for name in ('MasterUsername', 'MasterUserPassword', 'DBName', 'Engine', 'StorageEncrypted', 'BackupRetentionPeriod'):
        if name in properties and name not in ('Engine', 'BackupRetentionPeriod'):
            raise ResourceError(f'{name} cannot be specified for a read replica')


class Instance(ApiResource):
    def create(self, work: Work) -> None:
        if 'SourceDBInstanceIdentifier' not in work.properties:
            return super().create(work)
        name = work.properties.get('DBInstanceIdentifier') or work.generated_name(63, lower=True)
        request = {**_instance(work, work.properties), 'DBInstanceIdentifier': name}
        work.aws.call(RDS, 'CreateDBInstanceReadReplica', request, only_known=True)
        work.id = work.resource.state['name'] = name

    def delete(self, work: Work, snapshot: bool = False) -> None:
        source = {'DBInstanceIdentifier': work.id}
        if work.aws.find(RDS, 'DescribeDBInstances', source):
            final = snapshot and 'SourceDBInstanceIdentifier' not in work.properties and 'DBClusterIdentifier' not in work.properties
            work.aws.call(RDS, 'DeleteDBInstance', source | _final(work, final))
            work.message = 'left a final snapshot' if final else ''


class Cluster(ApiResource):
    def delete(self, work: Work, snapshot: bool = False) -> None:
        source = {'DBClusterIdentifier': work.id}
        if work.aws.find(RDS, 'DescribeDBClusters', source):
            work.aws.call(RDS, 'DeleteDBCluster', source | _final(work, snapshot))
            work.message = 'left a final snapshot' if snapshot else ''


def _final(work: Work, snapshot: bool) -> Properties:
    if not snapshot:
        return {'SkipFinalSnapshot': True}
    return {'SkipFinalSnapshot': False, 'FinalDBSnapshotIdentifier': work.generated_name(200, lower=True)}


TYPES: dict[str, Handler] = {
    'AWS::RDS::DBSubnetGroup': ApiResource(
        RDS, 'CreateDBSubnetGroup', 'DBSubnetGroupName', {'DBSubnetGroupName': '{id}'}, name=('DBSubnetGroupName', 255), lower=True,
        update_op='ModifyDBSubnetGroup', delete_op='DeleteDBSubnetGroup',
    ),
    'AWS::RDS::DBParameterGroup': ParameterGroup('DBParameterGroup'),
    'AWS::RDS::DBClusterParameterGroup': ParameterGroup('DBClusterParameterGroup'),
    'AWS::RDS::DBCluster': Cluster(
        RDS,
        'CreateDBCluster',
        'DBClusterIdentifier',
        {'DBClusterIdentifier': '{id}'},
        name=('DBClusterIdentifier', 63),
        lower=True,
        prepare=_cluster,
        update_op='ModifyDBCluster',
        describe_op='DescribeDBClusters',
        describe='DBClusters.0',
        attributes={
            'Endpoint.Address': 'Endpoint',
            'Endpoint.Port': lambda _, cluster: str(cluster['Port']),
            'ReadEndpoint.Address': 'ReaderEndpoint',
            'DBClusterResourceId': 'DbClusterResourceId',
            'DBClusterArn': 'DBClusterArn',
        },
    ),
    'AWS::RDS::DBInstance': Instance(
        RDS,
        'CreateDBInstance',
        'DBInstanceIdentifier',
        {'DBInstanceIdentifier': '{id}'},
        name=('DBInstanceIdentifier', 63),
        lower=True,
        prepare=_instance,
        update_op='ModifyDBInstance',
        describe_op='DescribeDBInstances',
        describe='DBInstances.0',
        attributes={
            'Endpoint.Address': 'Endpoint.Address',
            'Endpoint.Port': lambda _, instance: str(instance['Endpoint']['Port']),
            'DbiResourceId': 'DbiResourceId',
            'DBInstanceArn': 'DBInstanceArn',
        },
    ),
    'AWS::RDS::DBProxy': ApiResource(
        RDS, 'CreateDBProxy', 'DBProxyName', {'DBProxyName': '{id}'}, name=('DBProxyName', 63), delete_op='DeleteDBProxy',
        describe_op='DescribeDBProxies', describe='DBProxies.0',
        attributes={'Endpoint': 'Endpoint', 'DBProxyArn': 'DBProxyArn', 'VpcId': 'VpcId'},
    ),
    'AWS::RDS::DBProxyEndpoint': ApiResource(
        RDS, 'CreateDBProxyEndpoint', 'DBProxyEndpointName', {'DBProxyEndpointName': '{id}'}, update_op='ModifyDBProxyEndpoint',
        delete_op='DeleteDBProxyEndpoint', implemented=False,
        attributes={
            'Endpoint': lambda work, _: f'{work.id}.endpoint.proxy-emulated.{work.region}.rds.amazonaws.com',
            'DBProxyEndpointArn': lambda work, _: work.arn('rds', f'db-proxy-endpoint:{work.id}'),
        },
    ),
    'AWS::RDS::GlobalCluster': ApiResource(
        RDS, 'CreateGlobalCluster', 'GlobalClusterIdentifier', {'GlobalClusterIdentifier': '{id}'}, name=('GlobalClusterIdentifier', 63),
        lower=True, delete_op='DeleteGlobalCluster',
        attributes={'GlobalEndpoint.Address': lambda work, _: f'{work.id}.global-emulated.global.rds.amazonaws.com'},
    ),
    'AWS::RDS::DBProxyTargetGroup': None,  # type: ignore[dict-item]
    'AWS::DynamoDB::GlobalTable': GlobalTable(),
    'AWS::DynamoDB::Table': Table(),
}


class ProxyTargets(Handler):
    def create(self, work: Work) -> None:
        request = {name: work.properties[name] for name in ('DBProxyName', 'TargetGroupName')}
        targets = {name: value for name, value in work.properties.items() if name in ('DBClusterIdentifiers', 'DBInstanceIdentifiers')}
        work.aws.call(RDS, 'RegisterDBProxyTargets', request | targets)
        groups = work.aws.call(RDS, 'DescribeDBProxyTargetGroups', request)
        work.id = at(groups, 'TargetGroups.0.TargetGroupArn')
        self._pool(work)

    def _pool(self, work: Work) -> None:
        pool = work.properties.get('ConnectionPoolConfigurationInfo')
        if pool:
            request = {name: work.properties[name] for name in ('DBProxyName', 'TargetGroupName')}
            work.aws.call(RDS, 'ModifyDBProxyTargetGroup', {**request, 'ConnectionPoolConfig': pool})

    def read(self, work: Work) -> dict[str, Any]:
        return {'TargetGroupArn': work.id}

    def update(self, work: Work, old: Properties) -> None:
        self._pool(work)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        names = ('DBProxyName', 'TargetGroupName', 'DBClusterIdentifiers', 'DBInstanceIdentifiers')
        work.aws.find(RDS, 'DeregisterDBProxyTargets', {name: work.properties[name] for name in names if name in work.properties})


TYPES['AWS::RDS::DBProxyTargetGroup'] = ProxyTargets()
