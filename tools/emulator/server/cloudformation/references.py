"""Dynamic references: `{{resolve:ssm:...}}`, `{{resolve:ssm-secure:...}}` and `{{resolve:secretsmanager:...}}`, looked up for real."""

import json
import re
from typing import Any

from ..aws import Aws
from ..errors import ResourceError, reason

_REFERENCE = re.compile(r'\{\{resolve:(ssm|ssm-secure|secretsmanager):(.+?)\}\}')


def look_up(value: Any, aws: Aws) -> Any:
    if isinstance(value, dict):
        return {key: look_up(item, aws) for key, item in value.items()}
    if isinstance(value, list):
        return [look_up(item, aws) for item in value]
    if isinstance(value, str) and '{{resolve:' in value:
        return _REFERENCE.sub(lambda match: _value(match[1], match[2], aws), value)
    return value


def _value(service: str, reference: str, aws: Aws) -> str:
    if service == 'secretsmanager':
        # An ARN has six colons of its own: arn:aws:secretsmanager:region:account:secret:name
        parts = reference.split(':')
        length = 7 if reference.startswith('arn:') else 1
        rest = parts[length:] + [''] * 4
        return secret_value(':'.join(parts[:length]), rest[1], rest[2], rest[3], aws)
    name, _, version = reference.rpartition(':') if re.search(r':\d+$', reference) else (reference, '', '')
    return parameter_value(f'{name}:{version}' if version else name, aws)


def secret_value(secret_id: str, key: str, stage: str, version: str, aws: Aws) -> str:
    """A secret, or one key of its JSON; a missing secret or key is refused, as by CloudFormation and ECS."""
    request = {'SecretId': secret_id} | ({'VersionStage': stage} if stage else {}) | ({'VersionId': version} if version else {})
    try:
        text = aws.call('secretsmanager', 'GetSecretValue', request).get('SecretString', '')
    except Exception as error:
        raise ResourceError(f'Could not read the secret {secret_id}: {reason(error)}') from error
    if not key:
        return text
    try:
        return str(json.loads(text)[key])
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError(f'Could not find a value associated with JSONKey {key} in the SecretString of {secret_id}') from error


def parameter_value(name: str, aws: Aws) -> str:
    try:
        return aws.call('ssm', 'GetParameter', {'Name': name, 'WithDecryption': True})['Parameter']['Value']
    except Exception as error:
        raise ResourceError(f'Unable to fetch parameter {name} from Parameter Store: {reason(error)}') from error
