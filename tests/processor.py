"""A bound of the work that something makes, which other programs on the machine do not share in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail unless the block takes less of the processor's time, that of this process's threads together."""
    began = process_time()
    yield
    taken = process_time() - began
    assert taken < seconds, f"{taken:.1f} s of the processor, not less than {seconds:g}"
