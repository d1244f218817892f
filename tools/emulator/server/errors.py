"""Why a resource or a request is refused."""

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError


class ResourceError(Exception):
    """A resource cannot be made, changed or deleted; the message becomes the reason of its stack event."""


class RequestError(Exception):
    """A request to CloudFormation is refused as a whole; the message is that of CloudFormation's ValidationError."""


def reason(error: Exception) -> str:
    """One line for a stack event and the log."""
    if isinstance(error, ClientError):
        detail = error.response.get('Error', {})
        status = error.response.get('ResponseMetadata', {}).get('HTTPStatusCode')
        text = f"{detail.get('Message') or 'no message'} ({error.operation_name}, {detail.get('Code')}, status {status})"
    elif isinstance(error, ParamValidationError):
        text = str(error).removeprefix('Parameter validation failed:')
    elif isinstance(error, (ResourceError, RequestError, BotoCoreError)):
        text = str(error)
    elif isinstance(error, KeyError):
        # Handlers read required properties without asking first.
        text = f'required key {error} not found'
    else:
        # A programming error must never pass for a refusal by AWS.
        text = f'internal error of the emulator: {type(error).__name__}: {error}'
    return ' '.join(text.split())
