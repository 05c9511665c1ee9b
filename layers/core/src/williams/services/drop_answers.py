"""Answers a dropped file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from williams.domain.drops import DropError, DropResult, DropStatus, drop_of
from williams.domain.errors import NotFound
from williams.domain.jobs import TERMINAL, Job
from williams.ports.catalog import CatalogPort
from williams.ports.objects import ObjectPort
from williams.services.noticing import notices_of

_MEDIA_TYPE: Final = "application/json"


@dataclass(frozen=True)
class DropAnswers:
    objects: ObjectPort
    catalog: CatalogPort

    def read(self, key: str) -> DropResult | None:
        """Return what was answered so far."""
        try:
            return DropResult.model_validate_json(self.objects.read(key))
        except NotFound:
            return None

    def accept(self, key: str, result: DropResult) -> None:
        """Say that there is a job, unless that was said."""
        self.objects.write_if_absent(key, _encoded(result), _MEDIA_TYPE)

    def write(self, key: str, result: DropResult) -> None:
        """Say how it ended."""
        self.objects.write(key, _encoded(result), _MEDIA_TYPE)

    def answer(self, job: Job) -> None:
        """Say how the import of a dropped file ended. Does nothing for other jobs, nor for one not yet accepted.

        The file's copy goes once its content is in the library; else it is kept, for a retry and for its owner.
        Repeating it does no harm.
        """
        drop = drop_of(job.owner, job.url)
        if drop is None or job.status not in TERMINAL:
            return
        key, folder = drop
        accepted = self.read(key)
        if accepted is None:
            # Whoever accepts it looks at the job afterwards, and comes here again.
            return
        status = DropStatus(job.status.value)
        if status is DropStatus.COMPLETED:
            self.objects.delete_prefix(folder)
        error = DropError(code=job.failure.code, message=job.failure.message) if job.failure else None
        notices = notices_of(self.catalog, job)
        kept = None if status is DropStatus.COMPLETED else accepted.file
        change = {"status": status, "at": datetime.now(UTC), "content_id": job.content_id, "error": error}
        change |= {"file": kept, "notices": notices, "batch_id": job.batch_id}
        self.write(key, accepted.model_copy(update=change))


def _encoded(result: DropResult) -> bytes:
    return result.model_dump_json(indent=2).encode() + b"\n"
