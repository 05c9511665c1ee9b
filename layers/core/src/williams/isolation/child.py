"""The process that reads one file and ends.

Called with the reader's function, the file, the result's file, the limits and the parent's module path as JSON; says
``done total`` on standard output while it reads.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from williams.domain.errors import ContentTooLarge, CorruptContent, PermanentError


def _limit(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # The parent keeps the time; this one ends the process should the parent be gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _say(done: int, total: int) -> None:
    print(done, total, flush=True)


def _result(task: dict[str, Any]) -> dict[str, Any]:
    module, _, name = task["function"].partition(":")
    read = getattr(importlib.import_module(module), name)
    try:
        answer: dict[str, Any] = read(Path(task["source"]), _say, **task["options"])
    except PermanentError as error:
        return _told(error)
    except MemoryError:
        detail = f"Reading the {task['kind']} takes more than {task['memory_bytes'] >> 20} MB of memory."
        return _told(ContentTooLarge(f"{detail} {task['advice']}"))
    except RecursionError:
        detail = f"The {task['kind']} is nested too deeply to be read: it is damaged or made to harm."
        return _told(CorruptContent(f"{detail} {task['advice']}"))
    return answer


def _told(error: PermanentError) -> dict[str, Any]:
    told = [error.detail] if error.reason is None else [error.detail, error.reason]
    return {"error": type(error).__name__, "told": told}


def main(task: dict[str, Any]) -> None:
    """Read ``task["source"]`` with ``task["function"]`` and write the result to ``task["result"]``."""
    _limit(task["memory_bytes"], task["cpu_seconds"])
    Path(task["result"]).write_text(json.dumps(_result(task)), encoding="utf-8")
    sys.stdout.flush()
    # Nothing is left to do; taking a native library down in order only costs time.
    os._exit(0)
