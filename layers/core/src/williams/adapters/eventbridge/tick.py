"""The tick as a scheduled rule of EventBridge, which is enabled and disabled."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from williams.adapters.aws import aws_errors

# EventBridge takes few such calls a second. Nobody stops the tick within minutes of a job that it was started for.
_STARTED_SECONDS: Final = 60.0


class EventBridgeTick:
    """See :class:`williams.ports.tick.TickPort`.

    ``now`` is the wall's time in seconds: a steady clock stands still while a function is frozen between events.
    """

    def __init__(self, rule: str, client: Any, now: Callable[[], float] = time.time) -> None:
        self._rule = rule
        self._client = client
        self._now = now
        self._started_at = float("-inf")

    def start(self) -> None:
        if self._now() - self._started_at < _STARTED_SECONDS:
            return
        with aws_errors(f"The rule {self._rule!r}"):
            self._client.enable_rule(Name=self._rule)
        self._started_at = self._now()

    def stop(self) -> None:
        self._started_at = float("-inf")
        with aws_errors(f"The rule {self._rule!r}"):
            self._client.disable_rule(Name=self._rule)
