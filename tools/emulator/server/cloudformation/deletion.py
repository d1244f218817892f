"""Deletes stacks and resources: dependents first, as deletion policies say, and never quietly."""

from collections.abc import Iterable

from ..errors import reason
from ..resources import handler_of
from ..resources.handler import Work
from . import references, stacks
from .stacks import Resource, Stack
from .template import in_order


def delete_stack(stack: Stack, retained: Iterable[str] = ()) -> None:
    stack.set_status('DELETE_IN_PROGRESS', 'User Initiated')
    for name in stack.exports:
        users = stacks.importers(stack.region, name)
        if users:
            stack.set_status('DELETE_FAILED', f'Cannot delete export {name} as it is in use by {", ".join(users)}')
            return
    failed: list[str] = []
    kept_back: set[str] = set()
    for resource in in_deletion_order(stack.resources.values()):
        name = resource.logical_id
        if name in kept_back:
            continue
        policy = 'Retain' if name in retained else resource.deletion_policy
        if delete_resource(stack, resource, policy):
            del stack.resources[name]
        else:
            failed.append(name)
            kept_back |= _needed_by(stack, name)
    if failed:
        stack.set_status('DELETE_FAILED', f'The following resource(s) failed to delete: [{", ".join(sorted(failed))}]. ')
        return
    stack.outputs, stack.imports = {}, set()
    stack.set_status('DELETE_COMPLETE')


def delete_resource(stack: Stack, resource: Resource, policy: str) -> bool:
    if policy in ('Retain', 'RetainExceptOnCreate'):
        stack.resource_event(resource, 'DELETE_SKIPPED')
        stack.log(resource, 'retain', handler_of(resource.type).outcome)
        return True
    stack.resource_event(resource, 'DELETE_IN_PROGRESS')
    handler = handler_of(resource.type)
    work = Work(stack, resource, resource.properties)
    try:
        work.properties = references.look_up(resource.properties, stack.aws) if handler.needs_secrets_to_delete else resource.properties
        handler.delete(work, snapshot=policy == 'Snapshot')
    except Exception as error:
        stack.resource_event(resource, 'DELETE_FAILED', reason(error))
        stack.log(resource, 'delete', 'failed', reason(error))
        return False
    stack.resource_event(resource, 'DELETE_COMPLETE')
    stack.log(resource, 'delete', work.outcome, work.message)
    return True


def in_deletion_order(resources: Iterable[Resource]) -> list[Resource]:
    by_name = {resource.logical_id: resource for resource in resources}
    return [by_name[name] for name in reversed(in_order({name: resource.needs for name, resource in by_name.items()}))]


def _needed_by(stack: Stack, name: str) -> set[str]:
    """What a resource needs, near and far: it has to stay for as long as the resource stays."""
    found: set[str] = set()
    rest = [name]
    while rest:
        resource = stack.resources.get(rest.pop())
        near = (resource.needs & set(stack.resources)) - found if resource else set()
        found |= near
        rest += near
    return found
