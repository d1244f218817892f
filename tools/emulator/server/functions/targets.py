"""Rules of EventBridge that call functions; moto knows other targets only."""

import copy
import json
import threading
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.events.models import EventTemplateParser, Rule

from .. import settings
from . import runtime

_send_to_targets = Rule.send_to_targets


def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
    if self.state != 'ENABLED' or not self.event_pattern.matches_event(original_event):
        return
    functions = [target for target in self.targets if ':lambda:' in target['Arn']]
    for target in functions:
        # EventBridge does not wait for what it calls.
        threading.Thread(target=_call, args=(target, original_event), daemon=True).start()
    others = copy.copy(self)
    others.targets = [target for target in self.targets if target not in functions]
    _send_to_targets(others, original_event, transform_input)


def payload(target: dict[str, Any], event: Any) -> Any:
    """What the target of a rule gets: its constant, what its transformer makes of the event, or the event."""
    if 'Input' in target:
        return json.loads(target['Input'])
    transformer = target.get('InputTransformer')
    if not transformer:
        return event
    text = EventTemplateParser.parse(transformer['InputTemplate'], transformer.get('InputPathsMap', {}), event)
    return json.loads(text) if isinstance(text, str) else text


def _call(target: dict[str, Any], event: Any) -> None:
    region = target['Arn'].split(':')[3]
    function = lambda_backends[settings.ACCOUNT][region].get_function(target['Arn'])
    runtime.invoke(function, payload(target, event))


def install() -> None:
    Rule.send_to_targets = send_to_targets
