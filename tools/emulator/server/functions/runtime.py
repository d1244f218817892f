"""Runs Lambda functions for real: their own code in Node, one process a function, kept warm, talking to this server."""

import atexit
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

from .. import outcomes, settings
from ..errors import ResourceError

PROJECT = Path(__file__).resolve().parents[4]
_RUNNER = Path(__file__).with_name('runner.cjs')
_folder = Path(tempfile.mkdtemp(prefix='emulated-functions-'))
_processes: dict[tuple[str, str, str], 'Process'] = {}
_starting = threading.Lock()


class Process:
    """A function's execution environment: calls come one after the other."""

    def __init__(self, code: Path, handler: str, environment: dict[str, str]) -> None:
        self.calling = threading.Lock()
        out_of, into = os.pipe()
        self.log = tempfile.TemporaryFile()
        command = ['node', str(_RUNNER), str(code), handler, str(into)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self.log, stderr=subprocess.STDOUT, env=environment, cwd=code, pass_fds=[into]
        )
        os.close(into)
        self.answers = os.fdopen(out_of, encoding='utf-8')
        first = self._answer()
        if not first.get('ready'):
            raise ResourceError(f'Runtime.ImportModuleError: {first.get("error", {}).get("errorMessage", first)}')

    def _answer(self) -> dict[str, Any]:
        line = self.answers.readline()
        if not line:
            return {'error': {'errorType': 'Runtime.ExitError', 'errorMessage': f'the process ended: {self._printed(0)[-2000:]}'}}
        return json.loads(line)

    def _printed(self, start: int) -> str:
        return os.pread(self.log.fileno(), 1_000_000, start).decode(errors='replace')

    def call(self, event: Any, context: dict[str, Any]) -> tuple[dict[str, Any], str]:
        with self.calling:
            start = os.fstat(self.log.fileno()).st_size
            try:
                assert self.process.stdin
                self.process.stdin.write((json.dumps({'event': event, 'context': context}) + '\n').encode())
                self.process.stdin.flush()
                answer = self._answer()
            except BrokenPipeError:
                answer = {'error': {'errorType': 'Runtime.ExitError', 'errorMessage': self._printed(0)[-2000:]}}
            return answer, self._printed(start)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def unpacked(code: bytes) -> Path:
    folder = _folder / hashlib.sha256(code).hexdigest()
    if not folder.exists():
        partial = Path(tempfile.mkdtemp(dir=_folder))
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            archive.extractall(partial)
        partial.rename(folder)
    return folder


def process_of(arn: str, code: bytes, handler: str, variables: dict[str, str], region: str) -> Process:
    """The function's process; a new one when its code, its handler or its environment has changed."""
    key = (arn, hashlib.sha256(code).hexdigest(), json.dumps([handler, variables], sort_keys=True))
    with _starting:
        running = _processes.get(key)
        if running and running.process.poll() is None:
            return running
        forget(arn)
        environment = {
            'PATH': os.environ.get('PATH', ''),
            'HOME': str(_folder),
            'AWS_REGION': region,
            'AWS_DEFAULT_REGION': region,
            'AWS_ACCESS_KEY_ID': 'test',
            'AWS_SECRET_ACCESS_KEY': 'test',
            'AWS_ENDPOINT_URL': settings.endpoint(),
            'AWS_LAMBDA_FUNCTION_NAME': arn.rsplit(':', 1)[-1],
            'AWS_LAMBDA_FUNCTION_VERSION': '$LATEST',
            # The Lambda runtime brings the SDK along; the project's own is the same.
            'NODE_PATH': str(PROJECT / 'node_modules'),
            'NODE_NO_WARNINGS': '1',
            **variables,
        }
        _processes[key] = Process(unpacked(code), handler, environment)
        return _processes[key]


def forget(arn: str) -> None:
    for key in [key for key in _processes if key[0] == arn]:
        _processes.pop(key).stop()


def invoke(function: Any, event: Any) -> tuple[Any, dict[str, Any] | None, str]:
    """Result, error and log of moto's function, invoked with an event."""
    arn, started = function.function_arn, time.monotonic()
    context = {
        'functionName': function.function_name,
        'functionVersion': '$LATEST',
        'invokedFunctionArn': arn,
        'memoryLimitInMB': str(function.memory_size),
        'awsRequestId': os.urandom(16).hex(),
        'timeout': int(function.timeout or 3),
    }
    try:
        process = process_of(arn, function.code_bytes, function.handler, dict(function.environment_vars), function.region)
        answer, log = process.call(event, context)
    except ResourceError as error:
        answer, log = {'error': {'errorType': 'Runtime.ImportModuleError', 'errorMessage': str(error)}}, ''
    error = answer.get('error')
    outcomes.record(
        kind='invocation',
        function=arn,
        region=function.region,
        outcome='failed' if error else 'succeeded',
        seconds=round(time.monotonic() - started, 2),
        message=error['errorMessage'] if error else '',
        log=log[-4000:],
    )
    return answer.get('result'), error, log


@atexit.register
def stop_all() -> None:
    for process in _processes.values():
        process.stop()
    _processes.clear()
    shutil.rmtree(_folder, ignore_errors=True)
