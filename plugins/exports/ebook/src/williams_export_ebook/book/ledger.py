"""What is written down while a book is set: its parts, and the entries of its contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from williams_publishing.figures import SourceFigure

from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.provenance import Citation, Part

LABEL = "EbookPassage"


@dataclass(frozen=True)
class Entry:
    """A line of the contents; ``level`` is 0 for a chapter."""

    title: str
    href: str
    level: int
    language: str


@dataclass
class Ledger:
    """``parts`` are in the book's order, and lead to their anchors in it; ``notices`` say what was left out.

    ``figures`` are those that the pages show.
    """

    artifact_id: str
    parts: list[Part] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    figures: list[SourceFigure] = field(default_factory=list)

    def trace(self, text: str, heading: str, role: str, anchor: str, citations: Sequence[Citation]) -> None:
        ordinal = len(self.parts)
        self.parts.append(
            Part(
                part_id=f"{self.artifact_id}.s{ordinal}",
                label=LABEL,
                ordinal=ordinal,
                text=text,
                heading=heading,
                role=role,
                place=Place(anchor=anchor),
                citations=list(citations),
            )
        )
