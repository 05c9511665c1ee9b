"""What each part of an artifact stands on, written down while it is set, as it goes into the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from williams.domain.places import Place
from williams.domain.provenance import Citation, Part


@dataclass
class Ledger:
    """``parts`` are in the artifact's order. ``label`` is what the graph calls one; ``file`` has all, if it is one."""

    artifact_id: str
    label: str
    file: str | None = None
    parts: list[Part] = field(default_factory=list)

    def trace(self, text: str, heading: str, role: str, anchor: str, citations: Sequence[Citation]) -> None:
        """Add a part. ``anchor`` leads to it in the file, or has another before it (``chapter-1.xhtml#p3``)."""
        ordinal = len(self.parts)
        self.parts.append(
            Part(
                part_id=f"{self.artifact_id}.s{ordinal}",
                label=self.label,
                ordinal=ordinal,
                text=text,
                heading=heading,
                role=role,
                place=Place(anchor=f"{self.file}#{anchor}" if self.file else anchor),
                citations=list(citations),
            )
        )
