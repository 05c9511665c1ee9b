"""Keeps the lease of a stage at work from a thread of its own, and gives up on one that ignores its time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from williams.plugin.context import Deadline

log = logging.getLogger(__name__)

# A worker that dies is noticed when its lease runs out, so it is short; a few missed beats must not end it.
LEASE_SECONDS = 10.0
BEAT_SECONDS = 2.5
# A stage that ends by itself when its time is up needs a moment to say so.
OVERDUE_SECONDS = 3.0


@dataclass
class Heartbeat:
    """Use as a context manager around the work. ``give_up`` is called once, in the thread, when the work is overdue.

    A thread, because a stage that blocks the event loop also blocks every timeout that lives in it.
    """

    deadline: Deadline
    renew: Callable[[], None]
    give_up: Callable[[], None]
    beat_seconds: float = BEAT_SECONDS
    overdue_seconds: float = OVERDUE_SECONDS
    _ended: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Heartbeat:
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(max(0.0, min(self.beat_seconds, self.deadline.remaining + self.overdue_seconds))):
            overdue = self.deadline.remaining <= -self.overdue_seconds
            try:
                (self.give_up if overdue else self.renew)()
            except Exception as error:  # the store is away, say: the lease lasts for some beats more
                log.warning("the heart missed a beat: %s", error)
            if overdue:
                return
