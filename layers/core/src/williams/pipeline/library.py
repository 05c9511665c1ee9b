"""The owner's library as a stage sees it."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.content import Content, Paragraph
from williams.ports.catalog import CatalogPort


@dataclass(frozen=True)
class OwnedLibrary:
    catalog: CatalogPort
    owner: str

    def content(self, content_id: str) -> Content:
        return self.catalog.content(self.owner, content_id)

    def paragraphs(self, content_id: str) -> list[Paragraph]:
        return self.catalog.paragraphs(self.owner, content_id)
