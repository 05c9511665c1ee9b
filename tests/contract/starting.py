"""How the tests wait for a server of theirs: as long as it lives, and is not found to hang."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

# The machine may be busy with everything else that is tested: what has not answered by then never will.
HANGS_SECONDS = 900.0
PAUSE_SECONDS = 0.1


def wait_until_ready(name: str, ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Raises RuntimeError, with the end of the log, when the server ends or hangs."""
    deadline = time.monotonic() + HANGS_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{name} did not start:\n{log.read_text()[-2000:]}")
        time.sleep(PAUSE_SECONDS)
