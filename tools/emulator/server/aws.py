"""Calls to the AWS APIs of this very server, over HTTP, so that botocore's checks and moto's answers are what a user would get."""

import functools
import threading
from typing import Any

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from . import settings
from .errors import ResourceError
from .shapes import convert

_making = threading.Lock()
_CONFIG = Config(
    # A retry would hide a failure of the first call.
    retries={'total_max_attempts': 1},
    read_timeout=120,
    max_pool_connections=50,
    s3={'addressing_style': 'path'},
)
_GLOBAL = {'cloudfront': 'us-east-1', 'iam': 'us-east-1', 'route53': 'us-east-1'}


@functools.cache
def _client(service: str, region: str) -> Any:
    # Clients may be used by many threads, but made by only one; one session reads each model once.
    with _making:
        return _session().client(service, region_name=region, endpoint_url=settings.endpoint(), config=_CONFIG)


@functools.cache
def _session() -> boto3.session.Session:
    return boto3.session.Session(aws_access_key_id='test', aws_secret_access_key='test')


def model_loader() -> Any:
    return _session()._loader


def client(service: str, region: str) -> Any:
    return _client(service, _GLOBAL.get(service, region))


def input_shape(service: str, operation: str) -> Any:
    return client(service, 'us-east-1').meta.service_model.operation_model(operation).input_shape


class Aws:
    """The APIs of one region, with parameters given as CloudFormation properties."""

    def __init__(self, region: str) -> None:
        self.region = region
        # Requests that may have changed something; a failure before the first of them leaves nothing to take back.
        self.changes = 0

    def check(self, service: str, operation: str, properties: dict[str, Any], only_known: bool = False) -> dict[str, Any]:
        """Parameters for an operation, checked against its model and not sent."""
        return convert(properties, input_shape(service, operation), only_known)

    def call(
        self, service: str, operation: str, properties: dict[str, Any], only_known: bool = False, key: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        parameters = self.check(service, operation, {**properties, **(key or {})}, only_known)
        self.changes += not operation.startswith(('Describe', 'Get', 'Head', 'List'))
        return getattr(client(service, self.region), xform_name(operation))(**parameters)

    def find(self, service: str, operation: str, properties: dict[str, Any]) -> dict[str, Any] | None:
        """The answer, or nothing where the service says that there is no such thing."""
        try:
            return self.call(service, operation, properties)
        except ClientError as error:
            code = error.response['Error']['Code']
            if any(word in code for word in ('NotFound', 'NoSuch', 'NonExistent', '404')):
                return None
            raise


def at(value: Any, path: str) -> Any:
    """The value at a dotted path; a number is an index into a list."""
    for step in path.split('.') if path else ():
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, TypeError) as error:
            raise ResourceError(f'the emulator answered without {path}') from error
    return value
