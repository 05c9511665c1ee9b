"""The emulator's executions begin at once; what they wait for later, they wait for."""

from __future__ import annotations

import time
from types import ModuleType

import pytest

from williams_localcloud.run_ministack import START_SECONDS, guard_executions


class States(ModuleType):
    """The part of the emulator that runs executions, as it is in the pinned version."""

    time = time

    def __init__(self, *sleeps: float) -> None:
        super().__init__("states")
        self.sleeps = sleeps
        self.ran: list[str] = []

    def _run_execution(self, execution_arn: str) -> None:
        for seconds in self.sleeps:
            self.time.sleep(seconds)
        self.ran.append(execution_arn)


@pytest.mark.parametrize(
    ("sleeps", "slept"),
    [
        ((START_SECONDS,), []),
        ((START_SECONDS, START_SECONDS, 7.0), [START_SECONDS, 7.0]),
        ((7.0, START_SECONDS), [7.0, START_SECONDS]),
    ],
)
def test_only_the_sleep_before_an_execution_is_left_out(
    monkeypatch: pytest.MonkeyPatch, sleeps: tuple[float, ...], slept: list[float]
) -> None:
    called: list[float] = []
    monkeypatch.setattr(time, "sleep", called.append)
    states = States(*sleeps)
    guard_executions(states)
    states._run_execution("arn:1")
    assert (called, states.ran) == (slept, ["arn:1"])
    called.clear()
    states._run_execution("arn:2")
    assert (called, states.ran) == (slept, ["arn:1", "arn:2"])
