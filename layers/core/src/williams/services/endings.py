"""What follows when a job's row says that it ended, waits for a retry, or was cancelled."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from williams.domain.bucket import job_prefix
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import FINAL, Job, JobError, JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.outcomes import pause_seconds
from williams.ports.catalog import CatalogPort
from williams.ports.jobs import Claim, JobStorePort
from williams.ports.objects import ObjectPort
from williams.ports.progress import ProgressPort
from williams.ports.queues import QueuePort
from williams.ports.workflows import WorkflowPort
from williams.services.batch_progress import BatchAnnouncer
from williams.services.drop_answers import DropAnswers
from williams.services.generation_failures import GenerationFailures
from williams.services.noticing import notices_of

log = logging.getLogger(__name__)

SAID: Final = {
    JobStatus.COMPLETED: "Completed",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled",
    JobStatus.RETRYING: "Waiting to be retried",
}


def nobody(_job: Job) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Endings:
    """``settled`` is told of each execution that was settled, once."""

    jobs: JobStorePort
    objects: ObjectPort
    progress: ProgressPort
    queues: QueuePort
    workflows: WorkflowPort
    drop_answers: DropAnswers
    catalog: CatalogPort
    failures: GenerationFailures
    batches: BatchAnnouncer
    settled: Callable[[Job], None] = nobody

    def settle(self, execution: Execution, succeeded: bool) -> Job | None:
        """Settle an execution, and do what follows. Returns None for one that is stale or was settled before."""
        job = self.jobs.settle(execution, succeeded, datetime.now(UTC))
        if job is not None:
            self.settled(job)
            self.follow(job)
        return job

    def fail(self, claim: Claim, error: JobError) -> Job | None:
        """Settle an execution that can say nothing for itself, unless it has recorded why it failed."""
        self.jobs.record_failure(claim.execution, error)
        return self.settle(claim.execution, succeeded=False)

    def follow(self, job: Job) -> None:
        """Plan the retry, clean the scratch, answer a dropped file, keep a failure, tell who watches it or its batch.

        Repeating it does no harm. A failed job keeps its scratch, for a manual retry. Telling comes last: what was told
        is what reconciling goes by, so whatever fails here is done again.
        """
        if job.status is JobStatus.RETRYING:
            self.queues.wake(job.job_id, job.priority, pause_seconds(job))
        if job.status in FINAL:
            self.objects.delete_prefix(job_prefix(job.job_id))
        self.drop_answers.answer(job)
        self.failures.keep(job)
        self.batches.jobs_changed([job.job_id])
        percent = 100.0 if job.status is JobStatus.COMPLETED else job.progress_percent
        said = SAID.get(job.status, job.status.value)
        notices = NoticeDigest.of(notices_of(self.catalog, job))
        self.progress.report(job.owner, job.execution, job.status, percent, said, job.failure, notices)

    def stop_cancelled(self, job: Job) -> Job:
        """Stop what runs of a cancelled job, give its place to the next one, clean up and tell.

        A worker cannot be stopped: it finds out before its next item or paid call. What is not done here because a
        store is away, reconciling does.
        """
        try:
            if job.claimed_at is not None:
                self.workflows.stop(job.plugin_id, job.execution)
                job = self.jobs.settle(job.execution, False, datetime.now(UTC)) or job
                self.queues.wake(job.job_id, job.priority)
            self.follow(job)
        except StoreUnavailable as error:
            log.warning("%s is cancelled; the rest is left to reconcile: %s", job.job_id, error)
        return job
