"""Corrections of moto's services: what it gets wrong and this project's stacks touch. Each says what AWS does."""

from collections.abc import Callable

from moto.rds.models import DBCluster


def _aurora_storage() -> None:
    """StorageType `aurora` and `aurora-iopt1`, the only ones that Aurora has today, are unknown to moto."""
    original: Callable[[str, str], int] = DBCluster.default_allocated_storage
    DBCluster.default_allocated_storage = staticmethod(
        lambda engine, storage_type: 1 if storage_type.startswith('aurora') else original(engine, storage_type)
    )


def install() -> None:
    _aurora_storage()
