"""The tick: what calls reconcile once a minute, as long as there is something to reconcile."""

from __future__ import annotations

from typing import Protocol


class TickPort(Protocol):
    """Both take effect in the order in which they are called, whoever calls them."""

    def start(self) -> None:
        """Let it tick; it may tick already. Raises StoreUnavailable."""
        ...

    def stop(self) -> None:
        """Let it rest; it may rest already. Raises StoreUnavailable."""
        ...
