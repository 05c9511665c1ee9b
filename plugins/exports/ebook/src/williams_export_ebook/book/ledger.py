"""What is written down while a book is set: its parts, and the entries of its contents."""

from __future__ import annotations

from dataclasses import dataclass, field

from williams_publishing.figures import SourceFigure
from williams_publishing.tracing import Ledger

from williams.domain.notices import Notice


@dataclass(frozen=True)
class Entry:
    """A line of the contents; ``level`` is 0 for a chapter."""

    title: str
    href: str
    level: int
    language: str


@dataclass
class BookLedger(Ledger):
    """``notices`` say what was left out; ``figures`` are those that the pages show."""

    label: str = "EbookPassage"
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    figures: list[SourceFigure] = field(default_factory=list)
