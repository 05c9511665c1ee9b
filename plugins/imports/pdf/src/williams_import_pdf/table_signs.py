"""Tells tables from what else is laid out in columns."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from williams_import_pdf.model import LINE_END_HYPHEN, Flow, Row, Segment
from williams_import_pdf.patterns import BULLET, NUMBER, NUMBERED, REFERENCE_MARK, TABLE_CAPTION
from williams_import_pdf.rules import Rules
from williams_import_pdf.strips import Strip, by_strip, find_strips

_ALIGNED = 2.5
"""Points."""
_MOSTLY = 0.7
LONG_CELL = 45
"""Characters: cells of more, without lines around them, are columns of text."""
_BESIDE = 3.0
"""Of the font size: how far from the rows lines and captions of a table may stand."""
_MARK = re.compile(r"(?:[^\w\s]{1,2}|\(?[\divxlc]{1,4}[.)]?|\(?\w[.)]|\[[\w+.:-]{1,12}\]|\(\d+(?:\.\d+)*[a-z]?\))")
"""A whole cell that numbers an item of a list, a reference or a formula."""
_WORD = re.compile(r"[^\W\d_]{3}")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?|[A-Z](?:\.\d{1,2})+")
_LEADERS = re.compile(r"[….·]{2,}\s*$|…")
_CODE = re.compile(r"[{};\\]|==|:=|::|//|/\*|\$\(|^=|^[$#>%]\s")
_MOST_CODE = 0.2
"""Of the cells: more of them are a listing's."""
_RULED = 3
"""So many lines stand above, below and in a table; two alone may be a frame around anything."""

RulesOf: TypeAlias = Callable[[int], Rules]
"""Gives the lines of a page, by its number from 1."""


@dataclass
class Grid:
    """Rows of a flow from ``first`` up to ``end``, and the lines around."""

    flow: Flow
    first: int
    end: int
    lines: list[float] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return self.flow.rows[self.first : self.end]

    @cached_property
    def columns(self) -> list[Strip]:
        """The strips in which the cells stand."""
        return find_strips(self.celled())

    def celled(self) -> list[Row]:
        return [row for row in self.rows if len(row.parts) > 1]


def _may_read(rows: Sequence[Row]) -> bool:
    """False for the words of what is laid out in columns and is something else: contents, formulas, addresses, code."""
    texts = [part.text for row in rows for part in row.parts]
    if any(map(_LEADERS.search, texts)) or any("@" in text for text in texts) or not any(map(_WORD.search, texts)):
        return False
    return sum(map(bool, map(_CODE.search, texts))) <= _MOST_CODE * len(texts)


def _may_stand(rows: Sequence[Row], columns: Sequence[Strip]) -> bool:
    """False for the columns of lists and contents, and for text."""
    cells = by_strip(rows, columns)
    if any(_are_marks(cells[number]) for number in (0, -1)) and len(columns) == 2:
        return False
    if _are_sections(cells[0]) or _are_pages(cells[-1]):
        return False
    return sum(map(len, cells)) >= 0.5 * len(rows) * len(columns)


def _are_marks(cells: list[Segment]) -> bool:
    """True for numbers of items, references and formulas; those of a year or an amount are none."""
    marks = sum(
        bool(_MARK.fullmatch(cell.text) or _begins_item(cell.text)) and not cell.text.isdecimal() for cell in cells
    )
    return marks >= _MOSTLY * len(cells)


def _are_sections(cells: list[Segment]) -> bool:
    """True for the numbers of sections, of which some have two parts, as none of the amounts of a first column."""
    texts = [cell.text for cell in cells]
    return all(map(_SECTION.fullmatch, texts)) and any("." in text.rstrip(".") for text in texts)


def _are_pages(cells: list[Segment]) -> bool:
    """True for whole numbers that never fall, as those of a table of contents."""
    numbers = [int(cell.text) for cell in cells if cell.text.isascii() and cell.text.isdecimal()]
    return len(numbers) == len(cells) > 3 and numbers == sorted(numbers)


def _begins_item(text: str) -> bool:
    return bool(BULLET.match(text) or NUMBERED.match(text) or REFERENCE_MARK.match(text))


def is_table(grid: Grid, rules_of: RulesOf) -> bool:
    """Return True for a table, and give it the lines that are drawn around it."""
    rows = grid.celled()
    if len(rows) < 2 or not _may_read(rows) or len(grid.columns) < 2 or not _may_stand(rows, grid.columns):
        return False
    aligned = _aligned(rows, grid.columns)
    if aligned < _MOSTLY / 2:
        return False
    grid.lines = _lines(grid, rules_of(grid.flow.page))
    if len(grid.lines) >= _RULED:
        return True
    if len(rows) < 3 or aligned < _MOSTLY or _is_text(rows, grid.columns):
        return False
    return len(grid.columns) > 2 or _has_caption(grid) or _has_numbers(rows, grid.columns)


def _lines(grid: Grid, rules: Rules) -> list[float]:
    rows, room = grid.rows, _BESIDE * grid.rows[0].size
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    return rules.heights(left, right, rows[-1].baseline - room, rows[0].baseline + room)


def _is_text(rows: list[Row], columns: Sequence[Strip]) -> bool:
    for cells in by_strip(rows, columns):
        if statistics.median([len(cell.text) for cell in cells] or [0]) > LONG_CELL:
            return True
        if any(cell.text.endswith(LINE_END_HYPHEN) for cell in cells):
            return True
    return False


def _aligned(rows: list[Row], columns: Sequence[Strip]) -> float:
    """Return the share of cells that stand exactly under others of their column, at one edge or in the middle."""
    exact = total = 0
    for cells in by_strip(rows, columns):
        total += len(cells)
        places = ([c.left for c in cells], [c.right for c in cells], [(c.left + c.right) / 2 for c in cells])
        if len(cells) > 1:
            exact += max(_agreeing(edges) for edges in places)
    return exact / max(total, 1)


def _agreeing(places: list[float]) -> int:
    middle = statistics.median_low(places)
    return sum(abs(place - middle) < _ALIGNED for place in places)


def _has_caption(grid: Grid) -> bool:
    above, below = grid.flow.rows[: grid.first][-3:], grid.flow.rows[grid.end :][:2]
    return any(TABLE_CAPTION.match(row.text) for row in (*above, *below))


def _has_numbers(rows: list[Row], columns: Sequence[Strip]) -> bool:
    """True if a column behind the first has numbers, but for what stands above them."""
    return any(
        sum(bool(NUMBER.fullmatch(cell.text)) for cell in cells) >= _MOSTLY * len(rows)
        for cells in by_strip(rows, columns)[1:]
    )
