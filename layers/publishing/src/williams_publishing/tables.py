"""The tables of the sources: which are held, and what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from williams.domain.content import Paragraph, ParagraphKind
from williams.domain.provenance import Citation
from williams.domain.table_rows import cells_of, filled_up
from williams_publishing.shown import Shown
from williams_publishing.works import Work

MOST_ROWS, MOST_COLUMNS = 60, 10
_CAPTION = re.compile(r"\W*(?:tab|табл|表|جدول|तालिका)", re.IGNORECASE)
_NUMBER = re.compile(r"[^\w]*+\d[\d.,\s%€$£–-]*+\w{0,3}[^\w]*+")


@dataclass(frozen=True)
class SourceTable(Shown):
    """``rows`` are its paragraphs, from the first; ``caption`` is what stands beside it and says so."""

    rows: tuple[Paragraph, ...]
    caption: Paragraph | None
    cut: bool

    @property
    def section(self) -> str | None:
        return self.paragraph.place.section

    @property
    def cells(self) -> list[list[str]]:
        """The rows, filled up to one width."""
        return filled_up([[" ".join(cell.split()) for cell in cells_of(each.text)] for each in self.rows])

    @property
    def has_head(self) -> bool:
        """Whether the first row names the columns: it has a word for each, and some column has numbers below it."""
        first, *others = self.cells
        if not others or not all(first) or any(map(_NUMBER.fullmatch, first)):
            return False
        return any(
            all(_NUMBER.fullmatch(row[column]) for row in others if row[column]) and others[0][column]
            for column in range(len(first))
        )

    @property
    def citations(self) -> list[Citation]:
        return [self.quoted(each) for each in (*([self.caption] if self.caption else []), *self.rows)]


def tables_of(work: Work, paragraphs: Sequence[Paragraph]) -> Iterator[SourceTable]:
    """Yield what has rows and columns, and not too many columns for a page."""
    runs = [list(run) for _, run in groupby(paragraphs, key=lambda each: (each.kind, each.place.section))]
    for place, rows in enumerate(runs):
        if rows[0].kind is not ParagraphKind.TABLE_ROW or len(rows) < 2:
            continue
        beside = [run[at] for run, at in ((runs[place - 1] if place else [], -1), (_next(runs, place), 0)) if run]
        captions = [each for each in beside if each.kind is ParagraphKind.CAPTION and _CAPTION.match(each.text)]
        kept = tuple(rows[:MOST_ROWS])
        table = SourceTable(work, kept[0], kept, captions[0] if captions else None, cut=len(rows) > len(kept))
        if 1 < len(table.cells[0]) <= MOST_COLUMNS:
            yield table


def _next(runs: list[list[Paragraph]], place: int) -> list[Paragraph]:
    return runs[place + 1] if place + 1 < len(runs) else []
