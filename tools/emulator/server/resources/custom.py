"""Custom resources: their function is invoked for real, and answers to the URL that it was given."""

import json
import threading
import uuid
from typing import Any

from .. import settings
from ..errors import ResourceError
from ..functions import runtime
from .handler import Handler, Properties, Work

PATH = '/emulator/custom-resource/'
_answers: dict[str, dict[str, Any]] = {}
_arrived = threading.Condition()


def answered(token: str, body: bytes) -> None:
    """Called by the server when a function has put its answer."""
    with _arrived:
        _answers[token] = json.loads(body)
        _arrived.notify_all()


class CustomResource(Handler):
    outcome = 'custom'
    needs_secrets_to_delete = True

    def _ask(self, work: Work, request: str, old: Properties | None = None) -> dict[str, Any]:
        from moto.awslambda.models import lambda_backends

        work.outcome = self.outcome
        properties, token = work.properties, str(uuid.uuid4())
        region = properties['ServiceToken'].split(':')[3]
        event = {
            'RequestType': request,
            'ServiceToken': properties['ServiceToken'],
            'ResponseURL': f'{settings.endpoint()}{PATH}{token}',
            'StackId': work.stack.id,
            'RequestId': token,
            'LogicalResourceId': work.resource.logical_id,
            'ResourceType': work.resource.type,
            'ResourceProperties': _as_text(properties),
        }
        if request != 'Create':
            event['PhysicalResourceId'] = work.id
        if old is not None:
            event['OldResourceProperties'] = _as_text(old)
        function = lambda_backends[settings.ACCOUNT][region].get_function(properties['ServiceToken'])
        _, error, log = runtime.invoke(function, event)
        with _arrived:
            # CloudFormation waits for an hour; whoever has not answered when the function is over does not answer.
            _arrived.wait_for(lambda: token in _answers, timeout=2)
            answer = _answers.pop(token, None)
        if answer is None:
            because = error['errorMessage'] if error else log[-500:]
            raise ResourceError(f'Custom Resource failed to stabilize: the function did not answer. {because}')
        if answer['Status'] != 'SUCCESS':
            raise ResourceError(f'Received response status [FAILED] from custom resource. Message returned: {answer.get("Reason")}')
        return answer

    def create(self, work: Work) -> None:
        self._keep(work, self._ask(work, 'Create'))

    def _keep(self, work: Work, answer: dict[str, Any]) -> None:
        work.id = answer['PhysicalResourceId']
        work.resource.state['data'] = answer.get('Data') or {}

    def read(self, work: Work) -> dict[str, Any]:
        return work.resource.state['data']

    def update(self, work: Work, old: Properties) -> None:
        self._keep(work, self._ask(work, 'Update', old))

    def delete(self, work: Work, snapshot: bool = False) -> None:
        self._ask(work, 'Delete')


def _as_text(value: Any) -> Any:
    """CloudFormation sends every scalar as text."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
