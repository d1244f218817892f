"""Puts real invocations in the place of moto's, which need Docker."""

import json
import time
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.secretsmanager.exceptions import InvalidParameterException, InvalidRequestException, SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend

from . import rotation, runtime


def _invoke_lambda(self: LambdaFunction, event: str | None = None) -> tuple[str, bool, str]:
    payload = json.loads(event) if isinstance(event, (str, bytes)) and event else event or {}
    result, error, log = runtime.invoke(self, payload)
    return json.dumps(error if error else result), bool(error), log


def rotate_secret(
    self: SecretsManagerBackend,
    secret_id: str,
    client_request_token: str | None = None,
    rotation_lambda_arn: str | None = None,
    rotation_rules: dict[str, Any] | None = None,
    rotate_immediately: bool = True,
) -> str:
    """Notes the schedule, and rotates in the background as Secrets Manager does; moto would label a version that no step has made."""
    if not self._is_valid_identifier(secret_id):
        raise SecretNotFoundException()
    secret, days = self.secrets[secret_id], (rotation_rules or {}).get('AutomaticallyAfterDays', 0)
    if days and not 1 <= days <= 1000:
        raise InvalidParameterException('RotationRules.AutomaticallyAfterDays must be within 1-1000.')
    secret.rotation_lambda_arn = rotation_lambda_arn or secret.rotation_lambda_arn
    if not secret.rotation_lambda_arn:
        raise InvalidRequestException('No Lambda rotation function ARN is associated with this secret.')
    secret.rotation_requested = secret.rotation_enabled = True
    if days:
        secret.auto_rotate_after_days, secret.next_rotation_date = days, int(time.time()) + days * 86400
    if rotate_immediately:
        rotation.rotate_soon(secret.arn, self.region_name, client_request_token)
    return secret.to_short_dict(version_id=client_request_token)


def install() -> None:
    LambdaFunction._invoke_lambda = _invoke_lambda
    SecretsManagerBackend.rotate_secret = rotate_secret
