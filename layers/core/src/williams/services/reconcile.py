"""Heals what no event told of: executions that ended or are stuck, claims never started, late scratch, lost pushes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from williams.domain.bucket import JOBS, job_prefix, prefix
from williams.domain.errors import WorkerCrashed
from williams.domain.jobs import Job, JobError, JobStatus
from williams.ports.jobs import Unsettled
from williams.ports.workflows import ExecutionState
from williams.services.backend import JobControl
from williams.services.dispatch import dispatch, raise_first_defect
from williams.services.endings import after_settling, fail_execution, stop_cancelled
from williams.services.tick import LOOK_BACK, rest_when_idle

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
# How long an execution may say nothing. Between two stages it waits for a worker at most; a lease that ran out shows
# that a worker died, unless another delivery takes it over at once.
SILENT_SECONDS = 60.0
SILENT_AFTER_A_LEASE_SECONDS = 15.0


class Healed(BaseModel):
    """How much was healed by one tick."""

    settled: int = 0
    restarted: int = 0
    stopped: int = 0
    dispatched: int = 0
    swept: int = 0
    republished: int = 0
    resting: bool = False


def reconcile(control: JobControl, now: datetime | None = None) -> Healed:
    """Run one tick, as of now. What cannot be healed is logged and left to the next; it holds nothing up.

    Raises StoreUnavailable when the job store does not answer, and the first defect that showed once all else is done.
    """
    now = now or datetime.now(UTC)
    healed = Healed()
    failures: list[Exception] = []
    for unsettled in control.jobs.unsettled(now - GRACE):
        with _attempt(f"heal {unsettled.claim.execution}", failures):
            _heal(control, unsettled, healed)
    with _attempt("dispatch", failures):
        healed.dispatched = dispatch(control)
    with _attempt("sweep scratch", failures):
        healed.swept = _sweep(control)
    for job in control.jobs.settled_since(now - LOOK_BACK):
        with _attempt(f"tell how {job.job_id} ended", failures):
            healed.republished += _republish(control, job)
    with _attempt("rest", failures):
        healed.resting = not failures and rest_when_idle(control, now)
    raise_first_defect(failures)
    return healed


@contextmanager
def _attempt(what: str, failures: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # a state machine that may not be asked about, say: the other claims may
        log.error("could not %s: %s", what, error)
        failures.append(error)


def _heal(control: JobControl, unsettled: Unsettled, healed: Healed) -> None:
    claim = unsettled.claim
    if unsettled.status is JobStatus.CANCELLED:
        stop_cancelled(control, control.jobs.job_for_execution(claim.job_id))
        healed.stopped += 1
        return
    state = control.workflows.state(claim.plugin_id, claim.execution)
    match state:
        case ExecutionState.MISSING:
            control.workflows.start(claim.plugin_id, claim.execution)
            healed.restarted += 1
        case ExecutionState.RUNNING:
            if _stuck(unsettled):
                _end_stuck(control, unsettled)
                healed.stopped += 1
        case ExecutionState.SUCCEEDED | ExecutionState.FAILED:
            succeeded = state is ExecutionState.SUCCEEDED
            job = control.jobs.settle(claim.execution, succeeded, datetime.now(UTC))
            if job is not None:
                control.settled(job)
                after_settling(control, job)
                healed.settled += 1


def _stuck(unsettled: Unsettled) -> bool:
    ran_out = unsettled.overdue_seconds is not None and unsettled.overdue_seconds > 0
    return unsettled.silent_seconds > (SILENT_AFTER_A_LEASE_SECONDS if ran_out else SILENT_SECONDS)


def _end_stuck(control: JobControl, unsettled: Unsettled) -> None:
    """Settle first: a stopped execution that could not be settled would be taken for one that somebody stopped."""
    claim = unsettled.claim
    message = f"Execution {claim.execution.number} gave no sign of life for {unsettled.silent_seconds:.0f} s."
    fail_execution(control, claim, JobError(code=WorkerCrashed.code, message=message, retryable=True))
    control.workflows.stop(claim.plugin_id, claim.execution)


def _sweep(control: JobControl) -> int:
    """Delete what workers wrote for jobs that had ended already, or what no settling could delete."""
    kept = control.objects.folders(prefix(JOBS))
    ended = set(kept) - control.jobs.resumable(kept) if kept else set()
    for job_id in sorted(ended):
        control.objects.delete_prefix(job_prefix(job_id))
    return len(ended)


def _republish(control: JobControl, job: Job) -> int:
    record = control.progress.record(job.job_id)
    if record is not None and record.latest.status is job.status:
        return 0
    after_settling(control, job)
    return 1
