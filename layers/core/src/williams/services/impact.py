"""What became of an artifact: who looked, who shared, what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from williams.ports.graph import GraphPort
from williams.ports.usage import UsageKind, UsagePort
from williams.services.provenance import Provenance


class Impact(BaseModel):
    """v2's answer. ``derivative_works`` are later versions of it.

    ``citations`` is null: what cites it is not known, since references name papers and no artifacts.
    """

    artifact_id: str
    views: int
    shares: int
    derivative_works: int
    citations: int | None = None


@dataclass(frozen=True)
class Impacts:
    provenance: Provenance
    usage: UsagePort
    graph: GraphPort

    def impact(self, owner: str, artifact_type: str, artifact_id: str) -> Impact:
        """Raises NotFound."""
        self.provenance.genealogy(owner, artifact_type, artifact_id)
        used = self.usage.count(owner, artifact_id)
        reach = self.graph.reach(owner, artifact_id)
        return Impact(
            artifact_id=artifact_id, views=used[UsageKind.VIEW], shares=used[UsageKind.SHARE], **reach.model_dump()
        )
