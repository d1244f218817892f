"""What a resource type has to be able to do, and the usual way to do it with the service's own API."""

import random
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import settings
from ..aws import at, input_shape
from ..errors import ResourceError
from ..shapes import member_name

if TYPE_CHECKING:
    from ..cloudformation.stacks import Resource, Stack


class Work:
    """One resource of one stack, while something is done to it."""

    def __init__(self, stack: 'Stack', resource: 'Resource', properties: dict[str, Any]) -> None:
        self.stack, self.resource, self.properties = stack, resource, properties
        self.aws, self.region, self.account = stack.aws, stack.region, settings.ACCOUNT
        self.outcome = 'extended'
        self.message = ''

    @property
    def id(self) -> str:
        return self.resource.physical_id

    @id.setter
    def id(self, value: str) -> None:
        self.resource.physical_id = value

    def generated_name(self, most: int = 64, lower: bool = False) -> str:
        """As CloudFormation names what has no name: stack, logical id and a random part, shortened from the left of the id."""
        suffix = ''.join(random.choices(string.ascii_uppercase + string.digits, k=12))
        stem = f'{self.stack.name}-{self.resource.logical_id}'[: most - 13].rstrip('-')
        name = f'{stem}-{suffix}'
        return name.lower() if lower else name

    def arn(self, service: str, rest: str, region: str | None = None) -> str:
        return f'arn:aws:{service}:{self.region if region is None else region}:{self.account}:{rest}'


class Handler:
    """A resource type."""

    outcome = 'extended'
    needs_secrets_to_delete = False

    def create(self, work: Work) -> None:
        raise NotImplementedError

    def read(self, work: Work) -> dict[str, Any]:
        """The attributes for Fn::GetAtt."""
        return {}

    def update(self, work: Work, old: dict[str, Any]) -> None:
        raise ResourceError(f'the emulator knows no call that changes {work.resource.type} in place')

    def delete(self, work: Work, snapshot: bool = False) -> None:
        raise NotImplementedError

    def refuse_same_name(self, old: 'Resource', new: 'Resource') -> None:
        """A replacement is made beside its predecessor, so that both cannot have the same name."""


Properties = dict[str, Any]


