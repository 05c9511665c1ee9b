"""Jobs and their stories."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from rich.table import Table
from rich.text import Text

from williams_cli.output import ago, clean, shortened, when
from williams_cli.tables.layout import Listing, fields, status_text
from williams_cli.tables.notices import notice_text
from williams_client import models


def subject(job: models.JobAnswer) -> str:
    """Return what a job is about, in a few words."""
    url = job.url
    return shortened(unquote(url.rsplit("/", 1)[-1]) or url, 40) if url else f"{job.content_type} export"


def jobs_table(jobs: Sequence[models.JobAnswer]) -> Listing:
    made = Listing("job", "status", "%", "created", "subject", wide="subject")
    for job in jobs:
        percent = f"{job.progress_percent:.0f}"
        made.add_row(job.job_id, status_text(job.status), percent, ago(job.created_at), Text(subject(job)))
    return made


def job_fields(job: models.JobAnswer) -> Table:
    error = job.error
    return fields(
        [
            ("job", job.job_id),
            ("status", status_text(job.status)),
            ("progress", f"{job.progress_percent:.0f} %  {job.message or job.current_stage or ''}"),
            ("kind", f"{job.kind} by {job.plugin_id}, priority {job.priority}"),
            ("url", job.url),
            ("content", job.content_id),
            ("artifact", job.artifact_id),
            ("batch", job.batch_id),
            ("created", when(job.created_at)),
            ("started", when(job.started_at)),
            ("ended", when(job.completed_at)),
            ("next try", when(job.not_before) if job.status == "retrying" else None),
            ("retries", f"{job.retry_count} of {job.max_retries}" if job.retry_count else None),
            ("error", Text(clean(f"{error.message} [{error.code}]"), "red") if error else None),
            *(("notice", notice_text(each)) for each in (job.notices.first if job.notices else ())),
            ("notices", f"{job.notices.count} in all" if job.notices else None),
        ]
    )


def events_table(events: Sequence[models.JobEventAnswer]) -> Listing:
    made = Listing("#", "at", "attempt", "event", "stage", "cost", "message", wide="message")
    for event in events:
        stage = event.stage or "–"
        number = event.item if event.batch is None else event.batch
        place = stage if number is None else f"{stage} {number + 1}"
        told = status_text(event.status) if event.kind == "status" and event.status else Text(event.kind)
        cost = f"${event.cost_usd:.4f}" if event.cost_usd else "–"
        attempt = str(event.execution_no or "–")
        message = Text(clean(event.message))
        made.add_row(str(event.seq), when(event.at), attempt, told, clean(place), cost, message)
    return made
