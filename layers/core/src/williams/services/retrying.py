"""Queues failed jobs again, as somebody asks for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import Job
from williams.ports.jobs import JobStorePort
from williams.services.endings import Endings
from williams.services.tick import Tick

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Retrying:
    jobs: JobStorePort
    endings: Endings
    tick: Tick

    def retry(self, owner: str, job_id: str, manual: bool) -> Job:
        """Queue a failed job again, after its back-off. Raises NotFound, Conflict, MaxRetriesExceeded."""
        job = self.jobs.retry(owner, job_id, manual, datetime.now(UTC))
        self.tick.keep_ticking()
        try:
            self.endings.follow(job)
        except StoreUnavailable as error:
            # It stands in the row that the job waits, and the caller is told so: reconciling does the rest.
            log.warning("%s waits to be retried; the rest is left to reconcile: %s", job_id, error)
        return job
