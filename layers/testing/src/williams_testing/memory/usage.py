"""Usage in memory, of the artifacts of a catalog."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from williams.ports.catalog import CatalogPort
from williams.ports.usage import UsageKind


@dataclass(frozen=True)
class InMemoryUsage:
    """See :class:`williams.ports.usage.UsagePort`."""

    catalog: CatalogPort
    _counts: Counter[tuple[str, str, UsageKind]] = field(default_factory=Counter)

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, str]) -> None:  # noqa: ARG002
        self.catalog.artifact(owner, artifact_id)
        self._counts[owner, artifact_id, kind] += 1

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        return {kind: self._counts[owner, artifact_id, kind] for kind in UsageKind}
