"""What CloudFormation knows: stacks, their resources, events and exports, by region."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .. import outcomes, settings
from ..aws import Aws
from ..errors import RequestError


@dataclass
class Resource:
    """A resource of a stack, as it was last made or changed."""

    logical_id: str
    type: str
    physical_id: str = ''
    # Resolved, apart from dynamic references: those are looked up again whenever the resource is touched.
    properties: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    # What a handler needs to remember between its calls.
    state: dict[str, Any] = field(default_factory=dict)
    deletion_policy: str = 'Delete'
    update_replace_policy: str = 'Delete'
    path: str = ''
    # Logical ids of what has to exist for as long as this does.
    needs: set[str] = field(default_factory=set)
    status: str = 'CREATE_IN_PROGRESS'
    status_reason: str | None = None
    updated: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


@dataclass
class Stack:
    name: str
    region: str
    body: str
    template: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    resolved_parameters: dict[str, Any] = field(default_factory=dict)
    role_arn: str | None = None
    termination_protection: bool = False
    policy: str | None = None
    status: str = 'CREATE_IN_PROGRESS'
    status_reason: str | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    events: list[dict[str, Any]] = field(default_factory=list)
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))
    updated: datetime | None = None
    deleted: datetime | None = None
    busy: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.id = f'arn:aws:cloudformation:{self.region}:{settings.ACCOUNT}:stack/{self.name}/{uuid.uuid4()}'
        self.aws = Aws(self.region)

    def set_status(self, status: str, reason: str | None = None) -> None:
        self.status, self.status_reason = status, reason
        self.event(self.name, self.id, 'AWS::CloudFormation::Stack', status, reason)

    def event(self, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None = None) -> None:
        self.events.append(
            {
                'StackId': self.id,
                'StackName': self.name,
                'EventId': f'{logical_id}-{status}-{uuid.uuid4()}',
                'LogicalResourceId': logical_id,
                'PhysicalResourceId': physical_id,
                'ResourceType': kind,
                'ResourceStatus': status,
                'ResourceStatusReason': reason,
                'Timestamp': datetime.now(timezone.utc),
            }
        )

    def resource_event(self, resource: Resource, status: str, reason: str | None = None) -> None:
        resource.status, resource.status_reason, resource.updated = status, reason, datetime.now(timezone.utc)
        self.event(resource.logical_id, resource.physical_id, resource.type, status, reason)

    def log(self, resource: Resource, action: str, outcome: str, message: str = '') -> None:
        outcomes.record(
            kind='resource',
            stack=self.name,
            region=self.region,
            logicalId=resource.logical_id,
            type=resource.type,
            path=resource.path,
            action=action,
            outcome=outcome,
            physicalId=resource.physical_id,
            message=message,
        )

    @property
    def exports(self) -> dict[str, Any]:
        return {output['ExportName']: output['OutputValue'] for output in self.outputs.values() if 'ExportName' in output}


_stacks: dict[str, list[Stack]] = {}


def add(stack: Stack) -> None:
    _stacks.setdefault(stack.region, []).append(stack)


def all_stacks(region: str) -> list[Stack]:
    return list(_stacks.get(region, []))


def live(region: str) -> Iterator[Stack]:
    return (stack for stack in all_stacks(region) if stack.status != 'DELETE_COMPLETE')


def find(region: str, name_or_id: str) -> Stack:
    """A live stack by its name, or any stack by its id."""
    for stack in all_stacks(region):
        if stack.id == name_or_id or (stack.name == name_or_id and stack.status != 'DELETE_COMPLETE'):
            return stack
    raise RequestError(f'Stack with id {name_or_id} does not exist')


def exported(region: str) -> dict[str, tuple[Stack, Any]]:
    return {name: (stack, value) for stack in live(region) for name, value in stack.exports.items()}


def importers(region: str, export: str) -> list[str]:
    return sorted(stack.name for stack in live(region) if export in stack.imports)
