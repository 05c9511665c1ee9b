"""The rules of jobs, lanes and claims on a real Postgres: the same as on the fake, in fewer examples."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.unit.jobs.job_rules import JobRules
from williams.adapters.postgres.engine import transaction
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.prepared import run
from williams.adapters.postgres.schema import metadata

_AGE_JOBS = """
    UPDATE processing_jobs SET not_before = not_before - make_interval(secs => CAST(:seconds AS float8))
    WHERE not_before IS NOT NULL"""
_AGE_LEASES = "UPDATE leases SET expires_at = expires_at - make_interval(secs => CAST(:seconds AS float8))"


class PostgresMachine(JobRules):
    """Nobody can move the server's clock, so what waits for a time is made older instead."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.jobs = PostgresJobs(engine)
        with transaction(engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())

    def present(self) -> datetime:
        return datetime.now(UTC)

    def pass_time(self, seconds: int) -> None:
        for statement in (_AGE_JOBS, _AGE_LEASES):
            run(self.engine, statement, seconds=seconds)


def test_jobs_on_postgres_keep_the_rules(engine: Engine) -> None:
    bounded = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    # Hypothesis takes any maker of machines, but declares a class.
    run_state_machine_as_test(cast(type[PostgresMachine], lambda: PostgresMachine(engine)), settings=bounded)
