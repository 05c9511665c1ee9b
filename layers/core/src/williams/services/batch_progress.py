"""Tells those who watch a batch how far it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from williams.domain.batch_progress import next_message
from williams.domain.batches import ImportBatch
from williams.domain.errors import StoreUnavailable
from williams.ports.batches import BatchStorePort
from williams.ports.progress import BatchProgressPort

_RACES: Final = 25


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class BatchAnnouncer:
    """Counts a batch and tells its state, at most every 500 ms while it runs, and its end at once.

    What is told is counted after the message before was read, and written only if nobody wrote in between: so no
    older count ever follows a newer one, whoever else counts.
    """

    store: BatchStorePort
    progress: BatchProgressPort
    now: Callable[[], datetime] = _now

    def jobs_changed(self, job_ids: Collection[str]) -> None:
        """Tell of the batches that these jobs are of. One that still runs is not counted if it was told of just now.

        Raises StoreUnavailable.
        """
        for batch in self.store.of_jobs(job_ids):
            record = self.progress.record(batch.batch_id) if batch.running else None
            if record is None or not record.latest.is_too_recent(self.now()):
                self.announce(batch.owner, batch.batch_id)

    def announce(self, owner: str, batch_id: str) -> ImportBatch:
        """Count a batch, tell its state if that is news, and return it. Raises NotFound, StoreUnavailable."""
        for _ in range(_RACES):
            record = self.progress.record(batch_id)
            batch = self.store.batch(owner, batch_id)
            message = next_message(record.latest if record else None, batch, self.now())
            if message is None or self.progress.write(owner, message):
                return batch
        raise StoreUnavailable(f"Too many writers tell of batch {batch_id} at once. Try again.")
