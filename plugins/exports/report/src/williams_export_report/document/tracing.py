"""What each statement, table and footnote of the report stands on, as it goes into the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from williams.domain.places import Place
from williams.domain.provenance import Citation, Part

LABEL = "ReportPassage"


@dataclass
class Ledger:
    """``parts`` are in the report's order, and lead to their anchors in ``file``."""

    artifact_id: str
    file: str
    parts: list[Part] = field(default_factory=list)

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
                place=Place(anchor=f"{self.file}#{anchor}"),
                citations=list(citations),
            )
        )
