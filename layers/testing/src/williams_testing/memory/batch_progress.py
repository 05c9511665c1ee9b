"""Progress of batches in a dictionary."""

from __future__ import annotations

import threading

from williams.domain.batch_progress import BatchProgress, BatchRecord


class InMemoryBatchProgress:
    """BatchProgressPort for tests. ``told`` keeps every accepted message in order, as a stream would.

    ``failure``, while set, is raised by every method.
    """

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.told: list[BatchProgress] = []
        self._records: dict[str, BatchRecord] = {}
        self._guard = threading.Lock()

    def record(self, batch_id: str) -> BatchRecord | None:
        self._fail()
        return self._records.get(batch_id)

    def write(self, owner: str, message: BatchProgress) -> bool:
        self._fail()
        with self._guard:
            old = self._records.get(message.batch_id)
            if message.seq != (old.latest.seq if old else 0) + 1:
                return False
            self._records[message.batch_id] = BatchRecord(owner=owner, latest=message)
            self.told.append(message)
            return True

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
