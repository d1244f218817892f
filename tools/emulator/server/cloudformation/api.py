"""CloudFormation's API in front of this package's engine, in the place of moto's.

moto's own engine reports success for types that it does not know, turns a failing resource into an answer of status 500 that a retry hides,
and replaces where it should update; see docs/adr/0012-emulator.md.
"""

from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import get_stack_from_s3_url
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from .. import settings
from ..errors import RequestError
from . import change_sets, deletion, stacks
from .change_sets import ChangeSet
from .deployment import Deployment
from .intrinsics import Resolver
from .stack_policy import parse_policy
from .stacks import Stack
from .template import parse, refuse_broken_references


def _body(api: CloudFormationResponse, stack: Stack | None = None) -> str:
    url = api._get_param('TemplateURL')
    if url:
        return get_stack_from_s3_url(url, account_id=settings.ACCOUNT, partition='aws')
    if stack and api._get_bool_param('UsePreviousTemplate', False):
        return stack.body
    return api._get_param('TemplateBody') or ''


def _parameters(api: CloudFormationResponse, previous: dict[str, str]) -> dict[str, str]:
    given = {}
    for entry in api._get_param('Parameters', []):
        key = entry['ParameterKey']
        if 'ParameterValue' in entry:
            given[key] = entry['ParameterValue']
        elif key in previous:
            given[key] = previous[key]
    return given


def _tags(api: CloudFormationResponse) -> dict[str, str]:
    return {tag['Key']: tag['Value'] for tag in api._get_param('Tags', []) or []}


def create_stack(api: CloudFormationResponse) -> ActionResult:
    name, body = api._get_param('StackName'), _body(api)
    if any(stack.name == name for stack in stacks.live(api.region)):
        raise RequestError(f'Stack [{name}] already exists')
    template = parse(body)
    refuse_broken_references(template)
    stack = Stack(name, api.region, body, template, _tags(api), role_arn=api._get_param('RoleARN'))
    stack.termination_protection = bool(api._get_bool_param('EnableTerminationProtection', False))
    deployment = Deployment(stack, template, _parameters(api, {}))
    stacks.add(stack)
    with stack.busy:
        change_sets.run(deployment, 'CREATE', body, stack.tags)
    return ActionResult({'StackId': stack.id})


