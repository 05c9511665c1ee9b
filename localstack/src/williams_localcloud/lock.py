"""One command at a time changes a local cloud."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from williams_localcloud.errors import LocalCloudError

POLL_S = 0.1


@contextmanager
def exclusive(lock_file: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock of one local cloud; the system frees it even when this process is killed.

    Raises:
        LocalCloudError: another command held it for `wait_s` seconds.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    # Not inherited by the servers that are started under the lock: they would hold it for ever.
    with os.fdopen(os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+") as file:
        _acquire(file.fileno(), lock_file, wait_s)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _acquire(descriptor: int, lock_file: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                holder = lock_file.read_text(encoding="utf-8") or "unknown"
                raise LocalCloudError(
                    f"Another command (pid {holder}) has been changing this local cloud for over {wait_s:.0f} s. "
                    "Wait for it, or end it, and try again."
                ) from None
            time.sleep(POLL_S)
