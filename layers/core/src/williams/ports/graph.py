"""The provenance graph (v2, "Provenance Graph Structure")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from williams.domain.content import Content, Paragraph
from williams.domain.provenance import ArtifactProvenance, DerivedArtifact, Genealogy, Reach


class GraphPort(Protocol):
    """Writes are idempotent; reads name an owner and treat another owner's id as missing."""

    def write_document(self, content: Content, paragraphs: Sequence[Paragraph]) -> None:
        """Raises NotFound for another owner's document, Conflict for one that was deleted."""
        ...

    def write_artifact(self, provenance: ArtifactProvenance) -> None:
        """Raises NotFound when a source or paragraph that it cites is not in the graph, or was deleted."""
        ...

    def mark_deleted(self, owner: str, content_id: str) -> None:
        """Keep a document and what was made from it, and let nothing new cite it."""
        ...

    def erase_document(self, owner: str, content_id: str) -> None:
        """Leave a tombstone: title, authors, date and license, and of the cited paragraphs their ids and places."""
        ...

    def is_deleted(self, owner: str, content_id: str) -> bool:
        """Tell whether there is a document of this owner that was deleted."""
        ...

    def genealogy(self, owner: str, artifact_id: str) -> Genealogy:
        """Raises NotFound."""
        ...

    def reach(self, owner: str, artifact_id: str) -> Reach:
        """Count the later versions of an artifact. Raises NotFound."""
        ...

    def generated_from(self, owner: str, content_id: str) -> list[DerivedArtifact]:
        """Return every artifact generated from a document. Raises NotFound when the document is unknown."""
        ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
