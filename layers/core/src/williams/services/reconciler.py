"""Heals what no event told of: executions that ended or are stuck, claims never started, late scratch, lost pushes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from williams.domain.bucket import JOBS, job_prefix, prefix
from williams.domain.errors import WorkerCrashed
from williams.domain.jobs import Job, JobError, JobStatus
from williams.ports.jobs import JobStorePort, Unsettled
from williams.ports.objects import ObjectPort
from williams.ports.progress import ProgressPort
from williams.ports.workflows import ExecutionState, WorkflowPort
from williams.services.batch_progress import BatchAnnouncer
from williams.services.dispatcher import Dispatcher, raise_first_defect
from williams.services.endings import Endings
from williams.services.tick import LOOK_BACK, Tick

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


@dataclass(frozen=True)
class Reconciler:
    jobs: JobStorePort
    objects: ObjectPort
    progress: ProgressPort
    workflows: WorkflowPort
    endings: Endings
    batches: BatchAnnouncer
    dispatcher: Dispatcher
    tick: Tick

    def reconcile(self, now: datetime | None = None) -> Healed:
        """Run one tick, as of now. What cannot be healed is logged and left to the next; it holds nothing up.

        Raises StoreUnavailable when the job store does not answer, and the first defect that showed once all else is
        done.
        """
        now = now or datetime.now(UTC)
        healed = Healed()
        failures: list[Exception] = []
        for unsettled in self.jobs.unsettled(now - GRACE):
            with _attempt(f"heal {unsettled.claim.execution}", failures):
                self._heal(unsettled, healed)
        with _attempt("dispatch", failures):
            healed.dispatched = self.dispatcher.dispatch()
        with _attempt("sweep scratch", failures):
            healed.swept = self._sweep()
        settled = self.jobs.settled_since(now - LOOK_BACK)
        for job in settled:
            with _attempt(f"tell how {job.job_id} ended", failures):
                healed.republished += self._republish(job)
        with _attempt("tell of batches", failures):
            # What ended within 500 ms of another was not told of.
            self.batches.jobs_changed([job.job_id for job in settled])
        with _attempt("rest", failures):
            healed.resting = not failures and self.tick.rest_when_idle(now)
        raise_first_defect(failures)
        return healed

    def _heal(self, unsettled: Unsettled, healed: Healed) -> None:
        claim = unsettled.claim
        if unsettled.status is JobStatus.CANCELLED:
            self.endings.stop_cancelled(self.jobs.job_for_execution(claim.execution.job_id))
            healed.stopped += 1
            return
        state = self.workflows.state(claim.plugin_id, claim.execution)
        match state:
            case ExecutionState.MISSING:
                self.workflows.start(claim.plugin_id, claim.execution)
                healed.restarted += 1
            case ExecutionState.RUNNING:
                if _stuck(unsettled):
                    self._end_stuck(unsettled)
                    healed.stopped += 1
            case ExecutionState.SUCCEEDED | ExecutionState.FAILED:
                succeeded = state is ExecutionState.SUCCEEDED
                if self.endings.settle(claim.execution, succeeded) is not None:
                    healed.settled += 1

    def _end_stuck(self, unsettled: Unsettled) -> None:
        """Settle first: a stopped execution that could not be settled would be taken for one that somebody stopped."""
        claim = unsettled.claim
        message = f"Execution {claim.execution.number} gave no sign of life for {unsettled.silent_seconds:.0f} s."
        self.endings.fail(claim, JobError(code=WorkerCrashed.code, message=message, retryable=True))
        self.workflows.stop(claim.plugin_id, claim.execution)

    def _sweep(self) -> int:
        """Delete what workers wrote for jobs that had ended already, or what no settling could delete."""
        kept = self.objects.folders(prefix(JOBS))
        ended = set(kept) - self.jobs.resumable(kept) if kept else set()
        for job_id in sorted(ended):
            self.objects.delete_prefix(job_prefix(job_id))
        return len(ended)

    def _republish(self, job: Job) -> int:
        """An end that was told may not stand in the graph yet, which was away."""
        self.endings.failures.keep(job)
        record = self.progress.record(job.job_id)
        if record is not None and record.latest.status is job.status:
            return 0
        self.endings.follow(job)
        return 1


@contextmanager
def _attempt(what: str, failures: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # a state machine that may not be asked about, say: the other claims may
        log.error("could not %s: %s", what, error)
        failures.append(error)


def _stuck(unsettled: Unsettled) -> bool:
    ran_out = unsettled.overdue_seconds is not None and unsettled.overdue_seconds > 0
    return unsettled.silent_seconds > (SILENT_AFTER_A_LEASE_SECONDS if ran_out else SILENT_SECONDS)
