"""What is known of a page's text on its way from glyphs to paragraphs.

Coordinates are in points, turned so that text runs to the right: ``x`` grows to the right, ``y`` upwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from williams_import_pdf.boxes import NOWHERE, Box
from williams_import_pdf.structure import Element

LINE_END_HYPHEN = "\xad"
"""Stands at the end of a segment for a hyphen that breaks a word over two lines."""

BOLD_BY_NAME = 1000
_GUESSED = 0.9
"""How sure it is what all letters of a font are, once most of its words are known ones."""


@dataclass(slots=True)
class Segment:
    """A stretch of text on one line, without a wide gap in it."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    weight: int = 0
    """Of the strokes, as PDFium derives it from the font: 400 is usual. ``BOLD_BY_NAME`` if the font says so itself."""
    bold: bool = False
    invisible: bool = False
    """Drawn without ink, as the text that lies over scans."""
    turned: bool = False
    """Runs in another direction than the page's text (a stamp in the margin, an axis label)."""
    unreadable: int = 0
    """Characters without a meaning, of those that it was drawn with."""
    guessed: int = 0
    """Characters whose meaning was worked out."""
    marks: tuple[tuple[int, str], ...] = ()
    """Raised marks, as those of footnotes, each with its first character in the text; its own first one, too."""
    is_math: bool = False
    """Some of it is set in a font of signs for formulas."""
    element: Element | None = None
    """Of a tagged document: the paragraph or heading, or the like, that all of it stands in."""
    is_artifact: bool = False
    """Of a tagged document: all of it is marked as no part of the text, as headers and footers are."""


@dataclass(slots=True)
class Row:
    """A line of a column: the segments that share a baseline."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    cells: int = 1
    """Parts with a gap of two font sizes or more between them, as in a table."""
    unreadable: int = 0
    guessed: int = 0
    parts: tuple[Segment, ...] = ()
    """Its segments from left to right."""


@dataclass(slots=True)
class Flow:
    """Rows that follow each other in one column of one page."""

    page: int
    rows: list[Row]
    left: float = 0.0
    right: float = 0.0
    ragged_left: bool = False
    """Its lines end together and begin anywhere."""
    aside: bool = False
    """Stands outside the run of the text, like a stamp in the margin."""


@dataclass(slots=True)
class PageText:
    """One page's segments. ``number`` counts from 1."""

    number: int
    segments: list[Segment]
    outside: list[str] = field(default_factory=list)
    """Words beyond the edge of what viewers show of the page, which are left out."""
    hidden: list[str] = field(default_factory=list)
    """Words that nobody sees, which are left out."""
    characters: int = 0
    unreadable: int = 0
    """Characters whose font does not say what they show."""
    guessed: int = 0
    """Characters that make sense once all are moved by the same number."""
    piled_up: int = 0
    """Characters of words whose letters stand on one another."""
    turns: int = 0
    """Quarter turns to the left in which its text runs; segments have coordinates as if it did not."""
    may_run_left: bool = False
    """Has letters that are read from right to left."""
    mirrored: bool = False
    """Read from right to left: ``x`` grows to the left."""
    box: Box = NOWHERE
    """What viewers show of the sheet, as it lies in the file."""
    rotation: int = 0
    """Quarter turns to the right in which viewers show it."""
    described: bool = False
    """Its tags say of a figure what it shows."""
    leads_to_endnotes: bool = False
    """May have marks of notes that stand together elsewhere; they were looked for."""

    def with_segments(self, segments: list[Segment]) -> PageText:
        """Return the same page with other segments."""
        return replace(self, segments=segments)


@dataclass
class Block:
    """A paragraph in the making; its ``rows`` stay as they are once it is asked how they look."""

    page: int
    rows: list[Row]
    flow: Flow
    kind: str = "body"
    level: int = 0
    """Of a heading: 1 is the highest."""
    section: str | None = None
    text: str = ""
    continued: list[Block] = field(default_factory=list)
    """Its parts in the columns and on the pages on which the paragraph goes on."""
    cells: list[list[str]] | None = None
    """Of a table's row: the lines of each cell."""
    figure: dict[str, Any] | None = None
    """Of a caption: the fields of the figure's picture."""
    picture: Box | None = None
    """Of a figure: the part of the page that its picture shows."""
    notes: Block | None = None
    """Of a footnote: the paragraph that it belongs to."""

    @cached_property
    def size(self) -> float:
        return max(self.rows, key=lambda row: len(row.text)).size if len(self.rows) > 1 else self.rows[0].size

    @cached_property
    def bold(self) -> bool:
        return all(row.bold for row in self.rows)

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def last(self) -> Row:
        return (self.continued[-1] if self.continued else self).rows[-1]

    @property
    def doubt(self) -> dict[str, Any] | None:
        """How surely the text says what is drawn, as fields of ``Doubt``; None where there is no reason to doubt it."""
        rows = list(self.all_rows()) if self.continued else self.rows
        if not any(row.unreadable or row.guessed for row in rows):
            return None
        unreadable, characters = sum(row.unreadable for row in rows), sum(len(row.text) for row in rows)
        if unreadable:
            confidence = round(max(1 - unreadable / max(characters, 1), 0.0), 2)
            return {"code": "characters-unreadable", "confidence": confidence}
        return {"code": "characters-guessed", "confidence": _GUESSED}

    @cached_property
    def plain(self) -> str:
        """The text as it stands, before its lines are properly joined."""
        return " ".join([row.text for row in self.rows])

    def lines(self) -> Iterator[str]:
        for row in self.all_rows():
            yield row.text

    def all_rows(self) -> Iterator[Row]:
        """Yield its rows in every column and on every page."""
        yield from self.rows
        for part in self.continued:
            yield from part.rows
