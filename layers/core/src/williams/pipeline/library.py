"""The owner's library as a stage sees it."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.content import Content, Paragraph
from williams.domain.licenses.families import Use
from williams.domain.licenses.verdicts import refused_parts
from williams.ports.catalog import CatalogPort


@dataclass(frozen=True)
class OwnedLibrary:
    """``shared_for`` is the use for which paragraphs are left out whose own license refuses it; None for none."""

    catalog: CatalogPort
    owner: str
    shared_for: Use | None = None

    def content(self, content_id: str) -> Content:
        return self.catalog.content(self.owner, content_id)

    def paragraphs(self, content_id: str) -> list[Paragraph]:
        found = self.catalog.paragraphs(self.owner, content_id)
        if self.shared_for is None:
            return found
        refused = {part.paragraph for part in refused_parts(self.content(content_id).licensed, self.shared_for)}
        return [each for each in found if each.ordinal + 1 not in refused]
