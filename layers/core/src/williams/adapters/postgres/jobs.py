"""The job store in Postgres."""

from __future__ import annotations

from williams.adapters.postgres.job_claims import JobClaims
from williams.adapters.postgres.job_outcomes import JobOutcomes
from williams.adapters.postgres.job_reading import JobReading
from williams.adapters.postgres.job_stages import JobStages
from williams.adapters.postgres.owner_weights import OwnerWeights
from williams.adapters.postgres.paid_calls import PaidCalls


class PostgresJobs(JobReading, JobClaims, JobStages, JobOutcomes, OwnerWeights, PaidCalls):
    """See :class:`williams.ports.jobs.JobStorePort`. Each part is made with the same engine."""
