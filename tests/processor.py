"""A bound of the work that something makes, which other programs on the machine do not share in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

import psutil


@contextmanager
def at_most(seconds: float, server: int | None = None) -> Iterator[None]:
    """Fail unless the block takes less of the processor's time, that of this process and of the server's together."""
    began = _taken(server)
    yield
    taken = _taken(server) - began
    assert taken < seconds, f"{taken:.1f} s of the processor, not less than {seconds:g}"


def _taken(server: int | None) -> float:
    used = psutil.Process(server).cpu_times() if server else None
    return process_time() + (used.user + used.system if used else 0.0)
