"""Makes a job of a request that was checked, once for each idempotency key."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import Job, JobKind
from williams.pipeline.requests import frozen_request
from williams.plugin.exporting import ExportPlugin, ExportRequest
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.ports.jobs import JobStorePort, Submission
from williams.ports.progress import ProgressPort
from williams.ports.queues import QueuePort
from williams.services.tick import Tick

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Intake:
    jobs: JobStorePort
    progress: ProgressPort
    queues: QueuePort
    tick: Tick

    def enter(self, job: Job, idempotency_key: str | None, body: BaseModel) -> Submission:
        """Insert the job and wake the dispatcher. Raises IdempotencyKeyReused."""
        submission = self.jobs.submit(job, idempotency_key, body_hash(body))
        if submission.created:
            self._tell(job)
        if submission.created or submission.job.status == job.status:
            self.tick.keep_ticking()
            self.queues.wake(submission.job.job_id, submission.job.priority)
            queued = self.jobs.mark_queued(submission.job.job_id)
            if queued is not None:
                return Submission(job=queued, created=submission.created)
        return Submission(job=self.jobs.job(job.owner, submission.job.job_id), created=submission.created)

    def _tell(self, job: Job) -> None:
        try:
            self.progress.report(job.owner, job.execution, job.status, 0.0, "Waiting for a place")
        except StoreUnavailable as error:
            # The job stands: a refusal now would make the caller submit it a second time.
            log.warning("could not tell of the new job %s: %s", job.job_id, error)


def new_job(
    plugin: ImportPlugin | ExportPlugin,
    request: ImportRequest | ExportRequest,
    priority: int,
    url: str | None,
    content_type: str,
) -> Job:
    """Return the job that a plugin is to do, which is not in the store yet."""
    return Job(
        job_id=request.job_id,
        owner=request.owner,
        kind=JobKind.IMPORT if isinstance(request, ImportRequest) else JobKind.EXPORT,
        plugin_id=plugin.plugin_id,
        url=url,
        content_type=content_type,
        request=frozen_request(request),
        priority=priority,
        created_at=request.requested_at,
    )


def body_hash(body: BaseModel) -> str:
    """Return what tells two bodies apart."""
    return hashlib.sha256(json.dumps(body.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
