"""Fetches from one host take turns as far apart as it asks, whoever makes them."""

from __future__ import annotations

import pytest

from williams.adapters.fetch.pace import MOST_DELAY, MOST_WAIT, SharedPace
from williams.domain.errors import ProviderUnavailable, StoreUnavailable
from williams_testing.memory.rate_limits import InMemoryRateCounters

NOW = 1_000_003.0


class Waits:
    """Workers at one moment, each with a pace of its own that shares the counters and nothing else."""

    def __init__(self) -> None:
        self.counters = InMemoryRateCounters()
        self.waits: list[float] = []

    async def fetch(self, host: str, delay: float) -> None:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        await SharedPace(self.counters, lambda: NOW, sleep).wait(host, delay)


async def test_each_span_has_one_turn() -> None:
    workers = Waits()
    for host in ("a.example", "a.example", "b.example", "a.example"):
        await workers.fetch(host, 5)
    assert workers.waits == [0, 2, 0, 7]


@pytest.mark.parametrize(("delay", "apart"), [(0.5, 1), (1, 1), (60, MOST_DELAY)])
async def test_the_delay_is_rounded_up_and_bounded(delay: float, apart: int) -> None:
    workers = Waits()
    for _ in range(3):
        await workers.fetch("a.example", delay)
    assert workers.waits[2] - workers.waits[1] == apart


async def test_a_site_that_asks_for_nothing_is_not_waited_for() -> None:
    workers = Waits()
    await workers.fetch("a.example", 0)
    assert (workers.waits, workers.counters.calls) == ([], 0)


async def test_where_too_many_wait_the_fetch_is_to_be_tried_later() -> None:
    workers = Waits()
    for _ in range(13):
        await workers.fetch("a.example", 20)
    with pytest.raises(ProviderUnavailable, match=r"a\.example asks programs for 20 s") as caught:
        await workers.fetch("a.example", 20)
    assert caught.value.retry_after == MOST_DELAY
    assert MOST_WAIT - MOST_DELAY < max(workers.waits) <= MOST_WAIT


async def test_without_counters_nobody_is_held_up() -> None:
    workers = Waits()
    workers.counters.failure = StoreUnavailable("Away.")
    for _ in range(2):
        await workers.fetch("a.example", 5)
    assert workers.waits == [0, 0]
