"""Turns CloudFormation properties into the parameters of an AWS API, guided by botocore's model of it.

Most property names are the API's, apart from case, and most differences are mechanical: JSON documents that the API wants as text,
tags as a list here and a map there, CloudFront's `{ Quantity, Items }`. What differs otherwise is in the resource's own `prepare`.
"""

import json
from typing import Any

import regex

from .errors import ResourceError

Problems = list[str]


def convert(properties: dict[str, Any], shape: Any, only_known: bool = False) -> dict[str, Any]:
    """Parameters for an operation whose input is `shape`; every broken rule of the model in one error."""
    problems: Problems = []
    if only_known:
        properties = {name: value for name, value in properties.items() if member_name(shape, name)}
    parameters = _convert(properties, shape, '#', problems)
    problems += [f'#: required key [{name}] not found' for name in shape.required_members if name not in parameters]
    if problems:
        raise ResourceError('Properties validation failed: ' + '; '.join(problems))
    return parameters


# Names that CloudFormation and an API write with other capitals than those of the first letter.
SPELLINGS = {
    'OriginSSLProtocols': 'OriginSslProtocols',
}


def member_name(shape: Any, name: str) -> str | None:
    """The API's spelling of a property's name; capitals count, or a typing error would pass."""
    for spelling in (name, name[:1].lower() + name[1:], SPELLINGS.get(name)):
        if spelling in shape.members:
            return spelling
    return None


def _convert(value: Any, shape: Any, path: str, problems: Problems) -> Any:
    kind = shape.type_name
    if kind == 'structure':
        return _structure(value, shape, path, problems)
    if kind == 'list':
        return _list(value, shape, path, problems)
    if kind == 'map':
        return _map(value, shape, path, problems)
    return _scalar(value, shape, path, problems)


def _structure(value: Any, shape: Any, path: str, problems: Problems) -> Any:
    if getattr(shape, 'is_document_type', False):
        return value
    if 'Quantity' in shape.members and isinstance(value, list):
        value = {'Quantity': len(value), 'Items': value} if value else {'Quantity': 0}
    if not isinstance(value, dict):
        problems.append(f'{path}: expected type: JSONObject, found: {type(value).__name__}')
        return None
    result = {}
    for name, item in value.items():
        member = member_name(shape, name)
        if member is None:
            problems.append(f'{path}: extraneous key [{name}] is not permitted')
        else:
            result[member] = _convert(item, shape.members[member], f'{path}/{name}', problems)
    return result


def _list(value: Any, shape: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, dict) and {'Key', 'Value'} <= set(getattr(shape.member, 'members', ())):
        value = [{'Key': key, 'Value': item} for key, item in value.items()]
    if not isinstance(value, list):
        problems.append(f'{path}: expected type: JSONArray, found: {type(value).__name__}')
        return None
    _limits(len(value), shape, path, 'items', problems)
    return [_convert(item, shape.member, f'{path}/{index}', problems) for index, item in enumerate(value)]


def _map(value: Any, shape: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, list) and all(isinstance(item, dict) and {'Key', 'Value'} == set(item) for item in value):
        value = {item['Key']: item['Value'] for item in value}
    if not isinstance(value, dict):
        problems.append(f'{path}: expected type: JSONObject, found: {type(value).__name__}')
        return None
    return {key: _convert(item, shape.value, f'{path}/{key}', problems) for key, item in value.items()}


def _scalar(value: Any, shape: Any, path: str, problems: Problems) -> Any:
    kind = shape.type_name
    try:
        if kind == 'string':
            return _string(value, shape, path, problems)
        if kind in ('integer', 'long'):
            number = int(value) if not isinstance(value, float) or value.is_integer() else float('nan')
            _limits(number, shape, path, 'value', problems)
            return int(number)
        if kind in ('float', 'double'):
            return float(value)
        if kind == 'boolean':
            return {'true': True, 'false': False}[str(value).lower()]
        if kind == 'blob':
            return value.encode() if isinstance(value, str) else value
    except (KeyError, TypeError, ValueError):
        problems.append(f'{path}: expected type: {kind}, found: {value!r}')
        return None
    return value


def _string(value: Any, shape: Any, path: str, problems: Problems) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, (dict, list)):
        value = json.dumps(value)
    else:
        value = str(value)
    _limits(len(value), shape, path, 'length', problems)
    if shape.enum and value not in shape.enum:
        problems.append(f'{path}: {value} is not a valid enum value, expected one of [{", ".join(sorted(shape.enum))}]')
    pattern = shape.metadata.get('pattern')
    if pattern and not _matches(pattern, value):
        problems.append(f'{path}: string [{value[:200]}] does not match pattern {pattern}')
    return value


def _matches(pattern: str, value: str) -> bool:
    try:
        return regex.search(f'^(?:{pattern})$', value, flags=regex.DOTALL) is not None
    except regex.error:
        # Patterns are Java's; the few that no other dialect reads are left to the service.
        return True


def _limits(number: float, shape: Any, path: str, what: str, problems: Problems) -> None:
    # botocore checks the minimum of numbers and lengths only.
    least, most = shape.metadata.get('min'), shape.metadata.get('max')
    if least is not None and number < least:
        problems.append(f'{path}: {what} {number} is less than {least}')
    if most is not None and number > most:
        problems.append(f'{path}: {what} {number} is more than {most}')
