"""Who knows the sources that are followed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from williams.domain.paging import Page
from williams.domain.sources import EndedLook, FollowedSource


class SourceStorePort(Protocol):
    def add(self, source: FollowedSource) -> FollowedSource:
        """Keep a source. Raises Conflict when the owner follows its URL already, with the id."""
        ...

    def source(self, owner: str, source_id: str) -> FollowedSource:
        """Raises NotFound."""
        ...

    def sources(self, owner: str, limit: int, after: str | None = None) -> Page[FollowedSource]:
        """Newest first."""
        ...

    def save(self, source: FollowedSource) -> FollowedSource:
        """Keep what has changed of it, but for its state. Raises NotFound where it is gone."""
        ...

    def remove(self, owner: str, source_id: str) -> None:
        """Follow it no longer; what was imported stays. Raises NotFound."""
        ...

    def due(self, now: datetime, limit: int) -> list[FollowedSource]:
        """Return active ones whose next look is due and that are not being looked at, the longest due first."""
        ...

    def ended_looks(self, limit: int) -> list[EndedLook]:
        """Return looks whose job has ended or is gone."""
        ...
