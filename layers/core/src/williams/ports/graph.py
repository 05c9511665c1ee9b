"""The provenance graph (v2, "Provenance Graph Structure")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from williams.domain.content import Content, Paragraph
from williams.domain.generation_failures import FailureFilter, GenerationFailure
from williams.domain.paging import Page
from williams.domain.provenance import ArtifactProvenance, DerivedArtifact, Genealogy, Reach
from williams.domain.references import Citations, Reference


class GraphPort(Protocol):
    """Writes are idempotent; reads name an owner and treat another owner's id as missing."""

    def write_document(self, content: Content, paragraphs: Sequence[Paragraph]) -> None:
        """Raises NotFound for another owner's document, Conflict for one that was deleted."""
        ...

    def write_citations(
        self, owner: str, content_id: str, works: Sequence[str], references: Sequence[Reference] | None
    ) -> None:
        """Write which works a document is, and what it cites, None where that is not known; replaces what stood there.

        What is cited and stands in the library, now or later, is cited as a document. Raises NotFound when the document
        is unknown or was deleted.
        """
        ...

    def citations(self, owner: str, content_id: str) -> Citations:
        """Raises NotFound when the document is unknown or was deleted."""
        ...

    def write_artifact(self, provenance: ArtifactProvenance) -> None:
        """Raises NotFound when a source or paragraph that it cites is not in the graph, or was deleted."""
        ...

    def write_failure(self, failure: GenerationFailure) -> None:
        """Keep it, unless it stands already or one of its sources was erased. Sources need not be in the graph."""
        ...

    def has_failure(self, owner: str, failure_id: str) -> bool: ...

    def failures(
        self, owner: str, wanted: FailureFilter, limit: int, after: str | None = None
    ) -> Page[GenerationFailure]:
        """Newest first; ``after`` is the last id of the page before. Raises InvalidRequest where none has it."""
        ...

    def mark_deleted(self, owner: str, content_id: str) -> None:
        """Keep a document and what was made from it, and let nothing new cite it."""
        ...

    def erase_document(self, owner: str, content_id: str) -> None:
        """Leave a tombstone: title, authors, date and license, and of the cited paragraphs their ids and places.

        Failures of what was to be made of it go: nothing cites them.
        """
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
