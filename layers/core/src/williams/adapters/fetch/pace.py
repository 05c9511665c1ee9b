"""How fast one site is asked, by all who fetch for a deployment and share nothing but a table of counters."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from williams.domain.errors import ProviderUnavailable, StoreUnavailable
from williams.ports.rate_limits import RateCounterPort

MOST_DELAY: Final = 10
"""Seconds between two fetches from a site, however many it asks for."""
MOST_WAIT: Final = 120.0
"""Seconds that a fetch waits for its turn."""

_log = logging.getLogger(__name__)


class Pace(Protocol):
    """Whoever lets fetches from one host wait for their turns."""

    async def wait(self, host: str, delay: float) -> None: ...


class SharedPace:
    """Time is parted into spans as long as a site's delay: in each, one fetch from the host takes its turn.

    ``now`` is the time in Unix seconds.
    """

    def __init__(
        self,
        counters: RateCounterPort,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._counters = counters
        self._now = now
        self._sleep = sleep

    async def wait(self, host: str, delay: float) -> None:
        """Return when a fetch from the host has its turn. Raises ProviderUnavailable where too many wait before it."""
        span = math.ceil(min(delay, MOST_DELAY))
        if span <= 0:
            return
        now = self._now()
        begins = int(now) // span * span
        while begins - now <= MOST_WAIT:
            if await self._taken(host, begins + span):
                await self._sleep(max(begins - now, 0))
                return
            begins += span
        raise ProviderUnavailable(
            f"{host} asks programs for {delay:g} s between two requests (robots.txt), and many wait for their turn.",
            retry_after=span,
        )

    async def _taken(self, host: str, ends_at: int) -> bool:
        try:
            return await asyncio.to_thread(self._counters.take, f"crawl#{host}", 1, 1, ends_at)
        except StoreUnavailable as error:
            _log.warning("the pace at which %s is asked is not kept to: %s", host, error)
            return True
