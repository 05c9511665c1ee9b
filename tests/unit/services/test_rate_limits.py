"""An owner's requests are admitted up to the limit of their class, each minute anew."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from williams.domain.errors import RateLimited, StoreUnavailable
from williams.services.rate_limits import RateLimiter, RouteClass
from williams_testing.memory.rate_limits import InMemoryRateCounters

READ, WRITE, SEARCH = RouteClass.READ, RouteClass.WRITE, RouteClass.SEARCH
MINUTE = 1_800_000_000


@dataclass
class Clock:
    now: float = MINUTE

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counters() -> InMemoryRateCounters:
    return InMemoryRateCounters()


def admitted(limiter: RateLimiter, owner: str, route: RouteClass, requests: int) -> int:
    count = 0
    for _ in range(requests):
        try:
            limiter.admit(owner, route)
            count += 1
        except RateLimited:
            pass
    return count


@pytest.mark.parametrize("limit", [1, 3, 99, 100, 250, 1999])
def test_exactly_the_limit_is_admitted(counters: InMemoryRateCounters, clock: Clock, limit: int) -> None:
    assert admitted(RateLimiter(counters, {READ: limit}, clock), "ada", READ, limit + 50) == limit


def test_owners_and_classes_have_limits_of_their_own(counters: InMemoryRateCounters, clock: Clock) -> None:
    limiter = RateLimiter(counters, {READ: 2, WRITE: 1}, clock)
    assert [admitted(limiter, "ada", READ, 5), admitted(limiter, "ada", WRITE, 5)] == [2, 1]
    assert admitted(limiter, "bob", READ, 5) == 2
    assert admitted(limiter, "ada", SEARCH, 5) == 5


def test_nothing_is_counted_where_there_is_no_limit(counters: InMemoryRateCounters, clock: Clock) -> None:
    assert admitted(RateLimiter(counters, {READ: 0}, clock), "ada", READ, 500) == 500
    assert counters.calls == 0


def test_the_refusal_says_what_the_limit_is_and_when_it_ends(counters: InMemoryRateCounters, clock: Clock) -> None:
    limiter = RateLimiter(counters, {WRITE: 1}, clock)
    clock.now = MINUTE + 17.5
    limiter.admit("ada", WRITE)
    with pytest.raises(RateLimited, match=r"At most 1 requests of the kind 'write'.*Try again in 43 s") as caught:
        limiter.admit("ada", WRITE)
    assert caught.value.retry_after == 43
    clock.now += caught.value.retry_after
    limiter.admit("ada", WRITE)


def test_a_new_minute_starts_from_zero(counters: InMemoryRateCounters, clock: Clock) -> None:
    limiter = RateLimiter(counters, {READ: 300}, clock)
    assert admitted(limiter, "ada", READ, 400) == 300
    clock.now += 60
    assert admitted(limiter, "ada", READ, 400) == 300


def test_most_requests_do_not_ask_the_counter(counters: InMemoryRateCounters, clock: Clock) -> None:
    """Each takes a hundredth of the limit; whoever was refused does not ask again in that minute."""
    limiter = RateLimiter(counters, {READ: 3000}, clock)
    admitted(limiter, "ada", READ, 2990)
    assert counters.calls == 100
    admitted(limiter, "ada", READ, 500)
    assert counters.calls == 102


def test_without_its_counters_everything_is_admitted(
    counters: InMemoryRateCounters, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = RateLimiter(counters, {WRITE: 1}, clock)
    counters.failure = StoreUnavailable("The rate limits table did not answer.")
    assert admitted(limiter, "ada", WRITE, 20) == 20
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "requests are not limited for 5 s: The rate limits table did not answer." in caplog.text
    assert counters.calls == 1
    clock.now += 5
    counters.failure = None
    assert admitted(limiter, "ada", WRITE, 20) == 1
