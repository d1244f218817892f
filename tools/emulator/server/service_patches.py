"""Corrections of moto's services: what it gets wrong and this project's stacks touch. Each says what AWS does."""

import copy
import json
from collections.abc import Callable
from typing import Any

from moto.backup.responses import BackupResponse
from moto.core import utils
from moto.core.responses import ActionResult
from moto.elasticache.models import ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse
from moto.rds.models import DBCluster, DBSubnetGroup, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from . import aws


def _aurora_storage() -> None:
    """StorageType `aurora` and `aurora-iopt1`, the only ones that Aurora has today, are unknown to moto."""
    original: Callable[[str, str], int] = DBCluster.default_allocated_storage
    DBCluster.default_allocated_storage = staticmethod(
        lambda engine, storage_type: 1 if storage_type.startswith('aurora') else original(engine, storage_type)
    )


def _global_databases_of_clusters() -> None:
    """A global database is made from a cluster of any region; moto looks for it in one region alone, and keeps an ARN where it looks for a name."""
    create, describe = RDSBackend.create_global_cluster, RDSBackend.describe_db_clusters

    def create_global_cluster(self: RDSBackend, global_cluster_identifier: str, *values: Any, **named: Any) -> Any:
        found = create(self, global_cluster_identifier, *values, **named)
        for member in found.members:
            member.global_cluster_identifier = global_cluster_identifier
        return found

    def describe_db_clusters(self: RDSBackend, db_cluster_identifier: str | None = None, filters: Any = None) -> list[DBCluster]:
        if not (db_cluster_identifier or '').startswith('arn:'):
            return describe(self, db_cluster_identifier, filters)
        _, _, _, region, account, _, name = str(db_cluster_identifier).split(':')
        return describe(rds_backends[account][region], name, filters)

    RDSBackend.create_global_cluster, RDSBackend.describe_db_clusters = create_global_cluster, describe_db_clusters


def _proxies_without_secrets() -> None:
    """A proxy that clients reach by IAM alone has no list of secrets; moto wants one."""
    original = RDSResponse.create_db_proxy

    def create_db_proxy(self: RDSResponse) -> ActionResult:
        if 'Auth' not in self.params:
            self.params['Auth'] = []
        return original(self)

    RDSResponse.create_db_proxy = create_db_proxy


def _one_reader_of_models() -> None:
    """moto looks for every API model anew on the disk; the clients' reader has most of them already."""
    utils.create_loader = aws.model_loader


def _replication_groups_go_and_grow() -> None:
    """moto leaves deleted groups at `deleting` for ever, and can neither reshard them nor delete subnet groups."""

    def delete_group(self: ElastiCacheBackend, replication_group_id: str, retain_primary_cluster: bool | None = None) -> ReplicationGroup:
        group = original(self, replication_group_id, retain_primary_cluster)
        return self.replication_groups.pop(replication_group_id, group)

    def reshard(self: ElastiCacheResponse) -> ActionResult:
        name, count = self._get_param('ReplicationGroupId'), int(self._get_param('NodeGroupCount'))
        group = self.elasticache_backend.describe_replication_groups(replication_group_id=name)[0]
        del group.node_groups[count:]
        while len(group.node_groups) < count:
            shard, number = copy.deepcopy(group.node_groups[0]), f'{len(group.node_groups) + 1:0>4}'
            shard['node_group_id'] = number
            for member in shard['node_group_members']:
                member['cache_cluster_id'] = member['cache_cluster_id'].replace(f'{name}-0001', f'{name}-{number}')
            group.node_groups.append(shard)
        group.member_clusters = [one['cache_cluster_id'] for shard in group.node_groups for one in shard['node_group_members']]
        return ActionResult({'ReplicationGroup': group})

    def delete_subnets(self: ElastiCacheResponse) -> ActionResult:
        name = self._get_param('CacheSubnetGroupName')
        self.elasticache_backend.describe_cache_subnet_groups(name)
        del self.elasticache_backend.cache_subnet_groups[name]
        return ActionResult({})

    original = ElastiCacheBackend.delete_replication_group
    ElastiCacheBackend.delete_replication_group = delete_group
    ElastiCacheResponse.modify_replication_group_shard_configuration = reshard
    ElastiCacheResponse.delete_cache_subnet_group = delete_subnets


def _subnet_groups_stay() -> None:
    """moto takes a subnet group out when it changes it, and does not put it back."""
    original = RDSBackend.modify_db_subnet_group

    def modify_db_subnet_group(self: RDSBackend, subnet_name: str, *rest: Any, **named: Any) -> DBSubnetGroup:
        self.subnet_groups[subnet_name] = original(self, subnet_name, *rest, **named)
        return self.subnet_groups[subnet_name]

    RDSBackend.modify_db_subnet_group = modify_db_subnet_group


def _backup_plans_change() -> None:
    """moto makes plans and deletes them; AWS also puts another document in the place of one."""

    def update_backup_plan(self: BackupResponse) -> str:
        plan = self.backup_backend.get_backup_plan(backup_plan_id=self.path.rstrip('/').split('/')[-1], version_id=None)
        plan.backup_plan = json.loads(self.body)['BackupPlan']
        return json.dumps(dict(plan.to_dict()))

    BackupResponse.update_backup_plan = update_backup_plan


def install() -> None:
    _subnet_groups_stay()
    _backup_plans_change()
    _replication_groups_go_and_grow()
    _one_reader_of_models()
    _global_databases_of_clusters()
    _proxies_without_secrets()
    _aurora_storage()
