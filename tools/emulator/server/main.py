"""The emulator: moto's AWS APIs on loopback, with this package's CloudFormation and Lambda. README.md describes it.

python tools/emulator/server/main.py --port 4566 --log outcomes.jsonl --create-only create-only.json
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

# Run as a script, this folder would be searched first, and its modules would shadow packages of the same names.
sys.path[0] = str(Path(__file__).resolve().parents[1])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description='AWS APIs on loopback, for the emulator lane')
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--log', required=True, help='file for the outcomes, one JSON line each')
    parser.add_argument('--create-only', help='JSON file: the properties, by type, whose change replaces the resource')
    return parser.parse_args()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    from server.functions import runtime

    runtime.stop_all()
    # The server's threads may be in the middle of a request; nothing is worth waiting for.
    os._exit(0)


def main() -> None:
    arguments = _arguments()
    os.environ['MOTO_IAM_LOAD_MANAGED_POLICIES'] = 'true'
    os.environ['MOTO_PORT'] = str(arguments.port)

    from server import outcomes, settings
    from server.cloudformation import changes

    settings.port = arguments.port
    outcomes.open_log(arguments.log)
    if arguments.create_only:
        changes.use_create_only(json.loads(Path(arguments.create_only).read_text(encoding='utf-8')))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)

    from server.web import serve

    serve(arguments.port, lambda: print('ready', flush=True))


if __name__ == '__main__':
    main()
