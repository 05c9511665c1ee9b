"""WebSocket connections in a dictionary."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from williams.domain.progress import Subscriber

_KEPT_SECONDS: Final = 2 * 3600 + 600


class InMemoryConnections:
    """ConnectionPort for tests. ``now`` is the time in Unix seconds."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._open: dict[str, tuple[Subscriber, float]] = {}
        self._listening: dict[tuple[str, str], float] = {}

    def open(self, connection_id: str, who: Subscriber) -> None:
        self._open[connection_id] = (who, self._now() + _KEPT_SECONDS)

    def who(self, connection_id: str) -> Subscriber | None:
        who, expires = self._open.get(connection_id, (None, 0.0))
        return who if expires > self._now() else None

    def subscribe(self, connection_id: str, watched: str) -> None:
        self._listening[watched, connection_id] = self._now() + _KEPT_SECONDS

    def subscribers(self, watched: str) -> Sequence[str]:
        now = self._now()
        return sorted(c for (each, c), expires in self._listening.items() if each == watched and expires > now)

    def forget(self, connection_id: str) -> None:
        self._open.pop(connection_id, None)
        self._listening = {key: until for key, until in self._listening.items() if key[1] != connection_id}
