"""Jobs that nobody was woken for: their row stands, as after a crash of the API or a message that was lost."""

from __future__ import annotations

from datetime import datetime

from tests.e2e.cloud import Cloud
from williams.domain import ids
from williams.domain.jobs import Job, JobKind


def submitted_quietly(
    cloud: Cloud, owner: str, source_id: str, not_before: datetime, plugin_id: str = "export.faulty"
) -> str:
    """Write a job's row as the API does before it wakes anybody; no tick takes it before the given time."""
    job_id = ids.new_id("job")
    request = {"artifact_id": ids.new_id("art"), "source_ids": [source_id], "format": "faulty", "parameters": {}}
    job = Job(
        job_id=job_id,
        owner=owner,
        kind=JobKind.EXPORT,
        plugin_id=plugin_id,
        content_type="faulty",
        request=request,
        created_at=not_before,
        not_before=not_before,
    )
    cloud.jobs.submit(job, None, "0" * 64)
    return job_id
