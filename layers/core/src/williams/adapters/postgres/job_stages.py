"""The hot path: entering a stage, going on to the next and leaving it, each in one statement and one round trip."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine

from williams.adapters.postgres.job_records import JOB_COLUMNS, job_from
from williams.adapters.postgres.prepared import Row, run
from williams.domain.errors import IllegalMove, JobCancelled, LeaseHeld, NotFound, StaleExecution
from williams.domain.executions import Attempt, Execution
from williams.domain.jobs import WAITING, JobError, JobStatus
from williams.domain.outcomes import EventKind, stage_sources
from williams.ports.jobs import Begun

_WHOLE_STAGE: Final = -1

# The row's lock comes first in every statement that also touches leases or events, so that none can deadlock and
# each sees the newest ``event_seq``.
# What ends a stage as the next one begins: nothing is ended or begun where either cannot be.
_HELD: Final = """
        AND EXISTS (
            SELECT FROM leases WHERE leases.job_id = :job_id AND leases.stage = :after_stage
              AND leases.batch = CAST(:after_batch AS integer) AND leases.execution_no = CAST(:execution_no AS integer)
        )"""
_ENDED: Final = """
    ), ended AS (
        DELETE FROM leases USING lease
        WHERE leases.job_id = lease.job_id AND leases.stage = :after_stage
          AND leases.batch = CAST(:after_batch AS integer) AND leases.execution_no = CAST(:execution_no AS integer)
        RETURNING leases.job_id"""
_END_TOLD: Final = f"""
    ), end_told AS (
        INSERT INTO job_events (job_id, seq, at, kind, stage, batch, execution_no)
        SELECT job_id, event_seq - 1, now, '{EventKind.END}', :after_stage,
            nullif(CAST(:after_batch AS integer), {_WHOLE_STAGE}), execution_no
        FROM job JOIN ended USING (job_id)"""


def _beginning(held: str = "", ended: str = "", events: str = "1", end_told: str = "") -> str:
    return f"""
    WITH target AS (
        SELECT job_id, status, execution_no, claimed_at IS NOT NULL AS claimed
        FROM processing_jobs WHERE job_id = :job_id FOR NO KEY UPDATE
    ), lease AS (
        INSERT INTO leases (job_id, stage, batch, execution_no, expires_at)
        SELECT job_id, :stage, CAST(:batch AS integer), execution_no,
            clock_timestamp() + make_interval(secs => CAST(:lease_seconds AS float8))
        FROM target
        WHERE claimed AND execution_no = CAST(:execution_no AS integer) AND status = ANY(CAST(:sources AS text[])){held}
        ON CONFLICT (job_id, stage, batch) DO UPDATE
            SET execution_no = excluded.execution_no, expires_at = excluded.expires_at
            WHERE leases.expires_at <= clock_timestamp()
        RETURNING job_id{ended}
    ), job AS (
        UPDATE processing_jobs AS job SET status = :status, current_stage = :stage, event_seq = event_seq + {events}
        FROM lease WHERE job.job_id = lease.job_id
        RETURNING {JOB_COLUMNS}, job.event_seq, clock_timestamp() AS now{end_told}
    ), told AS (
        INSERT INTO job_events (job_id, seq, at, kind, status, stage, batch, execution_no)
        SELECT job_id, event_seq, now, '{EventKind.BEGIN}', status, current_stage,
            nullif(CAST(:batch AS integer), {_WHOLE_STAGE}), execution_no
        FROM job
    )
    SELECT target.status AS found_status, target.execution_no AS found_execution_no, target.claimed, {JOB_COLUMNS}
    FROM target LEFT JOIN job ON true"""


_BEGIN: Final = _beginning()
_GO_ON: Final = _beginning(_HELD, _ENDED, "1 + CAST((SELECT count(*) FROM ended) AS integer)", _END_TOLD)

_END: Final = f"""
    WITH target AS (
        SELECT job_id FROM processing_jobs WHERE job_id = :job_id FOR NO KEY UPDATE
    ), ended AS (
        DELETE FROM leases USING target
        WHERE leases.job_id = target.job_id AND leases.stage = :stage AND leases.batch = CAST(:batch AS integer)
          AND leases.execution_no = CAST(:execution_no AS integer)
        RETURNING leases.job_id, leases.execution_no
    ), job AS (
        UPDATE processing_jobs AS job SET event_seq = event_seq + 1
        FROM ended WHERE job.job_id = ended.job_id
        RETURNING job.job_id, job.event_seq, ended.execution_no
    )
    INSERT INTO job_events (job_id, seq, at, kind, stage, batch, execution_no, message)
    SELECT job_id, event_seq, clock_timestamp(), '{EventKind.END}', :stage,
        nullif(CAST(:batch AS integer), {_WHOLE_STAGE}), execution_no, :message
    FROM job"""

_RENEW: Final = """
    UPDATE leases SET expires_at = clock_timestamp() + make_interval(secs => CAST(:lease_seconds AS float8))
    WHERE job_id = :job_id AND stage = :stage AND batch = CAST(:batch AS integer)
      AND execution_no = CAST(:execution_no AS integer)"""

_WAIT: Final = """
    INSERT INTO leases (job_id, stage, batch, execution_no, expires_at)
    SELECT job_id, :stage, CAST(:batch AS integer), execution_no,
        clock_timestamp() + make_interval(secs => CAST(:seconds AS float8))
    FROM processing_jobs
    WHERE job_id = :job_id AND execution_no = CAST(:execution_no AS integer) AND claimed_at IS NOT NULL
    ON CONFLICT (job_id, stage, batch) DO UPDATE
        SET execution_no = excluded.execution_no, expires_at = excluded.expires_at"""

_STATE: Final = """
    SELECT status AS found_status, execution_no AS found_execution_no, claimed_at IS NOT NULL AS claimed
    FROM processing_jobs WHERE job_id = :job_id"""

_LINK: Final = """
    UPDATE processing_jobs
    SET content_id = coalesce(:content_id, content_id), artifact_id = coalesce(:artifact_id, artifact_id)
    WHERE job_id = :job_id RETURNING job_id"""

_FAILURE: Final = f"""
    WITH job AS (
        UPDATE processing_jobs SET
            error_code = :code, error_message = :message, error_retryable = CAST(:retryable AS boolean),
            error_stage = :stage, error_execution_no = execution_no, event_seq = event_seq + 1
        WHERE job_id = :job_id AND execution_no = CAST(:execution_no AS integer) AND claimed_at IS NOT NULL
          AND error_execution_no IS DISTINCT FROM execution_no
        RETURNING job_id, event_seq, execution_no
    )
    INSERT INTO job_events (job_id, seq, at, kind, stage, execution_no, message)
    SELECT job_id, event_seq, clock_timestamp(), '{EventKind.ERROR}', :stage, execution_no, :told FROM job"""


class JobStages:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that a running execution calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin_stage(
        self, attempt: Attempt, status: JobStatus, lease_seconds: float, after: Attempt | None = None
    ) -> Begun:
        named = _named(attempt) | {
            "status": status.value,
            "lease_seconds": lease_seconds,
            "sources": [source.value for source in stage_sources(status)],
        }
        if after is not None:
            rows = run(self._engine, _GO_ON, **named, after_stage=after.stage, after_batch=_number(after.batch))
            if rows and rows[0]["job_id"] is not None:
                return _begun(rows[0])
            self.end_stage(after, None)
        rows = run(self._engine, _BEGIN, **named)
        if rows and rows[0]["job_id"] is not None:
            return _begun(rows[0])
        found = wanted(rows, attempt.execution)
        if found not in stage_sources(status):
            raise IllegalMove(f"A job that is {found.value} cannot become {status.value}.")
        raise LeaseHeld(f"Stage {attempt.stage} of job {attempt.job_id} is being run by another delivery.")

    def renew_lease(self, attempt: Attempt, lease_seconds: float) -> None:
        run(self._engine, _RENEW, **_named(attempt), lease_seconds=lease_seconds)

    def end_stage(self, attempt: Attempt, message: str | None) -> None:
        run(self._engine, _END, **_named(attempt), message=message)

    def wait_stage(self, attempt: Attempt, seconds: float) -> None:
        run(self._engine, _WAIT, **_named(attempt), seconds=seconds)

    def still_wanted(self, execution: Execution) -> None:
        wanted(run(self._engine, _STATE, job_id=execution.job_id), execution)

    def link(self, job_id: str, content_id: str | None, artifact_id: str | None) -> None:
        if not run(self._engine, _LINK, job_id=job_id, content_id=content_id, artifact_id=artifact_id):
            raise NotFound(f"There is no job {job_id}.")

    def record_failure(self, execution: Execution, error: JobError) -> None:
        named = {"job_id": execution.job_id, "execution_no": execution.number}
        run(self._engine, _FAILURE, **named, **error.model_dump(), told=f"{error.code}: {error.message}")


def _begun(row: Row) -> Begun:
    return Begun(job_from(row), first=row["found_execution_no"] == 1 and row["found_status"] in WAITING)


def _named(attempt: Attempt) -> dict[str, Any]:
    execution = attempt.execution
    return {
        "job_id": execution.job_id,
        "execution_no": execution.number,
        "stage": attempt.stage,
        "batch": _number(attempt.batch),
    }


def _number(batch: int | None) -> int:
    return _WHOLE_STAGE if batch is None else batch


def wanted(rows: list[Row], execution: Execution) -> JobStatus:
    if not rows:
        raise NotFound(f"There is no job {execution.job_id}.")
    found = JobStatus(rows[0]["found_status"])
    if found is JobStatus.CANCELLED:
        raise JobCancelled(f"Job {execution.job_id} was cancelled.")
    if rows[0]["found_execution_no"] != execution.number or not rows[0]["claimed"]:
        number, job_id = execution.number, execution.job_id
        raise StaleExecution(f"Execution {number} of job {job_id} was settled or another has taken over.")
    return found
