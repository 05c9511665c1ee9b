"""Rows of ``processing_jobs`` and ``job_events`` as the domain's models, and the statement that changes a job."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from williams.adapters.postgres.prepared import COMMIT, Row, run_in_turn
from williams.domain.jobs import FAILING, Job, JobError, JobEvent
from williams.domain.outcomes import EventKind

JOB_COLUMNS: Final = """
    job.job_id, job.owner, job.kind, job.plugin_id, job.content_id, job.artifact_id, job.url, job.content_type,
    job.request, job.status, job.priority, job.progress_percent, job.current_stage, job.created_at, job.started_at,
    job.completed_at, job.error_code, job.error_message, job.error_retryable, job.error_stage, job.retry_count,
    job.max_retries, job.defects, job.not_before, job.execution_no, job.claimed_at,
    (SELECT coalesce(sum(call.cost_usd), 0) FROM paid_calls AS call WHERE call.job_id = job.job_id
        AND call.result_key IS NOT NULL) AS cost_usd,
    (SELECT made.batch_id FROM import_batches AS made WHERE made.job_id = job.job_id) AS batch_id"""

# What ``Job.failure`` has of each job.
_FAILING: Final = ", ".join(f"'{status}'" for status in sorted(FAILING))
FAILURE_CODE, FAILURE_MESSAGE = (
    f"CASE WHEN job.status IN ({_FAILING}) THEN job.{name} END" for name in ("error_code", "error_message")
)

_ERROR: Final = ("code", "message", "retryable", "stage")

_WRITE: Final = """
    WITH changed AS (
        UPDATE processing_jobs SET
            status = :status,
            priority = CAST(:priority AS integer),
            progress_percent = CAST(:progress_percent AS float8),
            completed_at = CAST(:completed_at AS timestamptz),
            error_code = :error_code,
            error_message = :error_message,
            error_retryable = CAST(:error_retryable AS boolean),
            error_stage = :error_stage,
            retry_count = CAST(:retry_count AS integer),
            defects = CAST(:defects AS integer),
            not_before = CAST(:not_before AS timestamptz),
            claimed_at = CAST(:claimed_at AS timestamptz),
            settled_at = clock_timestamp(),
            event_seq = event_seq + 1
        WHERE job_id = :job_id
        RETURNING job_id, event_seq, status, current_stage, execution_no
    )
    INSERT INTO job_events (job_id, seq, at, kind, status, stage, execution_no, message)
    SELECT job_id, event_seq, clock_timestamp(), :kind, status, current_stage, execution_no, :told
    FROM changed"""


def job_from(row: Row) -> Job:
    """Build the job from a row that has :data:`JOB_COLUMNS`; other columns are ignored."""
    error = None if row["error_code"] is None else JobError(**{name: row[f"error_{name}"] for name in _ERROR})
    return Job(**{name: row[name] for name in Job.model_fields if name != "error"}, error=error)


def event_from(row: Row) -> JobEvent:
    return JobEvent(**row)


def write(connection: Connection, job: Job, kind: EventKind) -> None:
    """Write what an outcome changed with the event telling of it, and commit: this transaction has locked the row."""
    error: dict[str, Any] = {} if job.error is None else job.error.model_dump()
    changed = {
        "job_id": job.job_id,
        "kind": kind.value,
        "status": job.status.value,
        "priority": job.priority,
        "progress_percent": job.progress_percent,
        "completed_at": job.completed_at,
        "retry_count": job.retry_count,
        "defects": job.defects,
        "not_before": job.not_before,
        "claimed_at": job.claimed_at,
        "told": job.failure.message if job.failure else None,
        **{f"error_{name}": error.get(name) for name in _ERROR},
    }
    run_in_turn(connection, (_WRITE, changed), COMMIT)
