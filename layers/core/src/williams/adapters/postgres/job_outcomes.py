"""How jobs end: settle, cancel, retry. The row is locked, the domain decides, the outcome is written.

Two round trips: the first begins the transaction, the second commits it. What returns in between is rolled back by the
pool.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.job_records import JOB_COLUMNS, job_from, write
from williams.adapters.postgres.prepared import BEGIN, run_in_turn
from williams.domain.errors import NotFound
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobStatus
from williams.domain.outcomes import EventKind, cancelled, retried, settled

_CLAIMED: Final = f"""
    SELECT {JOB_COLUMNS}, job.error_execution_no FROM processing_jobs AS job
    WHERE job.job_id = :job_id AND job.execution_no = CAST(:execution_no AS integer) AND job.claimed_at IS NOT NULL
    FOR NO KEY UPDATE"""

_OWNED: Final = f"""
    SELECT {JOB_COLUMNS} FROM processing_jobs AS job
    WHERE job.job_id = :job_id AND job.owner = :owner
    FOR NO KEY UPDATE"""


class JobOutcomes:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that ends and restarts jobs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def settle(self, execution: Execution, succeeded: bool, now: datetime) -> Job | None:
        with connected(self._engine) as connection:
            claimed = {"job_id": execution.job_id, "execution_no": execution.number}
            rows = run_in_turn(connection, BEGIN, (_CLAIMED, claimed))
            if not rows:
                return None
            job = job_from(rows[0])
            recorded = job.error if rows[0]["error_execution_no"] == execution.number else None
            after = settled(job, succeeded, recorded, now)
            write(connection, after, EventKind.RELEASE if after.status is job.status else EventKind.STATUS)
        return after

    def cancel(self, owner: str, job_id: str) -> Job:
        with connected(self._engine) as connection:
            job = _locked(connection, owner, job_id)
            if job.status is JobStatus.CANCELLED:
                return job
            after = cancelled(job, datetime.now(UTC))
            write(connection, after, EventKind.STATUS)
        return after

    def retry(self, owner: str, job_id: str, manual: bool, now: datetime) -> Job:
        with connected(self._engine) as connection:
            after = retried(_locked(connection, owner, job_id), manual, now)
            write(connection, after, EventKind.STATUS)
        return after


def _locked(connection: Connection, owner: str, job_id: str) -> Job:
    rows = run_in_turn(connection, BEGIN, (_OWNED, {"job_id": job_id, "owner": owner}))
    if not rows:
        raise NotFound(f"There is no job {job_id}.")
    return job_from(rows[0])
