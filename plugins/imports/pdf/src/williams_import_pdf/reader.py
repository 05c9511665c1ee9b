"""The process that reads one PDF and ends.

PDFium is native code: a file made to harm can crash it or take all memory. Here that ends this process only.
Called with the file, the result's file, the limits and the parent's module path as JSON; says ``done total`` on
standard output while it reads.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from williams.domain.errors import ContentTooLarge, PermanentError


def _limit(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # The parent keeps the time; this one ends the process should the parent be gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _result(source: Path, memory_bytes: int) -> dict[str, Any]:
    from williams_import_pdf.analysis import analyse

    def say(done: int, total: int) -> None:
        print(done, total, flush=True)

    try:
        return analyse(source, say)
    except PermanentError as error:
        return {"error": type(error).__name__, "detail": error.detail}
    except MemoryError:
        detail = (
            f"Reading the PDF takes more than {memory_bytes >> 20} MB of memory. Split it, or print it to a new PDF."
        )
        return {"error": ContentTooLarge.__name__, "detail": detail}


def main(task: dict[str, Any]) -> None:
    """Read ``task["source"]`` and write the result to ``task["result"]``."""
    _limit(task["memory_bytes"], task["cpu_seconds"])
    result = _result(Path(task["source"]), task["memory_bytes"])
    Path(task["result"]).write_text(json.dumps(result), encoding="utf-8")
    sys.stdout.flush()
    # Nothing is left to do; taking the native library down in order only costs time.
    os._exit(0)
