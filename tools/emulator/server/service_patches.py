"""Corrections of moto's services: what it gets wrong and this project's stacks touch. Each says what AWS does."""

from collections.abc import Callable

from moto.core import utils
from moto.rds.models import DBCluster

from . import aws


def _aurora_storage() -> None:
    """StorageType `aurora` and `aurora-iopt1`, the only ones that Aurora has today, are unknown to moto."""
    original: Callable[[str, str], int] = DBCluster.default_allocated_storage
    DBCluster.default_allocated_storage = staticmethod(
        lambda engine, storage_type: 1 if storage_type.startswith('aurora') else original(engine, storage_type)
    )


def _one_reader_of_models() -> None:
    """moto looks for every API model anew on the disk; the clients' reader has most of them already."""
    utils.create_loader = aws.model_loader


def install() -> None:
    _one_reader_of_models()
    _aurora_storage()
