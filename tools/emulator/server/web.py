"""The HTTP server: moto's, with failures that say what failed and a place for the answers of custom resources."""

import json
import logging
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from .cloudformation import api
from .functions import patches, targets
from .resources import custom
from .service_patches import install as install_service_patches

Start = Callable[..., Any]


class Application:
    def __init__(self) -> None:
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get('PATH_INFO', '')
        if path.startswith(custom.PATH):
            body = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
            custom.answered(path.removeprefix(custom.PATH), body)
            start('200 OK', [('Content-Length', '0')])
            return [b'']
        try:
            return self.moto(environ, start)
        except NotImplementedError as error:
            return _failure(environ, start, '501 Not Implemented', 'NotImplemented', str(error))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            return _failure(environ, start, '500 Internal Server Error', 'InternalFailure', f'{type(error).__name__}: {error}')


def _failure(environ: dict[str, Any], start: Start, status: str, code: str, message: str) -> Iterable[bytes]:
    """An error that clients can read in either of the two families of protocols."""
    if 'json' in environ.get('CONTENT_TYPE', ''):
        kind, body = 'application/x-amz-json-1.1', json.dumps({'__type': code, 'message': message})
    else:
        kind = 'text/xml'
        body = f'<ErrorResponse><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></ErrorResponse>'
    start(status, [('Content-Type', kind), ('X-Amzn-ErrorType', code)])
    return [body.encode()]


def serve(port: int, ready: Callable[[], None]) -> None:
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    # moto's answers are right; only the name of an error is not in botocore's model.
    warnings.filterwarnings('ignore', message='.*does not match an error shape')
    api.install()
    patches.install()
    targets.install()
    install_service_patches()
    server = make_server('127.0.0.1', port, Application(), threaded=True)
    ready()
    server.serve_forever()
