"""Stack policies: what an update may do to the resources of a stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

import json
from fnmatch import fnmatchcase
from typing import Any

from ..errors import RequestError

_ACTIONS = ['Update:Modify', 'Update:Replace', 'Update:Delete']
_OPERATORS = {'StringEquals': str.__eq__, 'StringLike': fnmatchcase}


def parse_policy(body: str) -> list[dict[str, Any]]:
    try:
        statements = _listed(json.loads(body)['Statement'])
        for statement in statements:
            _refuse_unknown(statement)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError('Error validating stack policy: Invalid stack policy') from error
    return statements


def _refuse_unknown(statement: dict[str, Any]) -> None:
    principal, actions = statement['Principal'], _listed(statement.get('Action') or statement['NotAction'])
    conditions = statement.get('Condition', {})
    broken = [
        statement['Effect'] not in ('Allow', 'Deny'),
        principal != '*',
        not all(any(fnmatchcase(known, action) for known in _ACTIONS) for action in actions),
        not all(fnmatchcase(name, '*') and (name == '*' or name.startswith('LogicalResourceId/')) for name in _resources(statement)),
        not all(operator in _OPERATORS and list(keys) == ['ResourceType'] for operator, keys in conditions.items()),
    ]
    if any(broken):
        raise RequestError('Error validating stack policy: Invalid stack policy')


def refuse_denied(policy: str | None, action: str, logical_id: str, kind: str) -> None:
    """Everything may be changed without a policy, and nothing that a policy does not allow; a denial wins."""
    if policy is None:
        return
    matching = [one for one in parse_policy(policy) if _matches(one, action, logical_id, kind)]
    if any(one['Effect'] == 'Deny' for one in matching) or not matching:
        raise RequestError(f'Action denied by stack policy: no statement allows [{action}] for resource [LogicalResourceId/{logical_id}]')


def _matches(statement: dict[str, Any], action: str, logical_id: str, kind: str) -> bool:
    if 'Action' in statement:
        acts = any(fnmatchcase(action, one) for one in _listed(statement['Action']))
    else:
        acts = not any(fnmatchcase(action, one) for one in _listed(statement['NotAction']))
    named = any(fnmatchcase(f'LogicalResourceId/{logical_id}', name) for name in _resources(statement))
    if 'NotResource' in statement:
        named = not named
    holds = all(
        any(_OPERATORS[operator](kind, value) for value in _listed(keys['ResourceType']))
        for operator, keys in statement.get('Condition', {}).items()
    )
    return acts and named and holds


def _resources(statement: dict[str, Any]) -> list[str]:
    return _listed(statement['Resource'] if 'Resource' in statement else statement['NotResource'])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
