"""The truth about jobs. Every change is one transaction that also writes the event telling of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from pydantic import ConfigDict

from williams.domain.executions import Attempt, Execution
from williams.domain.jobs import Job, JobError, JobEvent, JobStatus
from williams.domain.models import DeferredModel
from williams.domain.paging import Page


class Claim(DeferredModel):
    """A place in a lane, taken for one execution of one job."""

    model_config = ConfigDict(frozen=True)

    plugin_id: str
    execution: Execution

    @property
    def job_id(self) -> str:
        """The job's id."""
        return self.execution.job_id


class Unsettled(DeferredModel):
    """A claim whose execution was not settled, and what was heard of it last.

    ``silent_seconds`` have passed since the last event and the last moment of a lease; it is negative while a stage is
    at work. ``overdue_seconds`` have passed since the first lease of this execution ran out; None where none is left.
    """

    model_config = ConfigDict(frozen=True)

    claim: Claim
    status: JobStatus
    silent_seconds: float
    overdue_seconds: float | None


class Backlog(DeferredModel):
    """What runs and waits of one plugin. ``oldest_seconds`` is the age of the oldest job that never ran, else 0."""

    model_config = ConfigDict(frozen=True)

    plugin_id: str
    running: int
    waiting: int
    oldest_seconds: float


class Submission(DeferredModel):
    """``created`` is False when the owner had used the idempotency key for the same body before."""

    job: Job
    created: bool


class Begun(NamedTuple):
    """A job whose stage was entered; ``first`` says that none of its stages was entered before, by anybody."""

    job: Job
    first: bool


class PaidCall(DeferredModel):
    """A call to a provider that costs money. ``result_key`` is set once its answer stands in the object store.

    ``attempts`` counts how often it was made, refusals left out.
    """

    call_key: str
    result_key: str | None
    attempts: int
    possibly_paid_twice: bool


