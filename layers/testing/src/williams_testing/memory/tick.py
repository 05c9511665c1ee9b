"""A tick in memory."""

from __future__ import annotations


class InMemoryTick:
    """See :class:`williams.ports.tick.TickPort`."""

    def __init__(self) -> None:
        self.ticking = False

    def start(self) -> None:
        self.ticking = True

    def stop(self) -> None:
        self.ticking = False
