"""Change sets: what `cdk bootstrap`, `cdk diff` and the CLI's default way to deploy ask for."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .. import settings
from ..errors import RequestError
from . import stacks
from .changes import changed_properties, forces_replacement
from .deployment import Deployment
from .intrinsics import Resolver
from .stacks import Stack
from .template import parse, refuse_broken_references

NOTHING = "The submitted information didn't contain changes. Submit different information to create a change set."


@dataclass
class ChangeSet:
    name: str
    stack: Stack
    body: str
    parameters: dict[str, str]
    tags: dict[str, str]
    kind: str
    template: dict[str, Any] = field(init=False)
    status: str = 'CREATE_COMPLETE'
    reason: str | None = None
    executed: bool = False
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def __post_init__(self) -> None:
        self.id = f'arn:aws:cloudformation:{self.stack.region}:{settings.ACCOUNT}:changeSet/{self.name}/{uuid.uuid4()}'
        self.template = parse(self.body)
        refuse_broken_references(self.template)
        resolved = Resolver(self.stack, self.template, self.parameters).parameters
        same = self.template == self.stack.template and resolved == self.stack.resolved_parameters and self.tags == self.stack.tags
        if same and self.stack.status != 'REVIEW_IN_PROGRESS':
            self.status, self.reason = 'FAILED', NOTHING

    def changes(self) -> list[dict[str, Any]]:
        """What would change, as far as the templates alone say it."""
        before = {} if self.stack.status == 'REVIEW_IN_PROGRESS' else self.stack.template['Resources']
        after = self.template['Resources']
        found = [self._change('Remove', name, before[name]) for name in before if name not in after]
        for name, entry in after.items():
            if name not in before:
                found.append(self._change('Add', name, entry))
            elif entry != before[name]:
                old, new = before[name].get('Properties', {}), entry.get('Properties', {})
                replaced = bool(forces_replacement(entry['Type'], old, new)) or entry['Type'] != before[name]['Type']
                details = [
                    {'Target': {'Attribute': 'Properties', 'Name': property}, 'Evaluation': 'Static', 'ChangeSource': 'DirectModification'}
                    for property in changed_properties(old, new)
                ]
                found.append(self._change('Modify', name, entry, Replacement=str(replaced), Details=details, Scope=['Properties']))
        return found

    def _change(self, action: str, name: str, entry: dict[str, Any], **more: Any) -> dict[str, Any]:
        known = self.stack.resources.get(name)
        identity = {'PhysicalResourceId': known.physical_id} if known else {}
        return {'Type': 'Resource', 'ResourceChange': {'Action': action, 'LogicalResourceId': name, 'ResourceType': entry['Type'], **identity, **more}}

    def execute(self) -> None:
        if self.status != 'CREATE_COMPLETE' or self.executed:
            raise RequestError(f'ChangeSet [{self.id}] cannot be executed in its current status of [{self.status}]')
        self.executed = True
        with self.stack.busy:
            verb = 'CREATE' if self.stack.status == 'REVIEW_IN_PROGRESS' else 'UPDATE'
            run(Deployment(self.stack, self.template, self.parameters), verb, self.body, self.tags)


def run(deployment: Deployment, verb: str, body: str, tags: dict[str, str]) -> None:
    stack = deployment.stack
    if verb == 'CREATE':
        stack.body, stack.tags, stack.template = body, tags, deployment.template
    deployment.run(verb)
    if stack.status == 'UPDATE_COMPLETE':
        stack.body, stack.tags = body, tags
    if verb == 'UPDATE':
        stack.updated = stack.events[-1]['Timestamp']


_change_sets: list[ChangeSet] = []


def add(change_set: ChangeSet) -> None:
    _change_sets.append(change_set)


def find(region: str, name: str, stack_name: str | None) -> ChangeSet:
    for one in reversed(_change_sets):
        if one.stack.region == region and (one.id == name or (one.name == name and stack_name in (one.stack.name, one.stack.id))):
            return one
    raise RequestError(f'ChangeSet [{name}] does not exist')


def of_stack(stack: Stack) -> list[ChangeSet]:
    return [one for one in _change_sets if one.stack is stack]


def remove(change_set: ChangeSet) -> None:
    _change_sets.remove(change_set)


def reviewed_stack(region: str, name: str, kind: str, body: str) -> Stack:
    """The stack that a change set is for; a new one is there for review only."""
    found = [stack for stack in stacks.live(region) if name in (stack.name, stack.id)]
    if found:
        if kind == 'CREATE' and found[0].status != 'REVIEW_IN_PROGRESS':
            raise RequestError(f'Stack [{name}] already exists and cannot be created again with the changeSet')
        return found[0]
    if kind != 'CREATE':
        raise RequestError(f'Stack [{name}] does not exist')
    stack = Stack(name, region, body, parse(body), status='REVIEW_IN_PROGRESS')
    stacks.add(stack)
    stack.set_status('REVIEW_IN_PROGRESS', 'User Initiated')
    return stack
