"""Rotation of secrets: the four steps of Secrets Manager, each an invocation of the rotation function."""

import threading
import time
import uuid

from .. import outcomes
from . import runtime

STEPS = ('createSecret', 'setSecret', 'testSecret', 'finishSecret')


def rotate_soon(secret_id: str, region: str, token: str | None = None) -> None:
    """Rotates in the background, as Secrets Manager does when a schedule is made; the outcome is in the log."""
    threading.Thread(target=rotate, args=(secret_id, region, token), daemon=True).start()


def rotate(secret_id: str, region: str, token: str | None = None) -> str | None:
    """Rotates now; the reason when a step failed."""
    from moto.awslambda.models import lambda_backends
    from moto.secretsmanager.models import secretsmanager_backends

    from .. import settings

    token = token or str(uuid.uuid4())
    backend = secretsmanager_backends[settings.ACCOUNT][region]
    secret = backend.secrets[secret_id]
    function = lambda_backends[settings.ACCOUNT][region].get_function(secret.rotation_lambda_arn)
    # The steps find a version with the label AWSPENDING and no value yet; one that an earlier attempt left loses the label.
    secret.remove_version_stages_from_old_versions(['AWSPENDING'])
    secret.versions[token] = {'createdate': int(time.time()), 'version_id': token, 'version_stages': ['AWSPENDING']}
    failure = None
    for step in STEPS:
        event = {'Step': step, 'SecretId': secret.arn, 'ClientRequestToken': token}
        _, error, _ = runtime.invoke(function, event)
        if error:
            failure = f'{step}: {error["errorMessage"]}'
            break
    outcomes.record(
        kind='rotation', region=region, secret=secret.arn, outcome='failed' if failure else 'succeeded', message=failure or ''
    )
    return failure


