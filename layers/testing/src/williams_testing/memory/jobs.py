"""The job store in memory, with the behaviour of the one in Postgres."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from threading import RLock
from typing import Any

from williams.domain.errors import (
    IdempotencyKeyReused,
    IllegalMove,
    JobCancelled,
    LeaseHeld,
    NotFound,
    StaleExecution,
)
from williams.domain.executions import Attempt, Execution
from williams.domain.jobs import FINAL, TERMINAL, WAITING, Job, JobError, JobEvent, JobStatus, legal_sources
from williams.domain.lanes import DEFAULT_WEIGHT
from williams.domain.outcomes import EventKind, cancelled, retried, settled, stage_sources
from williams.domain.paging import Page
from williams.ports.jobs import Backlog, Begun, Claim, PaidCall, Submission, Unsettled
from williams_testing.memory.catalog import page
from williams_testing.memory.job_ranking import LaneTurns
from williams_testing.memory.job_rows import Call, JobRow, Lease


class InMemoryJobs:
    """See :class:`williams.ports.jobs.JobStorePort`. ``clock`` gives the present time with its zone."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._rows: dict[str, JobRow] = {}
        self._turns = LaneTurns()
        self._guard = RLock()

    def submit(self, job: Job, idempotency_key: str | None, body_hash: str) -> Submission:
        with self._guard:
            earlier = self._by_key(job.owner, idempotency_key)
            if earlier is not None and earlier.body_hash != body_hash:
                raise IdempotencyKeyReused(
                    f"The Idempotency-Key was used for job {earlier.job.job_id} with a different body. Use a new key."
                )
            if earlier is not None:
                return Submission(job=earlier.copy(), created=False)
            row = JobRow(job.model_copy(deep=True), idempotency_key, body_hash)
            self._rows[job.job_id] = row
            self._tell(row, EventKind.STATUS, status=job.status, at=job.created_at)
            return Submission(job=row.copy(), created=True)

    def mark_queued(self, job_id: str) -> Job | None:
        with self._guard:
            row = self._rows.get(job_id)
            if row is None or row.job.status not in legal_sources(JobStatus.QUEUED):
                return None
            row.change(status=JobStatus.QUEUED)
            self._tell(row, EventKind.STATUS, status=JobStatus.QUEUED)
            return row.copy()

    def job(self, owner: str, job_id: str) -> Job:
        return self._owned(owner, job_id).copy()

    def job_for_execution(self, job_id: str) -> Job:
        return self._row(job_id).copy()

    def jobs(self, owner: str, limit: int, after: str | None = None, status: JobStatus | None = None) -> Page[Job]:
        with self._guard:
            owned = [row.copy() for row in self._rows.values() if row.job.owner == owner]
        older, _ = page(owned, _age, len(owned), after)
        wanted = [job for job in older if status in (None, job.status)]
        more = len(wanted) > limit
        return Page[Job](items=wanted[:limit], next_after=wanted[limit - 1].job_id if more else None)

    def events(self, owner: str, job_id: str) -> list[JobEvent]:
        return [event.model_copy() for event in self._owned(owner, job_id).events]

    def claim(self, lanes: Mapping[str, int], default_lane: int, limit: int, places_for_others: int = 0) -> list[Claim]:
        with self._guard:
            now = self._clock()
            jobs = [row.job for row in self._rows.values()]
            chosen = self._turns.take(jobs, lanes, default_lane, limit, places_for_others, now)
            return [self._claim(self._rows[job.job_id], now) for job in chosen]

    def weigh(self, owner: str, weight: int) -> None:
        with self._guard:
            self._turns.weights[owner] = weight
            if weight == DEFAULT_WEIGHT:
                del self._turns.weights[owner]

    def weights(self) -> dict[str, int]:
        with self._guard:
            return dict(sorted(self._turns.weights.items()))

    def release_claim(self, claim: Claim) -> None:
        with self._guard:
            row = self._claimed(claim.execution)
            if row is not None and row.job.status in WAITING | {JobStatus.CANCELLED}:
                row.change(claimed_at=None)
                self._tell(row, EventKind.RELEASE, status=row.job.status)

    def resumable(self, job_ids: Collection[str]) -> set[str]:
        with self._guard:
            known = {job_id: self._rows[job_id].job.status for job_id in job_ids if job_id in self._rows}
        return {job_id for job_id, status in known.items() if status not in FINAL}

    def open_jobs(self) -> int:
        with self._guard:
            jobs = [row.job for row in self._rows.values()]
        return sum(job.status not in TERMINAL or job.claimed_at is not None for job in jobs)

    def begin_stage(
        self, attempt: Attempt, status: JobStatus, lease_seconds: float, after: Attempt | None = None
    ) -> Begun:
        with self._guard:
            if after is not None:
                self.end_stage(after, None)
            execution, stage, batch = attempt.execution, attempt.stage, attempt.batch
            row = self._row(execution.job_id)
            self._check_wanted(row, execution)
            if row.job.status not in stage_sources(status):
                raise IllegalMove(f"A job that is {row.job.status.value} cannot become {status.value}.")
            now = self._clock()
            held = row.leases.get((stage, batch))
            if held is not None and held.expires_at > now:
                raise LeaseHeld(f"Stage {stage} of job {execution.job_id} is being run by another delivery.")
            row.leases[stage, batch] = Lease(execution, now + timedelta(seconds=lease_seconds))
            first = execution.number == 1 and row.job.status in WAITING
            row.change(status=status, current_stage=stage)
            self._tell(row, EventKind.BEGIN, status=status, stage=stage, batch=batch)
            return Begun(row.copy(), first)

    def renew_lease(self, attempt: Attempt, lease_seconds: float) -> None:
        with self._guard:
            _, held = self._held(attempt)
            if held is not None:
                held.expires_at = self._clock() + timedelta(seconds=lease_seconds)

    def end_stage(self, attempt: Attempt, message: str | None) -> None:
        with self._guard:
            row, held = self._held(attempt)
            if row is not None and held is not None:
                place: dict[str, Any] = {"stage": attempt.stage, "batch": attempt.batch}
                del row.leases[attempt.stage, attempt.batch]
                self._tell(row, EventKind.END, execution_no=attempt.execution.number, message=message, **place)

    def wait_stage(self, attempt: Attempt, seconds: float) -> None:
        with self._guard:
            row = self._claimed(attempt.execution)
            if row is not None:
                until = self._clock() + timedelta(seconds=seconds)
                row.leases[attempt.stage, attempt.batch] = Lease(attempt.execution, until)

    def still_wanted(self, execution: Execution) -> None:
        with self._guard:
            self._check_wanted(self._row(execution.job_id), execution)

    def link(self, job_id: str, content_id: str | None, artifact_id: str | None) -> None:
        with self._guard:
            made = {"content_id": content_id, "artifact_id": artifact_id}
            self._row(job_id).change(**{name: value for name, value in made.items() if value is not None})

    def made_batch(self, job_id: str, batch_id: str) -> None:
        """What the store of batches does as it keeps what a job has listed."""
        with self._guard:
            if job_id in self._rows:
                self._rows[job_id].change(batch_id=batch_id)

    def tie(self, job_id: str, content_id: str | None, artifact_id: str | None) -> None:
        """What the catalog does as it commits what a job has made."""
        if job_id in self._rows:
            self.link(job_id, content_id, artifact_id)

    def record_failure(self, execution: Execution, error: JobError) -> None:
        with self._guard:
            row = self._claimed(execution)
            if row is not None and row.failed != execution:
                row.failed = execution
                row.change(error=error)
                told = f"{error.code}: {error.message}"
                self._tell(row, EventKind.ERROR, stage=error.stage, message=told)

    def settle(self, execution: Execution, succeeded: bool, now: datetime) -> Job | None:
        with self._guard:
            row = self._claimed(execution)
            if row is None:
                return None
            recorded = row.job.error if row.failed == execution else None
            after = settled(row.job, succeeded, recorded, now)
            kind = EventKind.RELEASE if after.status is row.job.status else EventKind.STATUS
            return self._write(row, after, kind)

    def cancel(self, owner: str, job_id: str) -> Job:
        with self._guard:
            row = self._owned(owner, job_id)
            if row.job.status is JobStatus.CANCELLED:
                return row.copy()
            return self._write(row, cancelled(row.job, self._clock()), EventKind.STATUS)

    def retry(self, owner: str, job_id: str, manual: bool, now: datetime) -> Job:
        with self._guard:
            row = self._owned(owner, job_id)
            return self._write(row, retried(row.job, manual, now), EventKind.STATUS)

    def begin_paid_call(self, attempt: Attempt, item: int | None, call_key: str, expected_usd: float = 0.0) -> PaidCall:
        with self._guard:
            row = self._row(attempt.job_id)
            self._check_wanted(row, attempt.execution)
            call = row.calls.setdefault(call_key, Call(attempt.stage, item))
            if call.result_key is None:
                call.attempts += 1
                call.expected_usd = expected_usd
            if call.result_key is None and call.attempts > 1:
                call.possibly_paid_twice = True
                told = EventKind.POSSIBLY_PAID_TWICE
                self._tell(row, told, stage=call.stage, item=call.item, message=call_key)
            return PaidCall(
                call_key=call_key,
                result_key=call.result_key,
                attempts=call.attempts,
                possibly_paid_twice=call.possibly_paid_twice,
            )

    def refuse_paid_call(self, job_id: str, call_key: str) -> None:
        with self._guard:
            row = self._rows.get(job_id)
            call = row.calls.get(call_key) if row else None
            if call is not None and call.result_key is None and call.attempts > 0:
                call.attempts -= 1
                call.expected_usd = 0.0

    def end_paid_call(self, job_id: str, call_key: str, result_key: str, cost_usd: float) -> None:
        with self._guard:
            row = self._rows.get(job_id)
            call = row.calls.get(call_key) if row else None
            if row is None or call is None or call.result_key is not None:
                return
            call.result_key, call.cost_usd, call.expected_usd = result_key, cost_usd, 0.0
            cost = {"message": call_key, "cost_usd": cost_usd}
            self._tell(row, EventKind.COST, None, stage=call.stage, item=call.item, **cost)

    def spent_usd(self, job_id: str) -> float:
        with self._guard:
            row = self._rows.get(job_id)
            return sum(call.cost_usd + call.expected_usd for call in row.calls.values()) if row else 0.0

    def paid_calls(self, job_id: str) -> int:
        with self._guard:
            row = self._rows.get(job_id)
            return sum(call.result_key is not None for call in row.calls.values()) if row else 0

    def backlog(self) -> list[Backlog]:
        with self._guard:
            now = self._clock()
            jobs = [row.job for row in self._rows.values() if row.job.claimed_at or row.job.completed_at is None]
        jobs.sort(key=lambda job: job.plugin_id)
        return [_backlog(name, list(own), now) for name, own in groupby(jobs, lambda job: job.plugin_id)]

    def unsettled(self, claimed_before: datetime) -> list[Unsettled]:
        with self._guard:
            old = [row for row in self._rows.values() if row.job.claimed_at and row.job.claimed_at < claimed_before]
            old.sort(key=lambda row: row.job.claimed_at or claimed_before)
            return [row.unsettled(self._clock()) for row in old]

    def settled_since(self, since: datetime) -> Sequence[Job]:
        with self._guard:
            rows = [row for row in self._rows.values() if row.settled_at is not None and row.settled_at >= since]
            rows.sort(key=lambda row: row.settled_at or since)
            return [row.copy() for row in rows if row.job.status in TERMINAL | {JobStatus.RETRYING}]

    def _row(self, job_id: str) -> JobRow:
        if job_id not in self._rows:
            raise NotFound(f"There is no job {job_id}.")
        return self._rows[job_id]

    def _owned(self, owner: str, job_id: str) -> JobRow:
        row = self._row(job_id)
        if row.job.owner != owner:
            raise NotFound(f"There is no job {job_id}.")
        return row

    def _claimed(self, execution: Execution) -> JobRow | None:
        row = self._rows.get(execution.job_id)
        held = row is not None and row.job.execution == execution and row.job.claimed_at is not None
        return row if held else None

    def _held(self, attempt: Attempt) -> tuple[JobRow | None, Lease | None]:
        row = self._rows.get(attempt.job_id)
        lease = row.leases.get((attempt.stage, attempt.batch)) if row else None
        return row, lease if lease is not None and lease.execution == attempt.execution else None

    def _by_key(self, owner: str, idempotency_key: str | None) -> JobRow | None:
        if idempotency_key is None:
            return None
        wanted = (owner, idempotency_key)
        return next((row for row in self._rows.values() if (row.job.owner, row.idempotency_key) == wanted), None)

    def _claim(self, row: JobRow, now: datetime) -> Claim:
        started_at = row.job.started_at or now
        row.change(claimed_at=now, started_at=started_at, execution_no=row.job.execution_no + 1)
        self._tell(row, EventKind.CLAIM, status=row.job.status)
        return row.claim

    def _check_wanted(self, row: JobRow, execution: Execution) -> None:
        if row.job.status is JobStatus.CANCELLED:
            raise JobCancelled(f"Job {execution.job_id} was cancelled.")
        if row.job.execution != execution or row.job.claimed_at is None:
            number, job_id = execution.number, execution.job_id
            raise StaleExecution(f"Execution {number} of job {job_id} was settled or another has taken over.")

    def _write(self, row: JobRow, after: Job, kind: EventKind) -> Job:
        row.job = after
        row.settled_at = self._clock()
        message = after.failure.message if after.failure else None
        self._tell(row, kind, status=after.status, stage=after.current_stage, message=message)
        return row.copy()

    def _tell(self, row: JobRow, kind: EventKind, at: datetime | None = None, **details: Any) -> None:
        told = {"job_id": row.job.job_id, "seq": len(row.events) + 1, "at": at or self._clock(), "kind": kind.value}
        row.events.append(JobEvent(**(told | {"execution_no": row.job.execution_no} | details)))


def _age(job: Job) -> tuple[datetime, str]:
    return job.created_at, job.job_id


def _backlog(plugin_id: str, jobs: Sequence[Job], now: datetime) -> Backlog:
    running = sum(job.claimed_at is not None for job in jobs)
    ages = [(now - job.created_at).total_seconds() for job in jobs if job.started_at is None]
    oldest = max(ages, default=0.0)
    return Backlog(plugin_id=plugin_id, running=running, waiting=len(jobs) - running, oldest_seconds=oldest)
