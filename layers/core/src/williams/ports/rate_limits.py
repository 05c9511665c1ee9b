"""Counters of what was used within a window of time, shared by all processes."""

from __future__ import annotations

from typing import Protocol


class RateCounterPort(Protocol):
    """A counter belongs to one window: it lapses at ``ends_at`` (Unix seconds), and the next one starts at zero."""

    def take(self, key: str, units: int, limit: int, ends_at: int) -> bool:
        """Count ``units`` under ``key`` if all of them still fit into ``limit``, else none.

        However many processes take at once, they never get more than ``limit`` together. Raises StoreUnavailable.
        """
        ...
