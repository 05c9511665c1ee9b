"""The process that reads one file and ends.

Called with the reader's function, the file, the result's file, the limits and the parent's module path as JSON; says
``done total`` on standard output while it reads.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from williams.domain.errors import ContentTooLarge, CorruptContent, WilliamsError

MOST_ANSWER_BYTES = 160 << 20
r"""The parent reads the answer without a limit on its memory. Twenty million characters fit, each as ``\uffff``."""


def _limit(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # The parent keeps the time; this one ends the process should the parent be gone, or should threads use more of it.
    # At the first limit comes a signal of its own, which the parent knows; at the second one SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _say(done: int, total: int) -> None:
    print(done, total, flush=True)


def _result(task: dict[str, Any]) -> dict[str, Any]:
    module, _, name = task["function"].partition(":")
    read = getattr(importlib.import_module(module), name)
    gc.freeze()
    gc.enable()
    try:
        answer: dict[str, Any] = read(Path(task["source"]), _say, **task["options"])
    except WilliamsError as error:
        return _told(error)
    except MemoryError:
        return _too_large(
            task, f"Reading the {task['kind']} takes more than {task['memory_bytes'] >> 20} MB of memory."
        )
    except RecursionError:
        detail = f"The {task['kind']} is nested too deeply to be read: it is damaged or made to harm."
        return _told(CorruptContent(f"{detail} {task['advice']}"))
    except BaseException as error:
        if not is_panic(error):
            raise
        detail = f"The {task['kind']} crashed its reader ({error}): it is damaged or made to harm."
        return _told(CorruptContent(f"{detail} {task['advice']}"))
    return answer


def is_panic(error: BaseException) -> bool:
    """True for what a library in Rust raises in Python where it gives up; it is no Exception, and has no module."""
    return type(error).__name__ == "PanicException"


def _told(error: WilliamsError) -> dict[str, Any]:
    told = [error.detail] if error.reason is None else [error.detail, error.reason]
    return {"error": type(error).__name__, "told": told}


def _too_large(task: dict[str, Any], detail: str) -> dict[str, Any]:
    return _told(ContentTooLarge(f"{detail} {task['advice']}"))


def _written(task: dict[str, Any]) -> str:
    try:
        text = json.dumps(_result(task))
    except MemoryError:
        text = ""
    if text and len(text) <= MOST_ANSWER_BYTES:
        return text
    said = f"The {task['kind']} holds more than {MOST_ANSWER_BYTES >> 20} MB of text."
    return json.dumps(_too_large(task, said))


def main(task: dict[str, Any]) -> None:
    """Read ``task["source"]`` with ``task["function"]`` and write the result to ``task["result"]``."""
    _limit(task["memory_bytes"], task["cpu_seconds"])
    Path(task["result"]).write_text(_written(task), encoding="ascii")
    sys.stdout.flush()
    # Nothing is left to do; taking a native library down in order only costs time.
    os._exit(0)
