"""Jobs as they stand: submit, look up, list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.job_records import JOB_COLUMNS, event_from, job_from
from williams.adapters.postgres.prepared import run
from williams.domain.errors import IdempotencyKeyReused, NotFound, StoreUnavailable
from williams.domain.jobs import FINAL, TERMINAL, Job, JobEvent, JobStatus, legal_sources
from williams.domain.outcomes import EventKind
from williams.domain.paging import Page
from williams.ports.jobs import Submission

_SUBMIT: Final = f"""
    WITH job AS (
        INSERT INTO processing_jobs (
            job_id, owner, kind, plugin_id, content_id, artifact_id, url, content_type, request, status, priority,
            progress_percent, created_at, retry_count, max_retries, not_before, idempotency_key, body_hash, event_seq)
        VALUES (
            :job_id, :owner, :kind, :plugin_id, :content_id, :artifact_id, :url, :content_type, :request, :status,
            :priority, :progress_percent, :created_at, :retry_count, :max_retries, :not_before, :idempotency_key,
            :body_hash, 1)
        ON CONFLICT (owner, idempotency_key) DO NOTHING
        RETURNING *
    ), told AS (
        INSERT INTO job_events (job_id, seq, at, kind, status, execution_no)
        SELECT job_id, 1, created_at, '{EventKind.STATUS}', status, 0 FROM job
    )
    SELECT {JOB_COLUMNS} FROM job"""

_BY_KEY: Final = f"""
    SELECT {JOB_COLUMNS}, job.body_hash FROM processing_jobs AS job
    WHERE job.owner = :owner AND job.idempotency_key = :idempotency_key"""

_QUEUED: Final = f"""
    WITH job AS (
        UPDATE processing_jobs AS job SET status = :status, event_seq = event_seq + 1
        WHERE job.job_id = :job_id AND status = ANY(CAST(:sources AS text[]))
        RETURNING {JOB_COLUMNS}, job.event_seq
    ), told AS (
        INSERT INTO job_events (job_id, seq, at, kind, status, execution_no)
        SELECT job_id, event_seq, clock_timestamp(), '{EventKind.STATUS}', status, execution_no FROM job
    )
    SELECT * FROM job"""

_BY_ID: Final = f"SELECT {JOB_COLUMNS} FROM processing_jobs AS job WHERE job.job_id = :job_id"

_OWNED: Final = f"{_BY_ID} AND job.owner = :owner"

_LIST: Final = f"""
    SELECT {JOB_COLUMNS} FROM processing_jobs AS job
    WHERE job.owner = :owner
      AND (CAST(:status AS text) IS NULL OR job.status = :status)
      AND (CAST(:after AS text) IS NULL OR (job.created_at, job.job_id) < (
          SELECT created_at, job_id FROM processing_jobs WHERE job_id = :after AND owner = :owner))
    ORDER BY job.created_at DESC, job.job_id DESC
    LIMIT CAST(:limit AS integer)"""

_EVENTS: Final = """
    SELECT job_id, seq, at, kind, status, stage, batch, item, execution_no, message, cost_usd
    FROM job_events WHERE job_id = :job_id ORDER BY seq"""

_RESUMABLE: Final = """
    SELECT job_id FROM processing_jobs
    WHERE job_id = ANY(CAST(:job_ids AS text[])) AND NOT status = ANY(CAST(:final AS text[]))"""

_OPEN: Final = """
    SELECT (SELECT count(*) FROM processing_jobs WHERE completed_at IS NULL AND claimed_at IS NULL)
         + (SELECT count(*) FROM processing_jobs WHERE claimed_at IS NOT NULL) AS open"""

_SETTLED: Final = f"""
    SELECT {JOB_COLUMNS} FROM processing_jobs AS job
    WHERE job.settled_at >= :since AND job.status = ANY(CAST(:statuses AS text[]))
    ORDER BY job.settled_at"""


class JobReading:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that takes jobs in and shows them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit(self, job: Job, idempotency_key: str | None, body_hash: str) -> Submission:
        fields = job.model_dump(exclude={"error", "current_stage", "started_at", "completed_at", "claimed_at"})
        del fields["execution_no"], fields["defects"], fields["cost_usd"]
        fields |= {"kind": job.kind.value, "status": job.status.value}
        rows = run(self._engine, _SUBMIT, **fields, idempotency_key=idempotency_key, body_hash=body_hash)
        if rows:
            return Submission(job=job_from(rows[0]), created=True)
        return self._earlier(job.owner, idempotency_key, body_hash)

    def _earlier(self, owner: str, idempotency_key: str | None, body_hash: str) -> Submission:
        rows = run(self._engine, _BY_KEY, owner=owner, idempotency_key=idempotency_key)
        if not rows:
            raise StoreUnavailable("The job with this Idempotency-Key was being written. Send the request again.")
        if rows[0]["body_hash"] != body_hash:
            raise IdempotencyKeyReused(
                f"The Idempotency-Key was used for job {rows[0]['job_id']} with a different body. Use a new key."
            )
        return Submission(job=job_from(rows[0]), created=False)

    def mark_queued(self, job_id: str) -> Job | None:
        sources = [status.value for status in legal_sources(JobStatus.QUEUED)]
        rows = run(self._engine, _QUEUED, job_id=job_id, status=JobStatus.QUEUED.value, sources=sources)
        return job_from(rows[0]) if rows else None

    def job(self, owner: str, job_id: str) -> Job:
        return _one(run(self._engine, _OWNED, job_id=job_id, owner=owner), job_id)

    def job_for_execution(self, job_id: str) -> Job:
        return _one(run(self._engine, _BY_ID, job_id=job_id), job_id)

    def jobs(self, owner: str, limit: int, after: str | None = None, status: JobStatus | None = None) -> Page[Job]:
        wanted = status.value if status else None
        rows = run(self._engine, _LIST, owner=owner, after=after, status=wanted, limit=limit + 1)
        items = [job_from(row) for row in rows[:limit]]
        return Page[Job](items=items, next_after=items[-1].job_id if len(rows) > limit else None)

    def events(self, owner: str, job_id: str) -> list[JobEvent]:
        self.job(owner, job_id)
        return [event_from(row) for row in run(self._engine, _EVENTS, job_id=job_id)]

    def resumable(self, job_ids: Collection[str]) -> set[str]:
        final = [status.value for status in FINAL]
        return {row["job_id"] for row in run(self._engine, _RESUMABLE, job_ids=list(job_ids), final=final)}

    def open_jobs(self) -> int:
        return int(run(self._engine, _OPEN)[0]["open"])

    def settled_since(self, since: datetime) -> Sequence[Job]:
        statuses = [status.value for status in TERMINAL | {JobStatus.RETRYING}]
        return [job_from(row) for row in run(self._engine, _SETTLED, since=since, statuses=statuses)]


def _one(rows: list[dict[str, object]], job_id: str) -> Job:
    if not rows:
        raise NotFound(f"There is no job {job_id}.")
    return job_from(rows[0])
