"""What is in an owner's library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.content import Content
from williams.domain.near_duplicates import NearDuplicate
from williams.domain.notices import NotedContent
from williams.domain.paging import Page
from williams.domain.search import ContentFilter
from williams.domain.versions import VersionLinks
from williams.ports.catalog import ALL_ARTIFACTS, ALL_CONTENT, CatalogPort


@dataclass(frozen=True)
class Catalog:
    catalog: CatalogPort

    def contents(
        self, owner: str, limit: int, after: str | None = None, wanted: ContentFilter = ALL_CONTENT
    ) -> Page[Content]:
        """Newest first, those that fit."""
        return self.catalog.contents(owner, limit, after, wanted)

    def content(self, owner: str, content_id: str) -> Content:
        """Raises NotFound."""
        return self.catalog.content(owner, content_id)

    def versions(self, owner: str, contents: Iterable[Content]) -> dict[str, VersionLinks]:
        """Return the links of those that have other versions, by id, all read at once."""
        ids = [each.content_id for each in contents if each.source_key]
        return self.catalog.versions(owner, ids) if ids else {}

    def near_duplicates(self, owner: str, content_id: str) -> list[NearDuplicate]:
        """Return what there is of nearly the same text now, the most alike first. Raises NotFound."""
        self.catalog.content(owner, content_id)
        return self.catalog.near_duplicates(owner, content_id)

    def noted_sources(self, owner: str, artifacts: Iterable[Artifact]) -> dict[str, NotedContent]:
        """Return those sources of the artifacts that have notices, by id, all read at once."""
        sources = {source for artifact in artifacts for source in artifact.source_ids}
        return self.catalog.noted(owner, sorted(sources)) if sources else {}

    def artifacts(
        self, owner: str, limit: int, after: str | None = None, wanted: ArtifactFilter = ALL_ARTIFACTS
    ) -> Page[Artifact]:
        """Newest first, those that fit."""
        return self.catalog.artifacts(owner, limit, after, wanted)

    def artifact(self, owner: str, artifact_id: str) -> Artifact:
        """Raises NotFound."""
        return self.catalog.artifact(owner, artifact_id)
