"""The chaos counts a strike only where it hit somebody."""

from __future__ import annotations

import random

import pytest

from tests.chaos import killer
from tests.chaos.killer import Killer, Target
from tests.e2e.provider import Call, Provider


class NobodyPays(Provider):
    """A provider that never served anybody."""

    def __init__(self) -> None:
        self.waiting: list[int] = []

    def now_inside(self) -> list[Call]:
        return [Call("job", 0, pid, before) for before, pid in enumerate(self.waiting)]

    def asked_by(self, pid: int) -> list[Call]:
        return [call for call in self.now_inside() if call.pid == pid]


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The processes that there are; whoever is killed is gone."""
    there: set[int] = set()

    def kill(pid: int) -> bool:
        was_there = pid in there
        there.discard(pid)
        return was_there

    monkeypatch.setattr(killer, "kill", kill)
    monkeypatch.setattr(killer, "BAIT_SECONDS", 0.0)
    return there


def test_a_call_whose_worker_is_gone_is_no_strike_and_the_next_one_is(alive: set[int]) -> None:
    provider = NobodyPays()
    provider.waiting = [7]

    def bait() -> None:
        provider.waiting.append(8)
        alive.add(8)

    striking = Killer(provider, bait, lambda: None, random.Random(1))
    striking.strike(Target.INSIDE_A_CALL)
    assert striking.struck == {Target.INSIDE_A_CALL: 1}
    assert alive == set()
    assert {call.pid for call in striking.lost} == {8}


@pytest.mark.usefixtures("alive")
def test_a_strike_for_which_nobody_comes_is_an_error_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(killer, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(killer, "_workers", lambda: iter(()))
    striking = Killer(NobodyPays(), lambda: None, lambda: None, random.Random(1))
    with pytest.raises(AssertionError, match="there is no worker at any moment"):
        striking.strike(Target.WORKER)
    assert striking.struck.total() == 0


def test_of_a_killed_worker_only_the_last_answer_may_be_lost(alive: set[int]) -> None:
    """However long ago it was given: nobody knows how long a busy machine takes to keep it."""
    provider = NobodyPays()
    provider.waiting = [7, 8, 7, 9]
    alive |= {7}
    striking = Killer(provider, lambda: None, lambda: None, random.Random(1))
    striking.strike(Target.INSIDE_A_CALL)
    assert {(call.pid, call.before) for call in striking.lost} == {(7, 2)}
