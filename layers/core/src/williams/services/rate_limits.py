"""How often an owner may call: a fixed window of a minute for each class of routes, counted for all processes."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from threading import Lock
from typing import Final

from williams.domain.errors import RateLimited, StoreUnavailable
from williams.ports.rate_limits import RateCounterPort

log = logging.getLogger(__name__)

WINDOW_SECONDS: Final = 60
# A process takes a hundredth of the limit at once: asking the counter at each request would double what a read costs.
_PARTS: Final = 100
_PAUSE_SECONDS: Final = 5


class RouteClass(StrEnum):
    READ = "read"
    SEARCH = "search"
    WRITE = "write"


class RateLimiter:
    """Admits requests under ``limits`` per minute by class; a class without one, or with 0, is not limited.

    ``now`` is the time in Unix seconds. While the counters cannot be reached, everything is admitted: a limit protects
    the library from too much work, and must not be what stops it.
    """

    def __init__(
        self, counters: RateCounterPort, limits: Mapping[RouteClass, int], now: Callable[[], float] = time.time
    ) -> None:
        self._counters = counters
        self._limits = limits
        self._now = now
        self._held: dict[str, int] = {}
        self._refused: set[str] = set()
        self._window_end = 0
        self._away_until = 0.0
        self._guard = Lock()

    def admit(self, owner: str, route: RouteClass) -> None:
        """Count one request. Raises RateLimited with the seconds until the next window."""
        limit = self._limits.get(route, 0)
        if limit and not self._admitted(f"{owner}#{route}", limit):
            seconds = max(1, math.ceil(self._window_end - self._now()))
            raise RateLimited(
                f"At most {limit} requests of the kind '{route}' are allowed per minute. Try again in {seconds} s.",
                retry_after=seconds,
            )

    def _admitted(self, key: str, limit: int) -> bool:
        with self._guard:
            self._turn_the_window()
            # Counters only grow within a window, so a refusal holds up to its end.
            if key in self._refused:
                return False
            units = self._held.pop(key, 0) or self._taken(key, limit)
            if units:
                self._held[key] = units - 1
            else:
                self._refused.add(key)
            return units > 0

    def _turn_the_window(self) -> None:
        end = (int(self._now()) // WINDOW_SECONDS + 1) * WINDOW_SECONDS
        if end != self._window_end:
            self._window_end = end
            self._held.clear()
            self._refused.clear()

    def _taken(self, key: str, limit: int) -> int:
        if self._now() < self._away_until:
            return 1
        try:
            # Near the limit a whole part may not fit, although one request does.
            for units in dict.fromkeys((max(1, limit // _PARTS), 1)):
                if self._counters.take(key, units, limit, self._window_end):
                    return units
            return 0
        except StoreUnavailable as error:
            log.warning("requests are not limited for %d s: %s", _PAUSE_SECONDS, error)
            self._away_until = self._now() + _PAUSE_SECONDS
            return 1
