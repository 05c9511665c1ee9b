"""How often artifacts were looked at and shared."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class UsageKind(StrEnum):
    VIEW = "view"
    SHARE = "share"


class UsagePort(Protocol):
    """Counts are of one owner's artifacts; artifacts of others count nothing."""

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, str]) -> None:
        """Raises NotFound when the owner has no such artifact."""
        ...

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        """Return how often each kind was recorded."""
        ...
