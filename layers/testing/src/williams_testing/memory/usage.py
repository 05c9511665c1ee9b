"""Usage in memory, of the artifacts of a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from williams.ports.catalog import CatalogPort
from williams.ports.usage import UsageEvent, UsageKind


@dataclass(frozen=True)
class InMemoryUsage:
    """See :class:`williams.ports.usage.UsagePort`."""

    catalog: CatalogPort
    _events: list[tuple[str, str, UsageKind, UsageEvent]] = field(default_factory=list)

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, Any]) -> None:
        self.catalog.artifact(owner, artifact_id)
        event = UsageEvent(usage_id=str(len(self._events) + 1), at=datetime.now(UTC), detail=detail)
        self._events.append((owner, artifact_id, kind, event))

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        return {kind: len(self.events(owner, artifact_id, kind)) for kind in UsageKind}

    def events(self, owner: str, artifact_id: str, kind: UsageKind) -> list[UsageEvent]:
        wanted = (owner, artifact_id, kind)
        return [event for *place, event in reversed(self._events) if tuple(place) == wanted]
