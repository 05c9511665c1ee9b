"""The priority queues in a list."""

from __future__ import annotations

from typing import NamedTuple

from williams.domain.jobs import HIGHEST_PRIORITY, LOWEST_PRIORITY


class WakeUp(NamedTuple):
    job_id: str
    priority: int
    delay_seconds: int


class InMemoryQueues:
    """QueuePort for tests. ``sent`` keeps every wake-up in order; ``failure``, while set, is raised instead."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.sent: list[WakeUp] = []

    def wake(self, job_id: str, priority: int, delay_seconds: int = 0) -> None:
        if self.failure is not None:
            raise self.failure
        if not LOWEST_PRIORITY <= priority <= HIGHEST_PRIORITY:
            raise ValueError(f"a priority is {LOWEST_PRIORITY} to {HIGHEST_PRIORITY}, not {priority}")
        self.sent.append(WakeUp(job_id, priority, min(max(delay_seconds, 0), 900)))
