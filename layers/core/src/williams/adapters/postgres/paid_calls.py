"""Calls that cost money: the intent before, the result and the cost after."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.job_stages import wanted
from williams.adapters.postgres.prepared import run
from williams.domain.executions import Attempt
from williams.domain.jobs import JobStatus
from williams.domain.outcomes import EventKind
from williams.ports.jobs import PaidCall

_BEGIN: Final = f"""
    WITH target AS (
        SELECT job_id, status, execution_no, claimed_at IS NOT NULL AS claimed
        FROM processing_jobs WHERE job_id = :job_id FOR NO KEY UPDATE
    ), call AS (
        INSERT INTO paid_calls (job_id, call_key, stage, item, cost_usd)
        SELECT job_id, :call_key, :stage, CAST(:item AS integer), CAST(:expected_usd AS float8) FROM target
        WHERE claimed AND execution_no = CAST(:execution_no AS integer) AND status <> '{JobStatus.CANCELLED}'
        ON CONFLICT (job_id, call_key) DO UPDATE SET
            cost_usd = CASE WHEN paid_calls.result_key IS NULL THEN excluded.cost_usd ELSE paid_calls.cost_usd END,
            attempts = paid_calls.attempts + CASE WHEN paid_calls.result_key IS NULL THEN 1 ELSE 0 END,
            possibly_paid_twice = paid_calls.possibly_paid_twice
                OR (paid_calls.result_key IS NULL AND paid_calls.attempts > 0)
        RETURNING job_id, call_key, stage, item, result_key, attempts, possibly_paid_twice
    ), job AS (
        UPDATE processing_jobs AS job SET event_seq = event_seq + 1
        FROM call WHERE job.job_id = call.job_id AND call.attempts > 1 AND call.result_key IS NULL
        RETURNING job.job_id, job.event_seq, job.execution_no
    ), told AS (
        INSERT INTO job_events (job_id, seq, at, kind, stage, item, execution_no, message)
        SELECT job.job_id, event_seq, clock_timestamp(), '{EventKind.POSSIBLY_PAID_TWICE}', stage, item,
            execution_no, call_key
        FROM job JOIN call USING (job_id)
    )
    SELECT target.status AS found_status, target.execution_no AS found_execution_no, target.claimed,
        call_key, result_key, attempts, possibly_paid_twice
    FROM target LEFT JOIN call ON true"""

_REFUSED: Final = """
    UPDATE paid_calls SET attempts = attempts - 1, cost_usd = 0
    WHERE job_id = :job_id AND call_key = :call_key AND result_key IS NULL AND attempts > 0"""

_END: Final = f"""
    WITH target AS (
        SELECT job_id FROM processing_jobs WHERE job_id = :job_id FOR NO KEY UPDATE
    ), call AS (
        UPDATE paid_calls SET
            result_key = :result_key, cost_usd = CAST(:cost_usd AS float8), ended_at = clock_timestamp()
        FROM target
        WHERE paid_calls.job_id = target.job_id AND call_key = :call_key AND result_key IS NULL
        RETURNING paid_calls.job_id, stage, item, cost_usd
    ), job AS (
        UPDATE processing_jobs AS job SET event_seq = event_seq + 1
        FROM call WHERE job.job_id = call.job_id
        RETURNING job.job_id, job.event_seq, job.execution_no
    )
    INSERT INTO job_events (job_id, seq, at, kind, stage, item, execution_no, message, cost_usd)
    SELECT job_id, event_seq, clock_timestamp(), '{EventKind.COST}', stage, item, execution_no, :call_key, cost_usd
    FROM job JOIN call USING (job_id)"""

_SPENT: Final = "SELECT coalesce(sum(cost_usd), 0) AS spent FROM paid_calls WHERE job_id = :job_id"

_PAID: Final = "SELECT count(*) AS paid FROM paid_calls WHERE job_id = :job_id AND result_key IS NOT NULL"


class PaidCalls:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that accounts for providers' bills."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin_paid_call(self, attempt: Attempt, item: int | None, call_key: str, expected_usd: float = 0.0) -> PaidCall:
        rows = run(
            self._engine,
            _BEGIN,
            job_id=attempt.job_id,
            execution_no=attempt.execution.number,
            stage=attempt.stage,
            item=item,
            call_key=call_key,
            expected_usd=expected_usd,
        )
        wanted(rows, attempt.execution)
        return PaidCall(**{name: rows[0][name] for name in PaidCall.model_fields})

    def refuse_paid_call(self, job_id: str, call_key: str) -> None:
        run(self._engine, _REFUSED, job_id=job_id, call_key=call_key)

    def end_paid_call(self, job_id: str, call_key: str, result_key: str, cost_usd: float) -> None:
        run(self._engine, _END, job_id=job_id, call_key=call_key, result_key=result_key, cost_usd=cost_usd)

    def spent_usd(self, job_id: str) -> float:
        return float(run(self._engine, _SPENT, job_id=job_id)[0]["spent"])

    def paid_calls(self, job_id: str) -> int:
        return int(run(self._engine, _PAID, job_id=job_id)[0]["paid"])
