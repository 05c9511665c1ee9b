"""Answers a dropped file."""

from __future__ import annotations

from datetime import UTC, datetime

from williams.domain.drops import DropError, DropResult, DropStatus, drop_of
from williams.domain.errors import NotFound
from williams.domain.jobs import TERMINAL, Job
from williams.ports.objects import ObjectPort

MEDIA_TYPE = "application/json"


def read_result(objects: ObjectPort, key: str) -> DropResult | None:
    """Return what was answered so far."""
    try:
        return DropResult.model_validate_json(objects.read(key))
    except NotFound:
        return None


def encoded(result: DropResult) -> bytes:
    return result.model_dump_json(indent=2).encode() + b"\n"


def answer_drop(objects: ObjectPort, job: Job) -> None:
    """Say how the import of a dropped file ended. Does nothing for other jobs, and for one that was not accepted yet.

    The file's copy goes once its content is in the library; else it is kept, for a retry and for its owner. Repeating
    it does no harm.
    """
    drop = drop_of(job.owner, job.url)
    if drop is None or job.status not in TERMINAL:
        return
    key, folder = drop
    accepted = read_result(objects, key)
    if accepted is None:
        # Whoever accepts it looks at the job afterwards, and comes here again.
        return
    status = DropStatus(job.status.value)
    if status is DropStatus.COMPLETED:
        objects.delete_prefix(folder)
    error = DropError(code=job.error.code, message=job.error.message) if job.error else None
    kept = None if status is DropStatus.COMPLETED else accepted.file
    change = {"status": status, "at": datetime.now(UTC), "content_id": job.content_id, "error": error, "file": kept}
    objects.write(key, encoded(accepted.model_copy(update=change)), MEDIA_TYPE)
