"""The priority queues: wake-ups for the dispatcher, never the truth."""

from __future__ import annotations

from typing import Protocol


class QueuePort(Protocol):
    def wake(self, job_id: str, priority: int, delay_seconds: int = 0) -> None:
        """Send a wake-up to the queue of that priority. Raises StoreUnavailable."""
        ...
