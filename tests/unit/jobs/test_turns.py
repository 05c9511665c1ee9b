"""Whatever waits in the lanes, every owner's turn comes."""

from __future__ import annotations

from hypothesis import settings

from tests.unit.jobs.turn_rules import TurnRules
from williams_testing.memory.jobs import InMemoryJobs


class MemoryTurns(TurnRules):
    def __init__(self) -> None:
        super().__init__()
        self.jobs = InMemoryJobs()


MemoryTurns.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestTurns = MemoryTurns.TestCase