def update_stack(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    body = _body(api, stack)
    with stack.busy:
        if stack.status in ('ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED', 'UPDATE_ROLLBACK_FAILED'):
            raise RequestError(f'Stack:{stack.id} is in {stack.status} state and can not be updated.')
        template = parse(body)
        refuse_broken_references(template)
        parameters = _parameters(api, stack.parameters)
        resolved = Resolver(stack, template, parameters).parameters
        tags = _tags(api)
        if template == stack.template and resolved == stack.resolved_parameters and tags == stack.tags:
            raise RequestError('No updates are to be performed.')
        change_sets.run(Deployment(stack, template, parameters), 'UPDATE', body, tags)
    return ActionResult({'StackId': stack.id})


def delete_stack(api: CloudFormationResponse) -> ActionResult:
    try:
        stack = stacks.find(api.region, api._get_param('StackName'))
    except RequestError:
        return EmptyResult()
    if stack.termination_protection:
        raise RequestError(f'Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled')
    with stack.busy:
        if stack.status != 'DELETE_COMPLETE':
            deletion.delete_stack(stack, api._get_param('RetainResources', []) or [])
            stack.deleted = stack.events[-1]['Timestamp']
    return EmptyResult()


def describe_stacks(api: CloudFormationResponse) -> ActionResult:
    name = api._get_param('StackName')
    found = [stacks.find(api.region, name)] if name else stacks.live(api.region)
    return ActionResult({'Stacks': [_described(stack) for stack in found]})


def _described(stack: Stack) -> dict[str, Any]:
    return {
        'StackId': stack.id,
        'StackName': stack.name,
        'Description': stack.template.get('Description'),
        'Parameters': [{'ParameterKey': key, 'ParameterValue': value} for key, value in _given(stack).items()],
        'CreationTime': stack.created,
        'LastUpdatedTime': stack.updated,
        'DeletionTime': stack.deleted,
        'StackStatus': stack.status,
        'StackStatusReason': stack.status_reason,
        'DisableRollback': False,
        'NotificationARNs': [],
        'Capabilities': ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        'Outputs': list(stack.outputs.values()),
        'RoleARN': stack.role_arn,
        'Tags': [{'Key': key, 'Value': value} for key, value in stack.tags.items()],
        'EnableTerminationProtection': stack.termination_protection,
    }


def _given(stack: Stack) -> dict[str, str]:
    defaults = {name: str(spec.get('Default', '')) for name, spec in stack.template.get('Parameters', {}).items()}
    return {**defaults, **stack.parameters}


def list_stacks(api: CloudFormationResponse) -> ActionResult:
    wanted = api._get_param('StackStatusFilter', []) or []
    found = [stack for stack in stacks.all_stacks(api.region) if not wanted or stack.status in wanted]
    return ActionResult({'StackSummaries': [_described(stack) for stack in found]})


def describe_stack_events(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    return ActionResult({'StackEvents': list(reversed(stack.events))})


def _resource(stack: Stack, resource: stacks.Resource) -> dict[str, Any]:
    return {
        'StackId': stack.id,
        'StackName': stack.name,
        'LogicalResourceId': resource.logical_id,
        'PhysicalResourceId': resource.physical_id,
        'ResourceType': resource.type,
        'ResourceStatus': resource.status,
        'ResourceStatusReason': resource.status_reason,
        'Timestamp': resource.updated,
        'LastUpdatedTimestamp': resource.updated,
    }


def list_stack_resources(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    return ActionResult({'StackResourceSummaries': [_resource(stack, resource) for resource in stack.resources.values()]})


def describe_stack_resources(api: CloudFormationResponse) -> ActionResult:
    stack, wanted = stacks.find(api.region, api._get_param('StackName')), api._get_param('LogicalResourceId')
    found = [resource for resource in stack.resources.values() if wanted in (None, resource.logical_id)]
    return ActionResult({'StackResources': [_resource(stack, resource) for resource in found]})


def describe_stack_resource(api: CloudFormationResponse) -> ActionResult:
    stack, name = stacks.find(api.region, api._get_param('StackName')), api._get_param('LogicalResourceId')
    if name not in stack.resources:
        raise RequestError(f'Resource {name} does not exist for stack {stack.name}')
    return ActionResult({'StackResourceDetail': _resource(stack, stack.resources[name])})


def get_template(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    return ActionResult({'TemplateBody': stack.body, 'StagesAvailable': ['Original', 'Processed']})


def list_exports(api: CloudFormationResponse) -> ActionResult:
    exports = stacks.exported(api.region).items()
    return ActionResult({'Exports': [{'ExportingStackId': stack.id, 'Name': name, 'Value': value} for name, (stack, value) in exports]})


def list_imports(api: CloudFormationResponse) -> ActionResult:
    name = api._get_param('ExportName')
    users = stacks.importers(api.region, name)
    if not users:
        raise RequestError(f"Export '{name}' is not imported by any stack.")
    return ActionResult({'Imports': users})


def update_termination_protection(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    stack.termination_protection = bool(api._get_bool_param('EnableTerminationProtection'))
    return ActionResult({'StackId': stack.id})


def set_stack_policy(api: CloudFormationResponse) -> ActionResult:
    stack, body = stacks.find(api.region, api._get_param('StackName')), api._get_param('StackPolicyBody') or ''
    parse_policy(body)
    stack.policy = body
    return EmptyResult()


def get_stack_policy(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    return ActionResult({'StackPolicyBody': stack.policy} if stack.policy else {})


def create_change_set(api: CloudFormationResponse) -> ActionResult:
    kind, name = api._get_param('ChangeSetType', 'UPDATE'), api._get_param('StackName')
    known = next((stack for stack in stacks.live(api.region) if name in (stack.name, stack.id)), None)
    body = _body(api, known)
    stack = change_sets.reviewed_stack(api.region, name, kind, body)
    parameters = _parameters(api, stack.parameters)
    made = ChangeSet(api._get_param('ChangeSetName'), stack, body, parameters, _tags(api), kind)
    change_sets.add(made)
    return ActionResult({'Id': made.id, 'StackId': stack.id})


def _change_set(api: CloudFormationResponse) -> ChangeSet:
    return change_sets.find(api.region, api._get_param('ChangeSetName'), api._get_param('StackName'))


def _summary(one: ChangeSet) -> dict[str, Any]:
    available = 'EXECUTE_COMPLETE' if one.executed else 'AVAILABLE' if one.status == 'CREATE_COMPLETE' else 'UNAVAILABLE'
    return {
        'ChangeSetName': one.name,
        'ChangeSetId': one.id,
        'StackId': one.stack.id,
        'StackName': one.stack.name,
        'CreationTime': one.created,
        'ExecutionStatus': available,
        'Status': one.status,
        'StatusReason': one.reason,
    }


def describe_change_set(api: CloudFormationResponse) -> ActionResult:
    one = _change_set(api)
    return ActionResult({**_summary(one), 'Changes': one.changes() if one.status == 'CREATE_COMPLETE' else []})


def list_change_sets(api: CloudFormationResponse) -> ActionResult:
    stack = stacks.find(api.region, api._get_param('StackName'))
    return ActionResult({'Summaries': [_summary(one) for one in change_sets.of_stack(stack)]})


def execute_change_set(api: CloudFormationResponse) -> ActionResult:
    _change_set(api).execute()
    return EmptyResult()


def delete_change_set(api: CloudFormationResponse) -> ActionResult:
    change_sets.remove(_change_set(api))
    return EmptyResult()


_ACTIONS = [create_stack, update_stack, delete_stack, describe_stacks, list_stacks, describe_stack_events, list_stack_resources]
_ACTIONS += [describe_stack_resources, describe_stack_resource, get_template, list_exports, list_imports]
_ACTIONS += [update_termination_protection, create_change_set, describe_change_set, list_change_sets, execute_change_set]
_ACTIONS += [delete_change_set, set_stack_policy, get_stack_policy]


def _refusing(action: Any) -> Any:
    def method(api: CloudFormationResponse) -> ActionResult:
        try:
            return action(api)
        except RequestError as error:
            raise ValidationError(message=str(error)) from error

    method.__name__ = action.__name__
    return method


def install() -> None:
    # moto's own answers are objects that it has to turn into the API's form first.
    CloudFormationResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER = {}
    for action in _ACTIONS:
        setattr(CloudFormationResponse, action.__name__, _refusing(action))
