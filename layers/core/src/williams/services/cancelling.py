"""Cancels jobs."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.jobs import Job
from williams.ports.jobs import JobStorePort
from williams.services.endings import Endings


@dataclass(frozen=True)
class Cancelling:
    jobs: JobStorePort
    endings: Endings

    def cancel(self, owner: str, job_id: str) -> Job:
        """Cancel and stop the execution. Raises NotFound, Conflict for a job that has ended otherwise."""
        return self.endings.stop_cancelled(self.jobs.cancel(owner, job_id))
