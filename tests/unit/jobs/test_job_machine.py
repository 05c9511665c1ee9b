"""Whatever is asked in whatever order, a job only ever moves as the domain allows, and its records agree."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import settings

from tests.unit.jobs.job_rules import START, JobRules
from williams_testing.memory.jobs import InMemoryJobs


class MemoryMachine(JobRules):
    """The clock only moves when a rule says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.jobs = InMemoryJobs(self.present)

    def present(self) -> datetime:
        return self.now

    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


MemoryMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestJobMachine = MemoryMachine.TestCase
