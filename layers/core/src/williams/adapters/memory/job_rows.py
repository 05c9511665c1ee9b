"""What the job store in memory remembers of one job."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from williams.domain.jobs import Job, JobEvent


@dataclass
class Lease:
    execution_no: int
    expires_at: datetime


@dataclass
class Call:
    stage: str
    item: int | None
    attempts: int = 0
    possibly_paid_twice: bool = False
    result_key: str | None = None
    cost_usd: float = 0.0


@dataclass
class JobRow:
    job: Job
    idempotency_key: str | None
    body_hash: str
    error_execution_no: int | None = None
    settled_at: datetime | None = None
    events: list[JobEvent] = field(default_factory=list)
    leases: dict[tuple[str, int | None], Lease] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)

    def change(self, **values: Any) -> Job:
        self.job = self.job.model_copy(update=values)
        return self.copy()

    def copy(self) -> Job:
        return self.job.model_copy(deep=True)
