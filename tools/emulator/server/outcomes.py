"""The log of outcomes: one JSON line for each thing that was done, flushed at once. README.md describes the fields."""

import json
import threading
from pathlib import Path

_lock = threading.Lock()
_file = None


def open_log(path: str) -> None:
    global _file
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    _file = open(path, 'a', encoding='utf-8')


def record(**fields: object) -> None:
    if _file is None:
        return
    line = json.dumps(fields, default=str)
    with _lock:
        _file.write(line + '\n')
        _file.flush()
