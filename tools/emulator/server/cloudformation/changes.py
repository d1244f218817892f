"""What differs between two versions of a resource, and whether that needs a new one."""

from collections.abc import Mapping, Sequence
from typing import Any

_create_only: Mapping[str, Sequence[str]] = {}


def use_create_only(properties: Mapping[str, Sequence[str]]) -> None:
    """The service spec's list, by type, of dotted paths of properties that cannot change in place; lists are looked through."""
    global _create_only
    _create_only = properties


def changed_properties(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*old, *new} if normal(old.get(name)) != normal(new.get(name)))


def forces_replacement(kind: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [path for path in _create_only.get(kind, ()) if normal(_at(old, path.split('.'))) != normal(_at(new, path.split('.')))]


def normal(value: Any) -> Any:
    """Templates may write numbers and booleans as text; that is no difference."""
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def _at(value: Any, path: list[str]) -> Any:
    if not path:
        return value
    if path[0] in ('*', '[]'):
        path = path[1:]
    if isinstance(value, list):
        return [_at(item, path) for item in value]
    return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else None