class JobStorePort(Protocol):
    def submit(self, job: Job, idempotency_key: str | None, body_hash: str) -> Submission:
        """Insert a job. Raises IdempotencyKeyReused when the owner's key was used with another body."""
        ...

    def mark_queued(self, job_id: str) -> Job | None:
        """PENDING becomes QUEUED; any other status stays. Return the job if it was changed."""
        ...

    def job(self, owner: str, job_id: str) -> Job:
        """Raises NotFound."""
        ...

    def job_for_execution(self, job_id: str) -> Job:
        """Return a job for the system's own work, whoever owns it. Raises NotFound."""
        ...

    def jobs(self, owner: str, limit: int, after: str | None = None, status: JobStatus | None = None) -> Page[Job]:
        """Newest first."""
        ...

    def events(self, owner: str, job_id: str) -> list[JobEvent]:
        """In order. Raises NotFound."""
        ...

    def claim(self, lanes: Mapping[str, int], default_lane: int, limit: int, places_for_others: int = 0) -> list[Claim]:
        """Take free places in the lanes (plugin id -> places) for the best eligible jobs.

        Owners take turns in each lane, by weight; within an owner the best is the one of the highest priority, then
        the oldest. One owner leaves so many places of a lane for others, whether they come or not, but may always hold
        one. Callers take turns, and each sees what was submitted before its turn. Sets ``claimed_at``, ``started_at``
        (first claim only) and counts one more execution.
        """
        ...

    def weigh(self, owner: str, weight: int) -> None:
        """Give an owner so many turns for one of an owner with the weight 1, which everybody has at first."""
        ...

    def weights(self) -> dict[str, int]:
        """Return the weights other than 1, by owner."""
        ...

    def release_claim(self, claim: Claim) -> None:
        """Give the place back after the execution could not be started; the job is eligible again.

        Does nothing once a stage has begun: the execution runs after all, and settling it gives the place back.
        """
        ...

    def resumable(self, job_ids: Collection[str]) -> set[str]:
        """Return which of these jobs exist and may run again: all but those that are COMPLETED or CANCELLED."""
        ...

    def open_jobs(self) -> int:
        """Return how many jobs are not terminal, or still hold a place: a cancelled one until it is settled."""
        ...

    def backlog(self) -> list[Backlog]:
        """Return each plugin that has running or waiting jobs, by its id. A job that waits for its retry waits."""
        ...

    def begin_stage(
        self, attempt: Attempt, status: JobStatus, lease_seconds: float, after: Attempt | None = None
    ) -> Begun:
        """Enter a stage (or one batch of its items): check, take the lease, change the status, write the event.

        The lease of an earlier execution counts: its worker may still be at work. ``after``, of the same execution, is
        ended before, as by ``end_stage``, whether the new one can be entered or not. Raises JobCancelled,
        StaleExecution, LeaseHeld, IllegalMove.
        """
        ...

    def renew_lease(self, attempt: Attempt, lease_seconds: float) -> None:
        """Hold a lease for so long from now; one that was given back or taken over stays as it is."""
        ...

    def end_stage(self, attempt: Attempt, message: str | None) -> None:
        """Give the lease back and write that the stage or batch ended. ``message`` tells of a failure, else None."""
        ...

    def wait_stage(self, attempt: Attempt, seconds: float) -> None:
        """Say that the execution has nothing to do for so long: its silence until then is no sign of death.

        Its stage is the name of the state that waits; its lease is given back as ``after`` of the next stage.
        """
        ...

    def still_wanted(self, execution: Execution) -> None:
        """Raise JobCancelled or StaleExecution when nothing further may start."""
        ...

    def link(self, job_id: str, content_id: str | None, artifact_id: str | None) -> None:
        """Tie the job to what it made."""
        ...

    def record_failure(self, execution: Execution, error: JobError) -> None:
        """Keep an execution's classified failure until it is settled. The first one of an execution stays."""
        ...

    def settle(self, execution: Execution, succeeded: bool, now: datetime) -> Job | None:
        """End an execution: COMPLETED, RETRYING (with ``not_before``), or FAILED with the recorded error.

        No recorded failure of an execution that did not succeed counts as a crash, which is transient. Returns the
        job as it now stands, or None when the execution is stale or was settled before. Leases stay with the workers
        that hold them.
        """
        ...

    def cancel(self, owner: str, job_id: str) -> Job:
        """CANCELLED at once; its place is kept until the execution is settled.

        Raises NotFound, Conflict when the job is COMPLETED or FAILED.
        """
        ...

    def retry(self, owner: str, job_id: str, manual: bool, now: datetime) -> Job:
        """FAILED becomes RETRYING (with ``not_before``). Raises NotFound, Conflict, MaxRetriesExceeded."""
        ...

    def begin_paid_call(self, attempt: Attempt, item: int | None, call_key: str, expected_usd: float = 0.0) -> PaidCall:
        """Write the intent to pay before the call; an earlier intent without a result is marked possibly paid twice.

        ``expected_usd`` counts as spent until the call has ended or was refused.

        Raises JobCancelled, StaleExecution, NotFound.
        """
        ...

    def refuse_paid_call(self, job_id: str, call_key: str) -> None:
        """Take an intent back: the provider refused, and is not paid."""
        ...

    def end_paid_call(self, job_id: str, call_key: str, result_key: str, cost_usd: float) -> None: ...

    def spent_usd(self, job_id: str) -> float:
        """Return what the job's calls have cost, and what those are expected to cost that have begun."""
        ...

    def paid_calls(self, job_id: str) -> int:
        """Return how many calls of the job were paid for."""
        ...

    def unsettled(self, claimed_before: datetime) -> list[Unsettled]:
        """Return claims that are older than the given time and whose execution was not settled, oldest first."""
        ...

    def settled_since(self, since: datetime) -> Sequence[Job]:
        """Return jobs that became terminal or RETRYING at or after ``since``."""
        ...
