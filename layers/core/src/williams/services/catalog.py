"""What is in an owner's library."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.artifacts import Artifact
from williams.domain.content import Content
from williams.domain.paging import Page
from williams.ports.catalog import CatalogPort


@dataclass(frozen=True)
class Catalog:
    catalog: CatalogPort

    def contents(self, owner: str, limit: int, after: str | None = None) -> Page[Content]:
        """Newest first."""
        return self.catalog.contents(owner, limit, after)

    def content(self, owner: str, content_id: str) -> Content:
        """Raises NotFound."""
        return self.catalog.content(owner, content_id)

    def artifacts(self, owner: str, limit: int, after: str | None = None) -> Page[Artifact]:
        """Newest first."""
        return self.catalog.artifacts(owner, limit, after)

    def artifact(self, owner: str, artifact_id: str) -> Artifact:
        """Raises NotFound."""
        return self.catalog.artifact(owner, artifact_id)
