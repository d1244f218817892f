"""Creates and updates stacks: in order of dependency, with a rollback as soon as one resource fails."""

from typing import Any

from ..errors import RequestError, ResourceError, reason
from ..resources import handler_of
from ..resources.handler import Work
from . import deletion, references, stacks
from .changes import changed_properties, forces_replacement
from .intrinsics import Resolver
from .stack_policy import refuse_denied
from .stacks import Resource, Stack
from .template import in_order, needs


class Failed(Exception):
    """The operation has to be rolled back; the message is the stack's status reason."""


class Deployment:
    """One creation or update of a stack."""

    def __init__(self, stack: Stack, template: dict[str, Any], parameters: dict[str, str]) -> None:
        self.stack, self.template, self.parameters = stack, template, parameters
        self.resolver = Resolver(stack, template, parameters)
        self.wanted = {name: entry for name, entry in template['Resources'].items() if self.resolver.applies(entry)}
        self.order = in_order({name: needs(entry) for name, entry in self.wanted.items()})
        self.created: list[Resource] = []
        self.changed: list[tuple[Resource, Resource]] = []
        self.replaced: list[tuple[Resource, Resource]] = []

    def run(self, verb: str) -> None:
        stack = self.stack
        outputs, imports = stack.outputs, stack.imports
        stack.set_status(f'{verb}_IN_PROGRESS', 'User Initiated')
        try:
            self._refuse_removed_exports()
            self._refuse_denied_deletions()
            for name in self.order:
                self._apply(name, verb)
            stack.outputs, stack.imports = self._outputs(), self.resolver.imports
        except Failed as failure:
            stack.outputs, stack.imports = outputs, imports
            self._roll_back(verb, str(failure))
            return
        stack.template, stack.parameters, stack.resolved_parameters = self.template, self.parameters, self.resolver.parameters
        if verb == 'UPDATE':
            self._clean_up()
        stack.set_status(f'{verb}_COMPLETE')

    def _apply(self, name: str, verb: str) -> None:
        entry, old = self.wanted[name], self.stack.resources.get(name)
        resource = Resource(
            logical_id=name,
            type=entry['Type'],
            deletion_policy=entry.get('DeletionPolicy', 'Snapshot' if _is_database_without_cluster(entry) else 'Delete'),
            update_replace_policy=entry.get('UpdateReplacePolicy', 'Delete'),
            path=entry.get('Metadata', {}).get('aws:cdk:path', ''),
            needs=needs(entry),
        )
        action = 'create'
        try:
            resource.properties = self.resolver.resolve(entry.get('Properties', {}))
            if old is None:
                self._create(resource)
            else:
                action = self._change(old, resource)
        except Exception as error:
            self._fail(resource, old, action, error)

    def _fail(self, resource: Resource, old: Resource | None, action: str, error: Exception) -> None:
        message = reason(error)
        resource.physical_id = resource.physical_id or (old.physical_id if old else '')
        verb = 'CREATE' if old is None else 'UPDATE'
        self.stack.resource_event(resource, f'{verb}_FAILED', message)
        self.stack.log(resource, 'create' if old is None else 'update', 'failed', message)
        raise Failed(f'The following resource(s) failed to {verb.lower()}: [{resource.logical_id}]. ') from error

    def _create(self, resource: Resource) -> None:
        self.stack.resource_event(resource, 'CREATE_IN_PROGRESS')
        work = self._work(resource)
        handler = handler_of(resource.type)
        try:
            handler.create(work)
        finally:
            if resource.physical_id:  # even half made, it has to be rolled back
                self.stack.resources.setdefault(resource.logical_id, resource)
                self.created.append(resource)
        resource.attributes = handler.read(work)
        self.stack.resources[resource.logical_id] = resource
        self.stack.resource_event(resource, 'CREATE_COMPLETE')
        self.stack.log(resource, 'create', work.outcome, work.message)

    def _change(self, old: Resource, new: Resource) -> str:
        differences = changed_properties(old.properties, new.properties)
        if old.type == new.type and not differences:
            for kept in ('deletion_policy', 'update_replace_policy', 'path', 'needs'):
                setattr(old, kept, getattr(new, kept))
            return 'none'
        if old.type != new.type or forces_replacement(new.type, old.properties, new.properties):
            refuse_denied(self.stack.policy, 'Update:Replace', old.logical_id, old.type)
            self._replace(old, new)
            return 'replace'
        refuse_denied(self.stack.policy, 'Update:Modify', old.logical_id, old.type)
        new.physical_id, new.attributes, new.state = old.physical_id, old.attributes, dict(old.state)
        self.stack.resource_event(new, 'UPDATE_IN_PROGRESS')
        work, before, changes = self._work(new), references.look_up(old.properties, self.stack.aws), self.stack.aws.changes
        handler = handler_of(new.type)
        try:
            handler.update(work, before)
        finally:
            if new.physical_id != old.physical_id:  # a custom resource may choose to replace itself
                self.replaced.append((old, new))
            elif self.stack.aws.changes > changes or handler.outcome == 'custom':
                self.changed.append((old, new))
        new.attributes = handler.read(work)
        self.stack.resources[new.logical_id] = new
        self.stack.resource_event(new, 'UPDATE_COMPLETE')
        self.stack.log(new, 'update', work.outcome, work.message or f'changed {", ".join(differences)}')
        return 'update'

    def _replace(self, old: Resource, new: Resource) -> None:
        self.stack.resource_event(old, 'UPDATE_IN_PROGRESS', 'Requested update requires the creation of a new physical resource; hence creating one.')
        work = self._work(new)
        handler = handler_of(new.type)
        handler.refuse_same_name(old, new)
        handler.create(work)
        self.replaced.append((old, new))
        new.attributes = handler.read(work)
        self.stack.resources[new.logical_id] = new
        self.stack.resource_event(new, 'UPDATE_COMPLETE')
        because = ', '.join(forces_replacement(new.type, old.properties, new.properties)) or 'its type'
        self.stack.log(new, 'replace', work.outcome, f'{because} is create-only; replaces {old.physical_id}')

    def _work(self, resource: Resource) -> Work:
        return Work(self.stack, resource, references.look_up(resource.properties, self.stack.aws))

    def _outputs(self) -> dict[str, dict[str, Any]]:
        outputs: dict[str, dict[str, Any]] = {}
        taken = stacks.exported(self.stack.region)
        try:
            for key, entry in self.template.get('Outputs', {}).items():
                if not self.resolver.applies(entry):
                    continue
                output = {'OutputKey': key, 'OutputValue': str(self.resolver.resolve(entry['Value']))}
                if 'Description' in entry:
                    output['Description'] = entry['Description']
                if 'Export' in entry:
                    output['ExportName'] = name = self.resolver.resolve(entry['Export']['Name'])
                    self._refuse_export(name, output['OutputValue'], taken)
                outputs[key] = output
        except (ResourceError, RequestError) as error:
            raise Failed(str(error)) from error
        return outputs

    def _refuse_export(self, name: str, value: str, taken: dict[str, tuple[Stack, Any]]) -> None:
        owner, current = taken.get(name, (self.stack, value))
        if owner is not self.stack:
            raise Failed(f'Export with name {name} is already exported by stack {owner.name}')
        users = stacks.importers(self.stack.region, name)
        if current != value and users:
            raise Failed(f'Cannot update export {name} as it is in use by {", ".join(users)}')

    def _refuse_removed_exports(self) -> None:
        kept = {
            self.resolver.resolve(entry['Export']['Name'])
            for entry in self.template.get('Outputs', {}).values()
            if 'Export' in entry and self.resolver.applies(entry)
        }
        for name in sorted(set(self.stack.exports) - kept):
            users = stacks.importers(self.stack.region, name)
            if users:
                raise Failed(f'Cannot delete export {name} as it is in use by {", ".join(users)}')

    def _refuse_denied_deletions(self) -> None:
        for name, resource in self.stack.resources.items():
            if name in self.wanted:
                continue
            try:
                refuse_denied(self.stack.policy, 'Update:Delete', name, resource.type)
            except RequestError as error:
                self.stack.event(name, resource.physical_id, resource.type, 'DELETE_FAILED', str(error))
                raise Failed(str(error)) from error

    def _clean_up(self) -> None:
        """Deletes what the new template no longer has. As in CloudFormation a failure here leaves the update complete; the log has it."""
        self.stack.set_status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
        for old, _ in reversed(self.replaced):
            deletion.delete_resource(self.stack, old, old.update_replace_policy)
        gone = [resource for name, resource in self.stack.resources.items() if name not in self.wanted]
        for resource in deletion.in_deletion_order(gone):
            deletion.delete_resource(self.stack, resource, resource.deletion_policy)
            self.stack.resources.pop(resource.logical_id, None)

    def _roll_back(self, verb: str, message: str) -> None:
        stack = self.stack
        prefix = 'ROLLBACK' if verb == 'CREATE' else 'UPDATE_ROLLBACK'
        stack.set_status(f'{prefix}_IN_PROGRESS', message)
        failures = [old.logical_id for old, new in reversed(self.changed) if not self._change_back(old, new)]
        for old, new in reversed(self.replaced):
            deletion.delete_resource(stack, new, 'Delete')
            stack.resources[old.logical_id] = old
        for resource in reversed(self.created):
            policy = 'Retain' if resource.deletion_policy == 'Retain' else 'Delete'
            if not deletion.delete_resource(stack, resource, policy):
                failures.append(resource.logical_id)
            else:
                stack.resources.pop(resource.logical_id, None)
        stack.set_status(f'{prefix}_FAILED' if failures else f'{prefix}_COMPLETE', f'failed: [{", ".join(failures)}]' if failures else None)

    def _change_back(self, old: Resource, new: Resource) -> bool:
        self.stack.resources[old.logical_id] = old
        work = Work(self.stack, old, references.look_up(old.properties, self.stack.aws))
        try:
            handler_of(old.type).update(work, references.look_up(new.properties, self.stack.aws))
        except Exception as error:
            self.stack.resource_event(old, 'UPDATE_FAILED', reason(error))
            self.stack.log(old, 'update', 'failed', f'rolling back: {reason(error)}')
            return False
        self.stack.resource_event(old, 'UPDATE_COMPLETE')
        self.stack.log(old, 'update', work.outcome, 'rolled back')
        return True


def _is_database_without_cluster(entry: dict[str, Any]) -> bool:
    # The documented default of DeletionPolicy is Delete, apart from these.
    if entry['Type'] == 'AWS::RDS::DBCluster':
        return True
    return entry['Type'] == 'AWS::RDS::DBInstance' and 'DBClusterIdentifier' not in entry.get('Properties', {})