@dataclass
class ApiResource(Handler):
    """A type whose life is a create, an update and a delete operation of one service.

    `id` is the property or, after `>`, the path in the answer to `create` that holds the physical id (the value of Ref). `key` are the
    parameters that name the resource to the other operations; `{id}` stands for the physical id, `{Name}` for a property.
    """

    service: str
    create_op: str
    id: str
    key: Mapping[str, Any] = field(default_factory=dict)
    # The property that names it, and the length of a generated name.
    name: tuple[str, int] | None = None
    lower: bool = False
    prepare: Callable[[Work, Properties], Properties] = lambda work, properties: properties
    # Further calls after create (old is None) and update.
    after: Callable[[Work, Properties | None], None] | None = None
    # Properties that `after` takes care of.
    by_after: Sequence[str] = ()
    # Properties that create takes, and whose change is the work of `after`.
    by_update: Sequence[str] = ()
    update_op: str | None = None
    delete_op: str | None = None
    delete_key: Mapping[str, Any] | None = None
    before_delete: Callable[[Work], None] | None = None
    describe_op: str | None = None
    describe: str = ''
    describe_key: Mapping[str, Any] | None = None
    attributes: Mapping[str, str | Callable[[Work, Any], Any]] = field(default_factory=dict)
    # A create operation that overwrites what has the same name: CloudFormation refuses that.
    overwrites: bool = False
    # False where moto lacks the operations: the request is checked against the API's model and not sent.
    implemented: bool = True

    def __post_init__(self) -> None:
        self.outcome = 'extended' if self.implemented else 'checked'

    def create(self, work: Work) -> None:
        if self.name and self.name[0] not in work.properties:
            work.properties = {**work.properties, self.name[0]: work.generated_name(self.name[1], self.lower)}
        elif self.name and self.overwrites and self._exists(work):
            raise ResourceError(f'{work.properties[self.name[0]]} already exists')
        parameters = self._without_after(self.prepare(work, work.properties))
        answer = self._send(work, self.create_op, parameters)
        work.id = self._physical_id(work, answer)
        if self.name:
            work.resource.state['name'] = work.properties[self.name[0]]
        if self.after:
            self.after(work, None)

    def _physical_id(self, work: Work, answer: Any) -> str:
        if not self.id.startswith('>'):
            return str(work.properties[self.id])
        return str(at(answer, self.id[1:])) if self.implemented else work.generated_name(40)

    def _send(self, work: Work, operation: str, parameters: Properties, only_known: bool = False) -> Any:
        work.outcome = self.outcome
        if self.implemented:
            return work.aws.call(self.service, operation, parameters, only_known)
        work.aws.check(self.service, operation, parameters, only_known)
        return None

    def _exists(self, work: Work) -> bool:
        from ..cloudformation import stacks

        name, kind = work.properties[self.name[0]], work.resource.type
        living = (resource for stack in stacks.live(work.region) for resource in stack.resources.values())
        return any(other.type == kind and other.state.get('name') == name and other is not work.resource for other in living)

    def _without_after(self, properties: Properties) -> Properties:
        return {name: value for name, value in properties.items() if name not in self.by_after}

    def _key(self, work: Work, key: Mapping[str, Any]) -> Properties:
        values = {**work.properties, **work.resource.state, 'id': work.id}
        return {name: _fill(value, values) for name, value in key.items()}

    def update(self, work: Work, old: Properties) -> None:
        if self.name and self.name[0] not in work.properties:
            work.properties = {**work.properties, self.name[0]: work.resource.state.get('name', work.id)}
        new = self.prepare(work, work.properties)
        before = self._prepared(work, old)
        changed = {name for name in {*new, *before} if new.get(name) != before.get(name)}
        changed -= {*self.by_after, *self.by_update}
        if self.name:
            changed.discard(self.name[0])
        shape = input_shape(self.service, self.update_op) if self.update_op else None
        beyond = sorted(name for name in changed if shape is None or member_name(shape, name) is None)
        if beyond:
            raise ResourceError(f'the emulator knows no call that changes {", ".join(beyond)} of {work.resource.type} in place')
        removed = sorted(name for name in changed if name not in new)
        if removed:
            work.message = f'removed without effect: {", ".join(removed)}'
        if changed:
            self._send(work, self.update_op, {**self._without_after(new), **self._key(work, self.key)}, only_known=True)
        work.outcome = self.outcome
        if self.after:
            self.after(work, old)

    def _prepared(self, work: Work, properties: Properties) -> Properties:
        try:
            return self.prepare(work, properties)
        except ResourceError:  # a version that was refused, when its update is taken back
            return {}

    def read(self, work: Work) -> dict[str, Any]:
        description: Any = None
        if self.describe_op and self.implemented:
            key = self._key(work, self.key if self.describe_key is None else self.describe_key)
            description = at(work.aws.call(self.service, self.describe_op, key), self.describe)
        found = {}
        for name, source in self.attributes.items():
            found[name] = source(work, description) if callable(source) else at(description, source) if source else work.id
        return found

    def delete(self, work: Work, snapshot: bool = False) -> None:
        if self.before_delete:
            self.before_delete(work)
        work.outcome = self.outcome
        if not self.delete_op:
            return
        parameters = self._key(work, self.key if self.delete_key is None else self.delete_key)
        if self.implemented:
            shape = input_shape(self.service, self.delete_op)
            work.aws.find(self.service, self.delete_op, {name: value for name, value in parameters.items() if member_name(shape, name)})

    def refuse_same_name(self, old: 'Resource', new: 'Resource') -> None:
        if not self.name:
            return
        name = new.properties.get(self.name[0])
        if name is not None and name == old.properties.get(self.name[0]):
            raise ResourceError(
                'CloudFormation cannot update a stack when a custom-named resource requires replacing. '
                f'Rename {name} and update the stack again. (already exists)'
            )


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_fill(item, values) for item in value]
    if isinstance(value, str) and value.startswith('{') and value.endswith('}'):
        return values[value[1:-1]]
    return value


def renamed(**names: str) -> Callable[[Work, Properties], Properties]:
    """A `prepare` that only gives properties the API's names."""
    return lambda work, properties: {names.get(name, name): value for name, value in properties.items()}
