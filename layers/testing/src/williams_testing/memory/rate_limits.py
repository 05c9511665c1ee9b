"""Rate counters in a dictionary."""

from __future__ import annotations

from threading import Lock


class InMemoryRateCounters:
    """RateCounterPort for tests. ``failure``, while set, is raised by every call; ``calls`` counts them."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.calls = 0
        self._used: dict[tuple[str, int], int] = {}
        self._guard = Lock()

    def take(self, key: str, units: int, limit: int, ends_at: int) -> bool:
        with self._guard:
            self.calls += 1
            if self.failure is not None:
                raise self.failure
            used = self._used.get((key, ends_at), 0)
            if used + units > limit:
                return False
            self._used[key, ends_at] = used + units
            return True
