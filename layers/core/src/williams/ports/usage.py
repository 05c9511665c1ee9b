"""How often artifacts were looked at and shared."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel


class UsageKind(StrEnum):
    VIEW = "view"
    SHARE = "share"
    FEEDBACK = "feedback"


class UsageEvent(BaseModel):
    """``detail`` is what was said with it."""

    usage_id: str
    at: datetime
    detail: dict[str, Any]


class UsagePort(Protocol):
    """Counts are of one owner's artifacts; artifacts of others count nothing."""

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, Any]) -> None:
        """Raises NotFound when the owner has no such artifact."""
        ...

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        """Return how often each kind was recorded."""
        ...

    def events(self, owner: str, artifact_id: str, kind: UsageKind) -> list[UsageEvent]:
        """Return what was recorded of a kind, newest first."""
        ...
