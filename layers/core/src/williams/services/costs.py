"""What a job has cost: providers' bills as they were noted, AWS by its list prices."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.aws_prices import AS_OF, costs_of_events
from williams.domain.errors import NotFound
from williams.domain.jobs import Job
from williams.pipeline.requests import budget_of
from williams.plugin.registry import Registry
from williams.ports.jobs import JobStorePort


class JobCosts(BaseModel):
    """US dollars. ``aws`` is an estimate by service, at the list prices of ``aws_prices_as_of``."""

    provider_usd: float
    provider_calls: int
    budget_usd: float
    aws_usd: float
    aws: dict[str, float]
    aws_prices_as_of: str


@dataclass(frozen=True)
class Costs:
    """``most_usd`` is what the deployment lets one job pay providers."""

    jobs: JobStorePort
    registry: Registry
    most_usd: float

    def of(self, job: Job) -> JobCosts:
        plugin = self.registry.plugins.get(job.plugin_id)
        aws = costs_of_events(self.jobs.events(job.owner, job.job_id), plugin.memory_mb if plugin else 0)
        return JobCosts(
            provider_usd=job.cost_usd,
            provider_calls=self.jobs.paid_calls(job.job_id),
            budget_usd=budget_of(job, self.most_usd),
            aws_usd=sum(aws.values()),
            aws=aws,
            aws_prices_as_of=AS_OF,
        )

    def of_job(self, owner: str, job_id: str) -> JobCosts | None:
        """Return None where the job is not known any more."""
        try:
            return self.of(self.jobs.job(owner, job_id))
        except NotFound:
            return None
