"""Resource types: the project's own table, moto's models for the rest, and what nobody has."""

import functools

from .handler import Handler


@functools.cache
def _table() -> dict[str, Handler]:
    from . import access, cache, compute, database, edge, events, functions, messages, monitoring, network, routing, secrets, storage

    modules = (access, cache, compute, database, edge, events, functions, messages, monitoring, network, routing, secrets, storage)
    return {kind: handler for module in modules for kind, handler in module.TYPES.items()}


@functools.cache
def handler_of(kind: str) -> Handler:
    from .custom import CustomResource
    from .native import NativeResource, model_of
    from .placeholder import Placeholder

    if kind in _table():
        return _table()[kind]
    if kind.startswith('Custom::') or kind == 'AWS::CloudFormation::CustomResource':
        return CustomResource()
    return NativeResource(kind) if model_of(kind) else Placeholder()
