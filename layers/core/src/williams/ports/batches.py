"""Who knows the batches of imports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from williams.domain.batches import BatchItem, BatchOfJobs, ImportBatch, Lineage, NewBatch, WaitingItem
from williams.domain.paging import Page


class BatchStorePort(Protocol):
    def add(self, new: NewBatch) -> ImportBatch | None:
        """Insert a batch with its items; one with the same owner and key, or of the same job, is returned as it is.

        Of a followed source that named nothing new there is none, but its state is kept.

        Raises IdempotencyKeyReused when the key was used with another body.
        """
        ...

    def batch(self, owner: str, batch_id: str) -> ImportBatch:
        """Raises NotFound."""
        ...

    def batches(self, owner: str, limit: int, after: str | None = None) -> Page[ImportBatch]:
        """Newest first."""
        ...

    def items(
        self, owner: str, batch_id: str, limit: int, after: str | None = None, unsuccessful: bool = False
    ) -> Page[BatchItem]:
        """In their order: all, or those that came to nothing. ``after`` is an ordinal. Raises NotFound."""
        ...

    def of_jobs(self, job_ids: Collection[str]) -> list[BatchOfJobs]:
        """Return the batches that these jobs are items of, each once.

        It is asked whenever a job ends, so it does not count: it looks for one item that has not ended, from the last
        one on, because jobs begin in their order.
        """
        ...

    def lineage(self, job_id: str) -> Lineage:
        """Return what stands above a job, if it is one of a batch."""
        ...

    def has_waiting(self) -> bool:
        """Whether any item of a batch that was not cancelled has no job yet."""
        ...

    def waiting(self, limit: int) -> list[WaitingItem]:
        """Return items without a job: of each owner the first one, then of each the second, and so on."""
        ...

    def entered(self, item: WaitingItem, job_id: str) -> bool:
        """Tie an item to its job. Return False where its batch was cancelled meanwhile."""
        ...

    def refused(self, item: WaitingItem, code: str, message: str) -> None:
        """Say why an item can have no job."""
        ...

    def cancel(self, owner: str, batch_id: str) -> ImportBatch:
        """Let none of its items become a job from now on. Repeating it changes nothing. Raises NotFound."""
        ...

    def to_cancel(self, limit: int) -> list[tuple[str, str]]:
        """Return owners and ids of jobs that are open, though their batch was cancelled."""
        ...
