"""What the job store in memory remembers of one job."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobEvent
from williams.ports.jobs import Claim, Unsettled


@dataclass
class Lease:
    execution: Execution
    expires_at: datetime


@dataclass
class Call:
    stage: str
    item: int | None
    attempts: int = 0
    possibly_paid_twice: bool = False
    result_key: str | None = None
    cost_usd: float = 0.0
    expected_usd: float = 0.0


@dataclass
class JobRow:
    job: Job
    idempotency_key: str | None
    body_hash: str
    failed: Execution | None = None
    settled_at: datetime | None = None
    events: list[JobEvent] = field(default_factory=list)
    leases: dict[tuple[str, int | None], Lease] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)

    def change(self, **values: Any) -> Job:
        self.job = self.job.model_copy(update=values)
        return self.copy()

    def copy(self) -> Job:
        return self.job.model_copy(update={"cost_usd": self.cost_usd}, deep=True)

    @property
    def cost_usd(self) -> float:
        return sum(call.cost_usd for call in self.calls.values())

    @property
    def claim(self) -> Claim:
        return Claim(plugin_id=self.job.plugin_id, execution=self.job.execution)

    def unsettled(self, now: datetime) -> Unsettled:
        own = [lease.expires_at for lease in self.leases.values() if lease.execution == self.job.execution]
        held = [lease.expires_at for lease in self.leases.values()]
        heard = max([self.events[-1].at, self.job.claimed_at or self.events[-1].at, *held])
        return Unsettled(
            claim=self.claim,
            status=self.job.status,
            silent_seconds=(now - heard).total_seconds(),
            overdue_seconds=(now - min(own)).total_seconds() if own else None,
        )
